import KaleAnalysis
import NotebookModel

/// Which findings are shown, and how grave each is: what a person has set on the command line or in an editor.
///
/// Of several settings for one rule the more exact counts; what is ignored is ignored whatever else is said of it.
package struct FindingSelection: Sendable, Hashable {
  /// What becomes of a rule's findings.
  package enum Level: Sendable, Hashable {
    case off
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

    /// The words a level is written in.
    package static let words = [offWord] + Finding.Severity.allCases.map(\.rawValue)
    private static let offWord = "off"
  }

  /// Whether what Kale refuses or gets wrong is an error, though kale-lsp handles it.
  package var isStrict = false
  /// Codes of the rules that are shown; nil for all.
  private var selected: Set<String>?
  private var ignored: Set<String> = []
  private var levels: [String: Level] = [:]

  /// Everything, as grave as the rules say.
  package init() {}

  /// Shows these rules, and of the others only those of another call.
  package mutating func select(_ selectors: [RuleSelector]) {
    for selector in selectors { selected = (selected ?? []).union(selector.codes) }
  }

  package mutating func ignore(_ selectors: [RuleSelector]) {
    for selector in selectors { ignored.formUnion(selector.codes) }
  }

  /// Sets the levels of rules; where two selectors mean one rule, the more exact one counts, else the later.
  package mutating func setLevels(_ settings: [(selector: RuleSelector, level: Level)]) {
    let ordered = settings.enumerated().sorted { left, right in
      (left.element.selector.exactness, left.offset) < (right.element.selector.exactness, right.offset)
    }
    for (_, setting) in ordered {
      for code in setting.selector.codes { levels[code] = setting.level }
    }
  }

  /// What is to be shown of a notebook, in its order: of each rule a bounded number.
  package func findings(in analysis: NotebookAnalysis) -> [Finding] {
    allFindings(in: analysis).shortened()
  }

  /// What the rules that are shown find in a notebook, in its order: not what a comment in a cell says to ignore.
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

  /// The same, but for that no rules are picked: what is wrong with a notebook that another refers to counts there, whichever
  /// rules a person wants to see.
  var unrestricted: FindingSelection {
    var selection = self
    selection.selected = nil
    return selection
  }

  /// How grave a finding is; nil where it is not shown.
  private func severity(of finding: Finding) -> Finding.Severity? {
    let code = finding.rule.code
    guard !ignored.contains(code), selected?.contains(code) ?? true else { return nil }
    switch levels[code] {
    case .off: return nil
    case .severity(let severity): return severity
    case nil: return isStrict && (finding.kale == .refused || finding.isHandled) ? .error : finding.severity
    }
  }
}

extension NotebookAnalysis {
  /// Whether a comment in the cell of a place takes a rule's findings there back.
  func ignores(_ rule: RuleDescription, at place: NotebookPlace) -> Bool {
    guard let cell = place.cell, facts.indices.contains(cell) else { return false }
    return facts[cell].ignoreComments.contains { $0.covers(place) && $0.names(rule) }
  }
}

extension IgnoreComment {
  /// Whether the comment names a rule, or none and so means all.
  fileprivate func names(_ rule: RuleDescription) -> Bool {
    entries?.contains { (try? RuleSelector($0.text))?.codes.contains(rule.code) ?? false } ?? true
  }
}
