import KaleAnalysis
import NotebookModel

/// A problem that a rule found in a notebook.
package struct Finding: Sendable, Hashable {
  /// What comes of the problem.
  ///
  /// What concerns Kale's own pipeline alone, because Kale rejects it, or its run fails or computes something else, is a
  /// warning, and an error in a strict selection.
  package enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
    /// kale-lsp cannot compile the notebook, or its pipeline is certain to fail.
    case error
    /// The pipeline may fail or compute something other than the notebook does, or only Kale's does.
    case warning
    /// Something has no effect, or kale-lsp does more than Kale.
    case information
    /// An offer.
    case hint

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    /// 0 for the most severe.
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  /// What Kale does with a notebook that has only this problem.
  package enum KaleVerdict: String, Sendable, Hashable {
    case refused
    case accepted
  }

  /// Another place that explains the finding.
  package struct Related: Sendable, Hashable {
    /// The place that explains the finding.
    package var place: NotebookPlace
    /// How the place is related to the finding, in a short sentence.
    package var message: String

    /// Creates a place with its explanation. Long quotations in the explanation are shortened.
    package init(_ place: NotebookPlace, _ message: String) {
      self.place = place
      self.message = message.withShortQuotes
    }
  }

  /// The rule that reports it.
  package var rule: RuleDescription
  /// The severity of the problem: at most a warning if it is handled.
  package var severity: Severity
  /// What Kale does with the notebook.
  package var kale: KaleVerdict
  /// Whether the pipeline that kale-lsp compiles still runs: only Kale's own fails or loses data.
  package var isHandled: Bool
  /// Whether Kale's own pipeline fails for certain, where the severity is that of kale-lsp's.
  package var failsOnKale = false
  /// Where editors underline the problem.
  package var place: NotebookPlace
  /// What is wrong, where, and what to do.
  package var message: String
  /// Other places that explain the finding, the most helpful first.
  package var related: [Related]
  /// The fixes, the best first.
  package var fixes: [Fix]

  /// The only safe fix; nil if there is none or more than one.
  package var safeFix: Fix? {
    let safe = fixes.filter { $0.applicability == .safe }
    return safe.count == 1 ? safe[0] : nil
  }

  /// Returns the fix to apply without asking which.
  ///
  /// - Parameter applicability: The grade of the least certain fixes that may be applied.
  /// - Returns: The safe fix; else, if suggested ones may be applied, the suggested one where there is no other.
  func fix(upTo applicability: FixApplicability) -> Fix? {
    switch applicability {
    case .safe: safeFix
    case .suggested, .choice:
      safeFix ?? (fixes.count == 1 && fixes[0].applicability == .suggested ? fixes[0] : nil)
    }
  }

  /// Whether the finding keeps kale-lsp from compiling the notebook.
  package var stopsCompiling: Bool { severity == .error && !isHandled }

  /// Whether the problem concerns Kale's own pipeline alone, as found by a selection that is not strict.
  package var concernsKaleAlone: Bool { isHandled || kale == .refused && severity != .error }

  /// Creates a finding. Long quotations in the message are shortened.
  ///
  /// - Parameters:
  ///   - rule: The rule that reports it.
  ///   - severity: The severity; nil for the default of the rule. A handled problem is a warning at most.
  ///   - kale: What Kale does with the notebook.
  ///   - isHandled: Whether the pipeline that kale-lsp compiles still runs.
  ///   - place: Where the problem is.
  ///   - message: What is wrong and what to do, as sentences.
  ///   - related: Other places that explain the finding.
  ///   - fixes: The fixes, the best first.
  package init(
    _ rule: RuleDescription, severity: Severity? = nil, kale: KaleVerdict, isHandled: Bool = false,
    at place: NotebookPlace,
    _ message: String,
    related: [Related] = [], fixes: [Fix] = []
  ) {
    self.rule = rule
    let severity = severity ?? rule.severity
    self.severity = isHandled ? max(severity, .warning) : severity
    self.kale = kale
    self.isHandled = isHandled
    self.place = place
    self.message = message.withShortQuotes
    self.related = related
    self.fixes = fixes
  }
}

extension ReadTag {
  /// Whether Kale rejects the notebook for a fault of this tag: it ignores tags after a special one.
  var verdict: Finding.KaleVerdict { entry.isRead ? .refused : .accepted }
}
