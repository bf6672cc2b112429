import KaleAnalysis

/// The page of documentation of a rule, in Markdown, generated from the rule's own description.
package struct RulePage {
  private let rule: RuleDescription

  /// Creates the page of a rule.
  package init(of rule: RuleDescription) { self.rule = rule }

  /// The name of the file that lists all rules, beside their pages.
  package static let indexFile = "README.md"

  /// The page as a file of the documentation, which links to the others.
  package var text: String { text(index: Self.indexFile, configuration: "../configuration.md") }

  /// The page by itself, as the binary shows it, with links to the web.
  package var standaloneText: String {
    text(
      index: "\(RuleDescription.documentationRoot)/rules/\(Self.indexFile)",
      configuration: "\(RuleDescription.documentationRoot)/configuration.md")
  }

  private func text(index: String, configuration: String) -> String {
    let facts = [
      "- Severity: \(severity)",
      "- \(KaleRelease.current): \(verdict)",
      "- Fix: \(fix)",
    ]
    var parts = [
      "# \(rule.code) \(rule.name)", rule.summary, facts.joined(separator: "\n"),
      "## Why it matters", rule.rationale,
      "## Examples", "The rule reports the parts marked with « and »:",
    ]
    parts += rule.examples.triggering.map(Self.example)
    parts.append("The rule does not report:")
    parts += rule.examples.nonTriggering.map(Self.example)
    if !rule.examples.fixes.isEmpty { parts.append("## Fix") }
    for fix in rule.examples.fixes {
      parts += ["Before:", Self.example(fix.before), "After:", Self.example(fix.after)]
    }
    if let reason = rule.whyNoFix { parts += ["## Why some problems have no fix", reason] }
    parts += [
      "## How to suppress it", suppression, "[Configuration](\(configuration)) has the details.",
      "[All rules](\(index))",
    ]
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var severity: String {
    rule.concernsKaleAlone
      ? "\(rule.severity.rawValue), because it concerns Kale's own pipeline alone; error with `--strict`"
      : rule.severity.rawValue
  }

  private var verdict: String {
    switch KaleRelease.current.rejections.verdict(onRuleNamed: rule.name) {
    case .always: "rejects the notebook"
    case .sometimes: "rejects the notebook in some cases"
    case .never: "accepts the notebook"
    }
  }

  private var fix: String {
    switch rule.fix {
    case .none: "none"
    case .safe: "safe; `--fix` applies it"
    case .sometimesSafe:
      "safe where it is unambiguous, and `--fix` applies it; otherwise suggested, and `--fix --unsafe-fixes` applies "
        + "it if it is the only one"
    case .suggested: "suggested; `--fix --unsafe-fixes` applies it if it is the only one"
    }
  }

  private var suppression: String {
    """
    - In a cell: the comment `# kale: ignore[\(rule.name)]`, on a line of its own for the whole cell or at the end of \
    the line with the problem.
    - In the editor: the setting `"kale": {"rules": {"\(rule.name)": "off"}}`.
    - On the command line: `--ignore \(rule.name)`.
    """
  }

  private static func example(_ text: String) -> String {
    let language = text.contains("# %%") ? "python" : "json"
    return "```\(language)\n\(text)\n```"
  }
}
