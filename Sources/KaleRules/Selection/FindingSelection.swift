import KaleAnalysis
import NotebookModel

/// The findings to show and their severities, as set on the command line or in an editor.
///
/// Of several settings for one rule, the most specific takes precedence. Ignored rules are never shown.
package struct FindingSelection: Sendable, Hashable {
  /// The severity of a rule's findings, or off.
  package enum Level: Sendable, Hashable {
    case off
    /// Findings are shown with this severity.
    case severity(Finding.Severity)

    /// Reads one of `words`.
    package init?(_ word: String) {
      if word == Self.offWord {
        self = .off
      } else if let severity = Finding.Severity(rawValue: word) {
        self = .severity(severity)
      } else {
        return nil
      }
    }

    /// The names of the levels.
    package static let words = [offWord] + Finding.Severity.allCases.map(\.rawValue)
    private static let offWord = "off"
  }

  /// Whether a notebook that Kale rejects or runs wrongly is an error even if kale-lsp handles it.
  package var isStrict = false
  /// The runtime that findings are about.
  package var runtime = RuntimeChoice()
  /// The codes of the rules to show; nil for all.
  private var selected: Set<String>?
  private var ignored: Set<String> = []
  private var levels: [String: Level] = [:]

  /// Creates a selection of all findings, with the severities of their rules.
  package init() {}

  /// Shows no rules but those of calls of `select`.
  mutating func selectNothing() { selected = selected ?? [] }

  /// Shows only these rules and those of other calls.
  package mutating func select(_ selectors: [RuleSelector]) {
    for selector in selectors { selected = (selected ?? []).union(selector.codes) }
  }

  /// Hides the findings of these rules, whatever else is set for them.
  package mutating func ignore(_ selectors: [RuleSelector]) {
    for selector in selectors { ignored.formUnion(selector.codes) }
  }

  /// Sets the levels of rules. Of several selectors for one rule, the most specific takes precedence, then the last.
  package mutating func setLevels(_ settings: [(selector: RuleSelector, level: Level)]) {
    let ordered = settings.enumerated().sorted { left, right in
      (left.element.selector.exactness, left.offset) < (right.element.selector.exactness, right.offset)
    }
    for (_, setting) in ordered {
      for code in setting.selector.codes { levels[code] = setting.level }
    }
  }

  /// Returns the findings to show for a notebook, in its order: a bounded number for each rule.
  package func findings(in analysis: NotebookAnalysis) -> [Finding] {
    allFindings(in: analysis).withOneFindingForACause().shortened()
  }

  /// Returns all findings to show for a notebook, in its order, without those that comments suppress; several where one
  /// cause has several fixes.
  func allFindings(in analysis: NotebookAnalysis) -> [Finding] {
    analysis.findings(showing: self).compactMap { finding in
      guard let severity = severity(of: finding), !analysis.ignores(finding.rule, at: finding.place) else {
        return nil
      }
      var shown = finding
      shown.severity = severity
      return shown
    }
  }

  /// The selection without its restriction to some rules: errors of a referenced notebook count whichever rules are
  /// selected.
  var unrestricted: FindingSelection {
    var selection = self
    selection.selected = nil
    return selection
  }

  /// The severity of a finding; nil if it is not shown.
  private func severity(of finding: Finding) -> Finding.Severity? {
    let code = finding.rule.code
    guard !ignored.contains(code), selected?.contains(code) ?? true else { return nil }
    switch levels[code] {
    case .off: return nil
    case .severity(let severity): return severity
    // An offer is none of Kale's faults.
    case nil where finding.severity == .hint: return .hint
    case nil:
      let isFatalOnKale = finding.kale == .refused || finding.isHandled || finding.failsOnKale
      return isStrict && isFatalOnKale ? .error : finding.severity
    }
  }
}

extension NotebookAnalysis {
  /// Whether a comment in the cell of a place suppresses a rule's findings there.
  func ignores(_ rule: RuleDescription, at place: NotebookPlace) -> Bool {
    guard let cell = place.cell, facts.indices.contains(cell) else { return false }
    return facts[cell].ignoreComments.holding(for: place).contains { $0.names(rule) }
  }
}

extension IgnoreComment {
  /// Whether the comment names the rule, or no rule at all, which means every rule.
  fileprivate func names(_ rule: RuleDescription) -> Bool {
    entries?.contains { (try? RuleSelector($0.text))?.codes.contains(rule.code) ?? false } ?? true
  }
}
