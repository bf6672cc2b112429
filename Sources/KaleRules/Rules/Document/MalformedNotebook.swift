import KaleAnalysis
import NotebookModel

/// A malformed notebook.
enum MalformedNotebook: NotebookRule {
  static let description = RuleDescription(
    code: "KALE402", name: "malformed-notebook", severity: .error,
    summary: "A notebook is malformed.",
    rationale: """
      A notebook is an object with `nbformat`, `metadata` and `cells`; a cell has `cell_type`, `metadata` \
      and `source`; `tags` is a list. Kale fails if one of these is missing or has the wrong type.
      """,
    whyNoFix: """
      Fixes change cells and configuration of a notebook that can be read. Open and save it in Jupyter.
      """,
    examples: RuleExamples(
      triggering: [
        "«[»]",
        #"{"nbformat": 4, "metadata": {"kubeflow_notebook": {}}, "cells": «3»}"#,
        """
        {"nbformat": 4, "metadata": {"kubeflow_notebook": {}}, "cells": [
          {"cell_type": "code", "metadata": {"tags": «"step:load"»}, "source": "data = 1"}
        ]}
        """,
      ],
      nonTriggering: [
        #"{"nbformat": 4, "metadata": {}, "cells": []}"#
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.findings(for: .notANotebook, description, kale: .refused)
      + analysis.findings(for: .malformed, description, kale: .refused)
  }
}
