import KaleAnalysis
import NotebookModel

/// Cells with syntax errors, and the steps about which little is known while they are being written.
///
/// What a cell with a syntax error defines shows only in part. Findings that say that something is missing, or is lost on
/// its way, would come and go with every key that you press.
struct HalfTypedCode {
  private let cells: Set<CellIndex>
  /// Whether every step runs such a cell.
  private let isShared: Bool
  /// The steps with such a cell, and those that run after them.
  private let units: Set<UnitIndex>

  /// Looks for cells with syntax errors in the pipeline.
  init(_ analysis: NotebookAnalysis) {
    let broken = analysis.cells(with: .unreadableCode).filter { cell in
      analysis.readsCode(of: cell) && !analysis.facts[cell].facts.syntaxErrors.isEmpty
    }
    let steps = Set(broken.compactMap { analysis.unit(ofCell: $0) }).sorted()
    cells = Set(broken)
    units = steps.isEmpty ? [] : analysis.unitsBehind(steps).union(steps)
    isShared = broken.contains { analysis.unit(ofCell: $0) == nil }
  }

  /// Returns the findings that do not depend on what such a cell may define when it is finished.
  func settled(_ findings: [Finding], _ analysis: NotebookAnalysis) -> [Finding] {
    if cells.isEmpty { return findings }
    return findings.filter { finding in
      guard let cell = finding.place.cell else { return true }
      if cells.contains(cell), Self.ownRules.contains(finding.rule) { return false }
      guard Self.rules.contains(finding.rule) else { return true }
      return !(isShared || analysis.unit(ofCell: cell).map(units.contains) ?? true)
    }
  }

  /// Rules about what a statement is: of one that is half typed it is not known.
  private static let ownRules: Set<RuleDescription> = [
    InvalidParameter.description, FunctionsSideEffect.description, ImportsSideEffect.description,
  ]

  /// Rules about what other cells define, keep or change.
  private static let rules: Set<RuleDescription> = [
    AssignedParameter.description, ChangedElsewhere.description, ClassIdentity.description,
    ConditionalBinding.description, ConflictingMakers.description, ImportsSideEffect.description,
    FunctionsSideEffect.description, LostProcessState.description,
    LostProvider.description, MovedCell.description, SkippedEffect.description, StepImport.description,
    MissingName.description,
    UnassignedMetric.description,
    UnseenBinding.description,
    UnseenFreeName.description,
  ]
}
