import KaleAnalysis

/// A Kale notebook without steps.
enum NoStep: NotebookRule {
  static let description = RuleDescription(
    code: "KALE108", name: "no-step", severity: .error,
    summary: "A Kale notebook has no steps.",
    rationale: """
      A pipeline consists of steps, and this notebook has none. Kale reads such a notebook without an error and then fails to \
      compile it.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: «{"pipeline_name": "p", "experiment_name": "e"}»
        # %% tags=["imports"]
        import os
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:train"]
        model = 1
        """,
        """
        # %% tags=["setp:train"]
        model = 1
        """,
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    // What could not be read may hold steps.
    let isReadable = !analysis.notebook.problems.contains {
      $0.kind == .notANotebook || $0.kind == .invalidJSON
    }
    // A tag that looks like a slip of `step:NAME` is the cause, and another rule's.
    let hasMistypedStep = analysis.faultyTags { $0 == .unknown ? () : nil }.contains { tag, _ in
      !ForeignTags.isForeign(tag.text, in: analysis.release)
        && TagSuggestion.prefix(meantBy: tag.text, in: analysis.release) == .step
    }
    guard isReadable, analysis.outline.units.isEmpty, !hasMistypedStep else { return [] }
    return [
      Finding(
        description, kale: .accepted, at: .notebook,
        "This Kale notebook has no steps. Tag a code cell `step:NAME`.")
    ]
  }
}
