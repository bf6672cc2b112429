import KaleAnalysis
import NotebookModel

extension NotebookAnalysis {
  /// Returns a finding for each problem of one kind in the notebook's document.
  func findings(
    for kind: NotebookProblem.Kind, _ rule: RuleDescription, kale: Finding.KaleVerdict
  ) -> [Finding] {
    notebook.problems.filter { $0.kind == kind }.map { problem in
      Finding(rule, kale: kale, at: problem.place, problem.message)
    }
  }
}
