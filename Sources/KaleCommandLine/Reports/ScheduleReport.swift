import JSONSyntax
import KaleWorkspace

/// The schedules of a server, for a person or a program.
package struct ScheduleReport {
  /// What the report looks like.
  package enum Format: String, CaseIterable, Sendable {
    case text, json
  }

  private let schedules: [ScheduledPipeline]

  /// Creates a report of schedules, in this order.
  package init(_ schedules: [ScheduledPipeline]) { self.schedules = schedules }

  /// Writes the report.
  ///
  /// - Parameter format: What it looks like.
  /// - Returns: Its lines.
  package func lines(_ format: Format) -> [String] {
    switch format {
    case .text: table
    case .json: [String(decoding: JSONValue.array(schedules.map(\.json)).serialized(), as: UTF8.self)]
    }
  }

  private var table: [String] {
    if schedules.isEmpty { return ["No schedules."] }
    let rows =
      [["NAME", "TIMES", "STATE", "ID"]]
      + schedules.map { [$0.name, $0.times, $0.isEnabled ? "enabled" : "disabled", $0.id] }
    let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count + 2) }
        .joined() + row[3]
    }
  }
}
