import JSONSyntax

/// The table that a sweep ends with: a row for each combination, the best first.
package struct SweepTable {
  /// How the table is written.
  package enum Format: String, CaseIterable, Sendable {
    case text, json, csv
  }

  private let rows: [SweepRow]
  private let parameters: [String]
  private let metrics: [String]

  /// Creates a table.
  ///
  /// - Parameters:
  ///   - rows: The combinations, in the order in which they were run.
  ///   - best: The metric that decides which is best; nil to keep the order.
  package init(_ rows: [SweepRow], best: BestMetric?) {
    self.rows = best.map { Self.sorted(rows, by: $0) } ?? rows
    parameters = Self.names(rows.flatMap { $0.values.map(\.name) })
    metrics = Self.names(rows.flatMap { $0.metrics.map(\.name) })
  }

  /// Returns the table in a format, with a line feed at its end.
  package func text(_ format: Format) -> String {
    switch format {
    case .text: text
    case .json: String(decoding: json.serialized(indent: 1), as: UTF8.self) + "\n"
    case .csv: csv
    }
  }

  /// Whether no combination that succeeded has the metric.
  package static func lacks(_ best: BestMetric, in rows: [SweepRow]) -> Bool {
    rows.contains { $0.error == nil }
      && !rows.contains { row in row.metrics.contains { best.isNamed($0.name) || best.isNamed(stem($0.name)) }
      }
  }

  /// The best first. Rows without the metric follow those that have it, and those that failed come last; equal ones keep
  /// their order.
  private static func sorted(_ rows: [SweepRow], by best: BestMetric) -> [SweepRow] {
    func rank(_ row: SweepRow) -> Double? {
      let value = row.metrics.first { best.isNamed($0.name) || best.isNamed(stem($0.name)) }?.value
      guard row.error == nil, let value, !value.isNaN else { return nil }
      return best.isLowest ? value : -value
    }
    let ranked = rows.enumerated().map { (index: $0.offset, row: $0.element, rank: rank($0.element)) }
    return ranked.sorted { left, right in
      switch (left.rank, right.rank) {
      case (let first?, let second?) where first != second: first < second
      case (_?, nil): true
      case (nil, _?): false
      default:
        (left.row.error == nil ? 0 : 1, left.index) < (right.row.error == nil ? 0 : 1, right.index)
      }
    }.map(\.row)
  }

  /// A metric's name without the step that follows it.
  private static func stem(_ name: String) -> String {
    name.split(separator: " ").first.map(String.init) ?? name
  }

  private static func names(_ all: [String]) -> [String] {
    var seen: Set<String> = []
    return all.filter { seen.insert($0).inserted }
  }

  private func value(_ name: String, of row: SweepRow) -> JSONValue? {
    row.values.first { $0.name == name }?.value
  }

  private func metric(_ name: String, of row: SweepRow) -> Double? {
    row.metrics.first { $0.name == name }?.value
  }
}

// MARK: - Formats

extension SweepTable {
  private var json: JSONValue {
    .array(
      rows.map { row in
        JSONValue(present: [
          "state": row.error == nil ? "succeeded" : "failed",
          "parameters": .object(row.values.map { JSONMember(key: $0.name, value: $0.value) }),
          "metrics": .object(row.metrics.map { JSONMember(key: $0.name, value: .double($0.value)) }),
          "error": row.error.map(JSONValue.string),
        ])
      })
  }

  private var csv: String {
    let header = parameters + metrics + ["state", "error"]
    let lines = rows.map { row in
      parameters.map { value($0, of: row).map(SweepRow.text) ?? "" }
        + metrics.map { metric($0, of: row).map(NumberText.text) ?? "" }
        + [row.error == nil ? "succeeded" : "failed", row.error ?? ""]
    }
    return ([header] + lines).map { $0.map(Self.field).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func field(_ text: String) -> String {
    let isPlain = !text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// The width of a terminal that nobody has made wider.
  private static let width = 80

  private var text: String {
    let hasErrors = rows.contains { $0.error != nil }
    let header = parameters + metrics + (hasErrors ? ["result"] : [])
    let cells = rows.map { row in
      parameters.map { value($0, of: row).map { Terminal.printable(SweepRow.text(of: $0)) } ?? "" }
        + metrics.map { metric($0, of: row).map(Self.rounded) ?? "" }
        + (hasErrors ? [Self.firstLine(row.error ?? "ok")] : [])
    }
    let lines = [header] + cells
    let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      var text = ""
      for (column, cell) in line.enumerated() {
        let isLast = column == line.count - 1
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        // A message ends the line; names and numbers stand at the right.
        text += isLast && hasErrors ? cell : padding + cell
        if !isLast { text += "  " }
      }
      return (text.count > Self.width ? text.prefix(Self.width - 1) + "…" : text[...]) + "\n"
    }.joined()
  }

  private static func firstLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
  }

  /// A number with four decimals at most, as far as these say what it is.
  private static func rounded(_ number: Double) -> String {
    guard number.isFinite, abs(number) >= 0.001, abs(number) < 1e11 else {
      return NumberText.text(of: number)
    }
    return NumberText.text(of: (number * 10_000).rounded() / 10_000)
  }
}
