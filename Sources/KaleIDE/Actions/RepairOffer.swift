import KaleAnalysis
import KaleRules
import NotebookModel

/// The repairs that are offered for a notebook as a whole.
package enum RepairOffer {
  /// Finds out whether there is something to do for a purpose.
  ///
  /// - Parameters:
  ///   - purpose: What is to be done.
  ///   - findings: What is shown of the notebook.
  ///   - analysis: The analysis of the notebook.
  ///   - canMake: Whether the editor can make an edit.
  /// - Returns: Whether a fix that serves the purpose can be made whole.
  package static func isOffered(
    _ purpose: NotebookRepair.Purpose, for findings: [Finding], in analysis: NotebookAnalysis,
    where canMake: (NotebookEdit) -> Bool
  ) -> Bool {
    if purpose == .migration, !KaleMigration.isOld(analysis) { return false }
    return findings.contains { purpose.fix(for: $0)?.edits.allSatisfy(canMake) ?? false }
  }
}

extension NotebookRepair.Purpose {
  /// What a menu shows.
  package var title: String {
    switch self {
    case .fixAll: "Fix all in this notebook"
    case .migration: "Migrate this notebook to \(KaleRelease.current)"
    }
  }
}
