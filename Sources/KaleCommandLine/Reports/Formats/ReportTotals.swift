import KaleRules

/// How many findings there are of each kind.
struct FindingCounts: Sendable {
  /// The findings of a rule.
  struct OfRule: Sendable {
    var count = 0
    /// How many of them `--fix` fixes.
    var fixableCount = 0
  }

  /// The counts by severity.
  private(set) var bySeverity: [Finding.Severity: Int] = [:]
  /// The counts by the codes of rules.
  private(set) var byRule: [String: OfRule] = [:]
  /// How many findings `--fix` fixes.
  private(set) var safeCount = 0
  /// How many findings `--unsafe-fixes` fixes in addition.
  private(set) var suggestedCount = 0

  /// Counts no findings.
  init() {}

  /// Counts findings.
  ///
  /// - Parameters:
  ///   - findings: The findings of a notebook.
  ///   - isEditable: Whether its file can be changed.
  init(_ findings: [Finding], isEditable: Bool) {
    for finding in findings {
      bySeverity[finding.severity, default: 0] += 1
      let grade = isEditable ? finding.gradeOfRepair : nil
      let isSafe = grade == .safe
      byRule[finding.rule.code, default: OfRule()].count += 1
      if isSafe { byRule[finding.rule.code]?.fixableCount += 1 }
      safeCount += isSafe ? 1 : 0
      suggestedCount += grade == .suggested ? 1 : 0
    }
  }

  /// The number of all findings.
  var total: Int { bySeverity.values.reduce(0, +) }

  /// Adds the findings of another notebook.
  mutating func add(_ other: FindingCounts) {
    bySeverity.merge(other.bySeverity, uniquingKeysWith: +)
    byRule.merge(other.byRule) {
      OfRule(count: $0.count + $1.count, fixableCount: $0.fixableCount + $1.fixableCount)
    }
    safeCount += other.safeCount
    suggestedCount += other.suggestedCount
  }
}

/// What a report counts over all notebooks.
struct ReportTotals: Sendable {
  var findings = FindingCounts()
  /// How many notebooks were read.
  var notebookCount = 0
  /// How many of them have Kale's tags or configuration.
  var kaleCount = 0
  /// How many are no notebooks, or too broken to tell.
  var unreadableCount = 0
  /// How many of the notebooks have no findings.
  var cleanCount = 0
  /// Whether some notebook has a part in the report.
  var hasParts = false
}
