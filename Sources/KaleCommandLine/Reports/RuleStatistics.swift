import JSONSyntax
import KaleRules

/// How many findings there are of each rule, the most frequent first.
struct RuleStatistics {
  private struct Row {
    let rule: RuleDescription
    let counts: FindingCounts.OfRule
  }

  private let rows: [Row]

  /// Creates the statistics of a report.
  init(_ counts: FindingCounts) {
    rows = RuleCatalogue.rules.compactMap { rule in
      counts.byRule[rule.description.code].map { Row(rule: rule.description, counts: $0) }
    }.sorted { ($1.counts.count, $0.rule.code) < ($0.counts.count, $1.rule.code) }
  }

  /// Returns the rows: as a JSON array, an object on each line, or a line of text each.
  func text(_ format: ReportFormat, _ style: ReportStyle) -> String {
    switch format {
    case .json: String(decoding: JSONValue.array(rows.map(json)).serialized(indent: 1), as: UTF8.self) + "\n"
    case .jsonLines: rows.map { String(decoding: json($0).serialized(), as: UTF8.self) + "\n" }.joined()
    default: rows.map { line($0, style) + "\n" }.joined()
    }
  }

  private func line(_ row: Row, _ style: ReportStyle) -> String {
    let width = rows.map { String($0.counts.count).utf8.count }.max() ?? 1
    let count = String(row.counts.count)
    let mark =
      switch row.counts.fixableCount {
      case 0: "[ ]"
      case row.counts.count: "[\(style.text("*", .help))]"
      default: "[\(style.text("-", .help))]"
      }
    return String(repeating: " ", count: width - count.utf8.count)
      + "\(count)  \(style.text(row.rule.code, .strong))  \(mark)  \(row.rule.name)"
  }

  private func json(_ row: Row) -> JSONValue {
    [
      "code": .string(row.rule.code), "name": .string(row.rule.name), "count": .integer(row.counts.count),
      "fixable": .integer(row.counts.fixableCount),
    ]
  }
}
