import KaleRules

/// The documentation of the rules, in Markdown, generated from the rules' own descriptions.
package enum RuleDocumentation {
  /// The names of all rules.
  package static var names: [String] { RuleCatalogue.rules.map { $0.description.name } }

  /// Every file of the documentation with its text: the index, a page for each rule, and the schemas of the settings, which
  /// name them.
  package static var files: [(name: String, text: String)] {
    [
      (indexFile, index), ("settings.schema.json", SettingsSchema.ofEditors),
      ("kale-lsp.schema.json", SettingsSchema.ofConfigurationFiles),
    ]
      + RuleCatalogue.rules.map { ("\($0.description.name).md", RulePage(of: $0.description).text) }
  }

  /// A table of all rules.
  package static var index: String {
    let rows = RuleCatalogue.rules.map { $0.description }.map { rule in
      "| \(rule.code) | [\(rule.name)](\(rule.name).md) | \(severity(of: rule)) | \(rule.fix.word) | \(rule.summary) |"
    }
    let head = [
      "# Rules", "", meaningOfSeverity, "", "| code | name | severity | fix | problem |",
      "|---|---|---|---|---|",
    ]
    return (head + rows)
      .joined(separator: "\n") + "\n"
  }

  /// The one meaning of severity.
  private static let meaningOfSeverity = """
    A rule's page says when its findings have another severity.

    - **error**: kale-lsp cannot compile the notebook, or its pipeline is certain to fail.
    - **warning**: the pipeline may fail, or computes something other than the notebook does.
    - **warning (Kale)**: only Kale's own pipeline is affected: Kale rejects the notebook, or its pipeline fails or \
    computes something else, while kale-lsp's works. An error with `--strict`.
    - **information**: something has no effect, or kale-lsp does more than Kale.
    - **hint**: an offer.
    """

  /// The severity of a rule's findings in words.
  static func severity(of rule: RuleDescription) -> String {
    rule.concernsKaleAlone ? "\(rule.severity.rawValue) (Kale)" : rule.severity.rawValue
  }

  /// Returns the page of a rule for a terminal; nil if no rule has the name or code.
  package static func page(of name: String) -> String? {
    RuleCatalogue.rule(named: name).map { RulePage(of: $0.description).standaloneText }
  }

  private static let indexFile = RulePage.indexFile
}
