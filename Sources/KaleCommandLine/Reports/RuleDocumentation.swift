import KaleAnalysis
import KaleRules

/// The documentation of the rules, in Markdown, generated from the rules' own descriptions.
package enum RuleDocumentation {
  /// The names of all rules.
  package static var names: [String] { RuleCatalogue.rules.map { $0.description.name } }

  /// Every file of the documentation with its text: the index, a page for each rule, and the schema of the settings, which
  /// names them.
  package static var files: [(name: String, text: String)] {
    [(indexFile, index), ("settings.schema.json", SettingsSchema.text)]
      + RuleCatalogue.rules.map { ("\($0.description.name).md", page(of: $0.description)) }
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

  /// The page of a rule, by its name or code; nil where there is none.
  package static func page(of name: String) -> String? {
    RuleCatalogue.rule(named: name).map { page(of: $0.description) }
  }

  private static let indexFile = "README.md"

  private static func page(of rule: RuleDescription) -> String {
    let facts = [
      "- Severity: \(rule.severity.rawValue)",
      "- \(KaleRelease.current): \(words(for: KaleRelease.current.rejections.verdict(onRuleNamed: rule.name)))",
      "- Fix: \(words(for: rule.fix))",
    ]
    var parts = [
      "# \(rule.code) \(rule.name)", rule.summary, facts.joined(separator: "\n"),
      "## Why it matters", rule.rationale,
      "## Examples", "The rule reports the parts marked with « and »:",
    ]
    parts += rule.examples.triggering.map(example)
    parts.append("The rule does not report:")
    parts += rule.examples.nonTriggering.map(example)
    if !rule.examples.fixes.isEmpty { parts.append("## Fix") }
    for fix in rule.examples.fixes {
      parts += ["Before:", example(fix.before), "After:", example(fix.after)]
    }
    parts += ["## How to suppress it", suppression(of: rule), "[All rules](\(indexFile))"]
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func words(for verdict: Rejections.Verdict) -> String {
    switch verdict {
    case .always: "rejects the notebook"
    case .sometimes: "rejects the notebook in some cases"
    case .never: "accepts the notebook"
    }
  }

  private static func words(for fix: RuleFix) -> String {
    switch fix {
    case .none: "none"
    case .safe: "safe; `--fix` applies it"
    case .sometimesSafe:
      "safe where it is unambiguous, and `--fix` applies it; otherwise suggested, and `--fix --unsafe-fixes` applies "
        + "it if it is the only one"
    case .suggested: "suggested; `--fix --unsafe-fixes` applies it if it is the only one"
    }
  }

  private static func suppression(of rule: RuleDescription) -> String {
    """
    - In a cell: the comment `# kale: ignore[\(rule.name)]`, on a line of its own for the whole cell or at the end of \
    the line with the problem.
    - In the editor: the setting `"kale": {"rules": {"\(rule.name)": "off"}}`.
    - On the command line: `--ignore \(rule.name)`.

    [Configuration](../configuration.md) explains them.
    """
  }

  private static func example(_ text: String) -> String {
    let language = text.contains("# %%") ? "python" : "json"
    return "```\(language)\n\(text)\n```"
  }
}
