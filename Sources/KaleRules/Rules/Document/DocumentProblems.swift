import KaleAnalysis
import NotebookModel

extension NotebookAnalysis {
  /// A finding for each problem of one kind that the notebook has as a document.
  func findings(
    for kind: NotebookProblem.Kind, _ rule: RuleDescription, kale: Finding.KaleVerdict
  ) -> [Finding] {
    notebook.problems.filter { $0.kind == kind }.map { problem in
      Finding(rule, kale: kale, at: problem.place, problem.message)
    }
  }
}
