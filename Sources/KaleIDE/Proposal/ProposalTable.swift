import KaleAnalysis

/// A proposal as a table for a terminal: each cell, what it becomes and why.
package struct ProposalTable {
  /// Terminals are at least this wide.
  private static let width = 80
  /// Longer names of steps are cut.
  private static let widestRole = 28

  private let proposal: Proposal

  /// Creates the table of a proposal.
  package init(of proposal: Proposal) { self.proposal = proposal }

  /// The table; each line ends in a line break.
  package var text: String {
    let rows = proposal.cells.map { ("\($0.cell.number)", Self.role(of: $0), Self.reason(of: $0)) }
    let numberWidth = max(4, rows.map(\.0.count).max() ?? 0)
    let roleWidth = min(Self.widestRole, max(7, rows.map(\.1.count).max() ?? 0))
    let lines = ([("cell", "becomes", "because")] + rows).flatMap { number, role, reason -> [String] in
      let start = "  " + Self.padded(number, numberWidth) + "  " + Self.padded(role, roleWidth) + "  "
      let parts = Self.wrapped(reason, width: Self.width - start.count)
      let indent = String(repeating: " ", count: start.count)
      return parts.enumerated().map { ($0.offset == 0 ? start : indent) + $0.element }
    }
    return lines.map { line in line.trimmedAtEnd + "\n" }.joined()
  }

  private static func role(of cell: Proposal.Cell) -> String {
    switch cell.role {
    case .step: "step:\(cell.step ?? "")"
    case .none, .notebook: cell.step.map { "(\($0))" } ?? "-"
    case .imports, .functions, .skip, .pipelineParameters, .pipelineMetrics: cell.role.rawValue
    }
  }

  private static func reason(of cell: Proposal.Cell) -> String {
    let reason = TextTable.printable(cell.reason)
    return cell.previous.isEmpty ? reason : "\(reason); after \(cell.previous.joined(separator: ", "))"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    let shown = text.count > width ? text.prefix(width - 1) + "…" : text
    return shown + String(repeating: " ", count: width - shown.count)
  }

  private static func wrapped(_ text: String, width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].isEmpty {
        lines[lines.count - 1] = String(word)
      } else if lines[lines.count - 1].count + 1 + word.count <= width {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}

extension String {
  /// The text without white space at its end.
  fileprivate var trimmedAtEnd: Substring {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return text
  }
}
