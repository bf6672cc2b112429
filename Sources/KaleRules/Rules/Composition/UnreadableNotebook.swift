import KaleAnalysis

/// A reference that leads to no notebook.
enum UnreadableNotebook: Rule {
  static let description = RuleDescription(
    code: "KALE501", name: "unreadable-notebook", severity: .error,
    summary: "A `notebook:` cell refers to a notebook that cannot be read.",
    rationale: """
      The `notebook_path` of the cell leads to the notebook that becomes a part of the pipeline; a relative path counts \
      from the folder of the notebook it is written in. Kale refuses the notebook where no other one is there.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=[«"notebook:training"»] notebook_path="training.ipynb"
        """,
        """
        # %% tags=[«"notebook:training"»] notebook_path="training.ipynb"
        # file: training.ipynb
        {"cells": [
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["notebook:training"] notebook_path="training.ipynb"
        # file: training.ipynb
        # %% tags=["step:train"]
        model = 1
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.references(where: { state -> String? in
      if case .unreadable(let reason) = state { reason } else { nil }
    }).map { unit, reference, reason in
      Finding(
        description, kale: .refused, at: analysis.definition(of: unit),
        "`\(reference.file)`, which `notebook:\(analysis.outline.units[unit].name)` refers to, cannot be read: \(reason). "
          + "Put `notebook_path` in the cell's metadata right.")
    }
  }
}

extension NotebookAnalysis {
  /// The references whose state is one that `select` picks, in the order of the notebook.
  func references<Detail>(
    where select: (NotebookReference.State) -> Detail?
  ) -> [(unit: Int, reference: NotebookReference, detail: Detail)] {
    references.sorted { $0.key < $1.key }.compactMap { unit, reference in
      select(reference.state).map { (unit, reference, $0) }
    }
  }
}
