import JSONSyntax
import KaleAnalysis
import KaleRules
import NotebookModel

/// Changes of the values of a form, checked: what they change in the notebook, and what is wrong with them.
package struct FormChanges {
  /// Why a value is rejected.
  package struct Problem: Sendable, Hashable {
    /// The field of the value.
    package let field: String
    /// What is wrong and what to do.
    package let message: String
  }

  /// What the changes do to the notebook.
  package let fix: Fix
  /// What is wrong with the values; if there is nothing, the changes can be made.
  package let problems: [Problem]
  /// The form as it would be after the changes.
  package let form: Form

  /// Checks changes; nil for a cell that has no form.
  ///
  /// - Parameters:
  ///   - changes: The new values by the fields' names; null to restore what holds where a field is not set.
  ///   - subject: What the form is about.
  ///   - analysis: The analysis of the notebook.
  ///   - preview: Tells what the notebook would be after edits.
  package init?(
    _ changes: [JSONMember], to subject: Form.Subject, in analysis: NotebookAnalysis,
    preview: NotebookPreview
  ) {
    switch subject {
    case .cell(let cell): self.init(changes, toCell: cell, in: analysis, preview: preview)
    case .pipeline: self.init(changes, toPipelineIn: analysis, preview: preview)
    }
  }

  private init?(
    _ changes: [JSONMember], toCell cell: CellIndex, in analysis: NotebookAnalysis, preview: NotebookPreview
  ) {
    guard analysis.notebook.cells[checked: cell]?.kind == .code else { return nil }
    var change = CellChange(cell, in: analysis)
    change.apply(changes, preview: preview)
    let after = preview.analysis(change.edits)
    let findings = preview.findings(after)
    guard let form = CellForm.form(of: cell, in: after, findings: findings) else { return nil }
    self.init(
      Fix(change.title, change.edits), change.problems, FieldProblems(ofCell: cell, findings, in: after),
      of: changes.map(\.key), form)
  }

  private init(
    _ changes: [JSONMember], toPipelineIn analysis: NotebookAnalysis, preview: NotebookPreview
  ) {
    let change = PipelineChange(changes, in: analysis)
    let after = preview.analysis(change.edits)
    let findings = preview.findings(after)
    self.init(
      Fix(change.title, change.edits), change.problems, FieldProblems(ofPipeline: findings, in: after),
      of: changes.map(\.key), PipelineForm.form(in: after, findings: findings))
  }

  private init(
    _ fix: Fix, _ problems: [Problem], _ faults: FieldProblems, of fields: [String], _ form: Form
  ) {
    self.fix = fix
    self.form = form
    let known = Set(problems.map(\.field))
    self.problems =
      problems
      + fields.filter { !known.contains($0) }.compactMap { field in
        faults.rejection(of: field).map { Problem(field: field, message: $0) }
      }
  }
}
