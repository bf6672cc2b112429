import KaleRules

/// The documentation of the rules, in Markdown, generated from the rules' own descriptions.
package enum RuleDocumentation {
  /// The names of all rules.
  package static var names: [String] { RuleCatalogue.rules.map { $0.description.name } }

  /// Every file of the documentation with its text: the index, a page for each rule, and the schema of the settings, which
  /// names them.
  package static var files: [(name: String, text: String)] {
    [(indexFile, index), ("settings.schema.json", SettingsSchema.text)]
      + RuleCatalogue.rules.map { ("\($0.description.name).md", RulePage(of: $0.description).text) }
  }

  /// A table of all rules.
  package static var index: String {
    let rows = RuleCatalogue.rules.map { $0.description }.map { rule in
      "| \(rule.code) | [\(rule.name)](\(rule.name).md) | \(rule.severity.rawValue) | \(rule.fix.word) | \(rule.summary) |"
    }
    let head = ["# Rules", "", "| code | name | severity | fix | problem |", "|---|---|---|---|---|"]
    return (head + rows)
      .joined(separator: "\n") + "\n"
  }

  /// Returns the page of a rule for a terminal; nil if no rule has the name or code.
  package static func page(of name: String) -> String? {
    RuleCatalogue.rule(named: name).map { RulePage(of: $0.description).standaloneText }
  }

  private static let indexFile = RulePage.indexFile
}
