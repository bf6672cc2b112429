import KaleAnalysis
import NotebookModel

/// A reference with a name that is not a valid pipeline name.
enum InvalidNotebookName: NotebookRule {
  static let description = RuleDescription(
    code: "KALE508", name: "invalid-notebook-name", severity: .error, fix: .safe,
    summary: "The name of a referenced notebook starts or ends with `_`.",
    rationale: """
      The name in a `notebook:` tag becomes the name of a pipeline, with `-` for `_`. Such a name must start and end \
      with a letter or digit, and Kale rejects notebooks with any other name.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=[«"notebook:_training"»] notebook_path="training.ipynb"
        # file: training.ipynb
        # %% tags=["step:train"]
        model = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["notebook:first_training"] notebook_path="training.ipynb"
        # file: training.ipynb
        # %% tags=["step:train"]
        model = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["notebook:_training"] notebook_path="training.ipynb"
          # %% tags=["step:report", "prev:_training"]
          print(model)
          # file: training.ipynb
          # %% tags=["step:train"]
          model = 1
          """,
          after: """
          # %% tags=["notebook:training"] notebook_path="training.ipynb"
          # %% tags=["step:report", "prev:training"]
          print(model)
          # file: training.ipynb
          # %% tags=["step:train"]
          model = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.outline.hasNotebooks else { return [] }
    var renames = StepRenames(analysis)
    return analysis.outline.units.indices.compactMap { index -> Finding? in
      let unit = analysis.outline.units[index]
      guard unit.isNotebook, let reference = analysis.tags[unit.definition].notebooks.first,
        StepName.isValid(unit.name, in: analysis.release), unit.name.first == "_" || unit.name.last == "_"
      else { return nil }
      let suggestion = StepName.suggestion(for: unit.name).flatMap { $0.first == "_" ? nil : $0 }
      let fix = suggestion.map(analysis.uniqueStepName).map { name in
        Fix(
          "Change to `notebook:\(name)`", .safe,
          [.replaceTag(cell: unit.definition, index: reference.tag, with: "notebook:\(name)")]
            + renames.edits(from: unit.name, to: name))
      }
      return Finding(
        description, kale: .refused, at: analysis.definition(of: index),
        "`\(unit.name)` is not a valid notebook name: it must not start or end with `_`. Use another "
          + "name.", fixes: fix.map { [$0] } ?? [])
    }
  }
}
