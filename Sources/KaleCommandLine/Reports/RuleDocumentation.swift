import KaleAnalysis
import KaleRules

/// The documentation of the rules, in Markdown, made from what the rules say of themselves.
package enum RuleDocumentation {
  package static var names: [String] { RuleCatalogue.rules.map { $0.description.name } }

  /// Every file of the documentation with its text: the index, a page for each rule, and the schema of the settings, which
  /// names them.
  package static var files: [(name: String, text: String)] {
    [("README.md", index), ("settings.schema.json", SettingsSchema.text)]
      + RuleCatalogue.rules.map { ("\($0.description.name).md", page(of: $0.description)) }
  }

  /// A table of all rules.
  package static var index: String {
    let rows = RuleCatalogue.rules.map { $0.description }.map { rule in
      "| \(rule.code) | [\(rule.name)](\(rule.name).md) | \(rule.severity.rawValue) | \(rule.fix.word) | \(rule.summary) |"
    }
    let head = ["# Rules", "", "| code | name | severity | fix | what it finds |", "|---|---|---|---|---|"]
    return (head + rows)
      .joined(separator: "\n") + "\n"
  }

  /// The page of a rule, by its name or code; nil where there is none.
  package static func page(of name: String) -> String? {
    RuleCatalogue.rule(named: name).map { page(of: $0.description) }
  }

  private static func page(of rule: RuleDescription) -> String {
    var parts = [
      "# \(rule.code) \(rule.name)", "Severity: \(rule.severity.rawValue)", sentence(about: rule.fix),
      rule.summary,
      "## Why",
      rule.rationale,
      "## Found", "The signs « and » mark the place.",
    ]
    parts += rule.examples.triggering.map(example)
    parts.append("## Not found")
    parts += rule.examples.nonTriggering.map(example)
    if !rule.examples.fixes.isEmpty { parts.append("## Fix") }
    for fix in rule.examples.fixes {
      parts += ["Before:", example(fix.before), "After:", example(fix.after)]
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func sentence(about fix: RuleFix) -> String {
    switch fix {
    case .none: "Fix: none"
    case .safe: "Fix: safe, `--fix` applies it"
    case .sometimesSafe: "Fix: safe where there is one right answer, and `--fix` applies it; else suggested"
    case .suggested: "Fix: suggested, `--fix --unsafe-fixes` applies it where it is the only one"
    }
  }

  private static func example(_ text: String) -> String {
    let language = text.contains("# %%") ? "python" : "json"
    return "```\(language)\n\(text)\n```"
  }
}
