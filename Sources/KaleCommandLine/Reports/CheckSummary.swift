import KaleRules

/// The last lines of a report for people.
struct CheckSummary {
  private let totals: ReportTotals
  private let isAfterFixes: Bool
  private let isForecast: Bool
  private let style: ReportStyle

  /// Creates the summary of a report.
  ///
  /// - Parameters:
  ///   - totals: What the report counts.
  ///   - isAfterFixes: Whether the safe fixes have been applied.
  ///   - isForecast: Whether they have only been shown, so that the report says what they would leave.
  ///   - style: How the report looks.
  init(_ totals: ReportTotals, isAfterFixes: Bool, isForecast: Bool, style: ReportStyle) {
    self.totals = totals
    self.isAfterFixes = isAfterFixes
    self.isForecast = isForecast
    self.style = style
  }

  /// The lines.
  var text: String { "\(found)\n" + (fixable.map { "\($0)\n" } ?? "") }

  private var found: String {
    if totals.notebookCount == 0, totals.findings.total == 0 { return "No notebooks found." }
    let parts = Finding.Severity.allCases.compactMap { severity in
      // "Information" has no plural.
      let word = severity == .information ? "info" : severity.rawValue
      return totals.findings.bySeverity[severity].map { "\($0) \(word)\($0 == 1 ? "" : "s")" }
    }
    let notebooks = "\(totals.notebookCount) notebook\(totals.notebookCount == 1 ? "" : "s")\(kinds)"
    if parts.isEmpty { return "No problems in \(notebooks)." }
    return "\(isForecast ? "Would leave" : "Found") \(parts.joined(separator: ", ")) in \(notebooks)."
  }

  /// How many notebooks are Kale's, unless all are.
  private var kinds: String {
    let otherCount = totals.notebookCount - totals.kaleCount
    if otherCount == 0 { return "" }
    let ordinaryCount = otherCount - totals.unreadableCount
    let others = [(ordinaryCount, "ordinary"), (totals.unreadableCount, "unreadable")].filter { $0.0 > 0 }
    return " (\(totals.kaleCount) Kale\(others.map { ", \($0.0) \($0.1)" }.joined()))"
  }

  private var fixable: String? {
    guard style.tellsFixes else { return nil }
    let (safe, suggested) = (totals.findings.safeCount, totals.findings.suggestedCount)
    if style.marksSuggestedFixes, safe == 0 || !isAfterFixes {
      let count = safe + suggested
      return count == 0 ? nil : "[\(style.text("*", .help))] \(count) fixable with `--fix --unsafe-fixes`."
    }
    let mark = "[\(style.text("*", .help))] "
    if safe == 0 || isAfterFixes {
      return suggested == 0 ? nil : "\(suggested) fixable with `--fix --unsafe-fixes`."
    }
    return mark + "\(safe) fixable with `--fix`"
      + (suggested == 0 ? "." : ", \(suggested) with `--unsafe-fixes`.")
  }
}
