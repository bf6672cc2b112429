import KaleAnalysis
import KaleRules

/// How many problems a step has.
package struct StepMark: Sendable, Hashable {
  /// The number of errors.
  package var errorCount = 0
  /// The number of warnings.
  package var warningCount = 0

  /// The numbers in words.
  var text: String {
    let parts = [(errorCount, "error"), (warningCount, "warning")].filter { $0.0 > 0 }
    return parts.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: ", ")
  }

  /// Counts the problems of a notebook's steps.
  ///
  /// - Parameters:
  ///   - findings: The findings of the notebook.
  ///   - analysis: The analysis of the notebook.
  /// - Returns: The marks of the steps that have problems, by their names.
  package static func marks(
    for findings: [Finding], in analysis: NotebookAnalysis
  ) -> [String: StepMark] {
    let outline = analysis.outline
    var marks: [String: StepMark] = [:]
    for finding in findings where finding.severity <= .warning {
      guard let cell = finding.place.cell, outline.assignments.indices.contains(cell) else { continue }
      switch outline.assignments[cell] {
      case .step(let unit), .notebook(let unit):
        let name = outline.units[unit].name
        if finding.severity == .error {
          marks[name, default: StepMark()].errorCount += 1
        } else {
          marks[name, default: StepMark()].warningCount += 1
        }
      case .notCode, .dropped, .skipped, .block, .orphaned: break
      }
    }
    return marks
  }
}
