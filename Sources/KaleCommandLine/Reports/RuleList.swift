import JSONSyntax
import KaleRules
import KaleWorkspace

/// The list of all rules that `kale-lsp rules` prints.
package enum RuleList {
  /// The formats of the list.
  package enum Format: String, CaseIterable, Sendable {
    case text, markdown, json
  }

  /// Writes the list.
  ///
  /// - Parameters:
  ///   - format: The format; nil for text on a terminal and Markdown elsewhere.
  ///   - terminal: Where the list is shown.
  /// - Returns: The list, with a line feed at its end.
  package static func text(_ format: Format?, _ terminal: Terminal) -> String {
    switch format ?? (terminal.isPresent ? .text : .markdown) {
    case .text:
      let style = ReportStyle(terminal)
      return RuleCatalogue.rules.map { entry($0.description, style) }.joined()
    case .markdown: return RuleDocumentation.index
    case .json:
      let rules = JSONValue.array(RuleCatalogue.rules.map { json($0.description) })
      return String(decoding: rules.serialized(indent: 1), as: UTF8.self) + "\n"
    }
  }

  private static func entry(_ rule: RuleDescription, _ style: ReportStyle) -> String {
    let severity = style.text(RuleDocumentation.severity(of: rule), .severity(rule.severity))
    let fix = rule.fix == .none ? "" : ", fix: \(rule.fix.word)"
    let head = "\(style.text(rule.code, .strong)) \(style.text(rule.name, .strong)): \(severity)\(fix)\n"
    // Wrapped lines get the same indent.
    return head + TextWrapping.wrapped("    " + rule.summary, to: style.width ?? TextWrapping.width) + "\n"
  }

  private static func json(_ rule: RuleDescription) -> JSONValue {
    [
      "code": .string(rule.code), "name": .string(rule.name), "severity": .string(rule.severity.rawValue),
      "concernsKaleAlone": .bool(rule.concernsKaleAlone), "fix": .string(rule.fix.word),
      "summary": .string(rule.summary), "url": .string(rule.documentationURL),
    ]
  }
}
