import KaleAnalysis
import NotebookModel

/// A Kale notebook without steps.
enum NoStep: NotebookRule {
  static let description = RuleDescription(
    code: "KALE108", name: "no-step", severity: .error, fix: .suggested,
    summary: "A Kale notebook has no steps.",
    rationale: """
      A pipeline consists of steps, and this notebook has none. Kale reads such a notebook without an error and then \
      fails to compile it.

      Kale's panel in JupyterLab writes its metadata into every notebook in which you open it. If a notebook has this \
      metadata, but no tag that looks like a step, this finding is a hint, and the only one.
      """,
    whyNoFix: "If all code is shared or skipped, no cell can become a step.",
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: «{"pipeline_name": "p", "experiment_name": "e"}»
        # %% tags=["imports"]
        import os
        # %% tags=["step:"]
        data = 1
        """,
        """
        # kubeflow_notebook: «{"docker_image": "", "pipeline_name": "", "experiment_name": ""}»
        # %%
        data = 1
        """,
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
      ],
      fixes: [
        (
          before: """
          # %%
          import pandas as pd
          # %%
          # Load the data
          data = pd.DataFrame()
          # %%
          print(data)
          """,
          after: """
          # %% tags=["imports"]
          import pandas as pd
          # %% tags=["step:load_the_data"]
          # Load the data
          data = pd.DataFrame()
          # %%
          print(data)
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    // What could not be read may hold steps.
    let isReadable = analysis.notebook.unreadableProblem == nil
    // A tag that looks like a slip of `step:NAME` is the cause, and another rule's.
    let hasMistypedStep = analysis.faultyTags { $0 == .unknown ? () : nil }.contains { tag, _ in
      !ForeignTags.isForeign(tag.text, in: analysis.release)
        && TagSuggestion.prefix(meantBy: tag.text, in: analysis.release) == .step
    }
    guard isReadable, analysis.outline.units.isEmpty, !hasMistypedStep else { return [] }
    let isOffer = analysis.hasOnlyKaleMetadata
    // Nothing else is reported of the notebook.
    let isRefused =
      isOffer
      && (analysis.suspectTags.contains { $0.entry.parsed?.fault != nil && $0.verdict == .refused }
        || analysis.configuration.faults.contains(where: \.isRefused)
        || (InvalidParameter.check(analysis) + InvalidMetric.check(analysis)).contains { $0.kale == .refused })
    return [
      Finding(
        description, severity: isOffer ? .hint : .error, kale: isRefused ? .refused : .accepted,
        at: .notebook,
        isOffer
          ? "This notebook has a Kale configuration, but no steps. To make it a pipeline, tag a cell `step:NAME`."
          : "This Kale notebook has no steps. Tag a code cell `step:NAME`.",
        fixes: firstStep(in: analysis).map { [$0] } ?? [])
    ]
  }

  /// Returns the fix that makes the first untagged cell with code of its own a step, which the untagged cells below it
  /// join. Imports above it become shared, and shell commands stay in the notebook.
  private static func firstStep(in analysis: NotebookAnalysis) -> Fix? {
    var edits: [NotebookEdit] = []
    for cell in analysis.notebook.cells.indices where analysis.notebook.cells[cell].kind == .code {
      guard analysis.tags[cell].entries.isEmpty, analysis.holdsCode(cell) else { continue }
      switch CodePurpose(of: cell, in: analysis) {
      case .imports: edits.append(.addTag(cell: cell, tag: "imports"))
      case .shell: edits.append(.addTag(cell: cell, tag: "skip"))
      case .definitions, .constants, .work:
        let name = analysis.uniqueStepName(StepNaming.proposal(for: analysis, cell: cell))
        edits.append(.addTag(cell: cell, tag: "step:\(name)"))
        return Fix("Add `step:\(name)` to cell \(cell.number)", edits)
      }
    }
    return nil
  }
}

extension ConfigurationFault {
  /// Whether Kale rejects a notebook without steps for it.
  fileprivate var isRefused: Bool {
    switch kind {
    case .missing, .unknown, .invalid, .rejectedByKale: true
    case .empty(let key): key == "pipeline_name"
    case .unusable, .crashesKale: false
    }
  }
}
