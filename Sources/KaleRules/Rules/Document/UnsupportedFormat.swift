import KaleAnalysis
import NotebookModel

/// A notebook in a format that Kale does not support.
enum UnsupportedFormat: NotebookRule {
  static let description = RuleDescription(
    code: "KALE403", name: "unsupported-format", severity: .error,
    summary: "A notebook has a format that Kale does not support.",
    rationale: """
      Kale supports notebook format 4. Jupyter converts older notebooks to this format when you open and save them.
      """,
    whyNoFix: "Jupyter converts the notebook when you open and save it.",
    examples: RuleExamples(
      triggering: [
        """
        {"nbformat": «3», "metadata": {"kubeflow_notebook": {}}, "worksheets": [{"cells": [
          {"cell_type": "code", "metadata": {"tags": ["step:load"]}, "input": "data = 1"}
        ]}]}
        """
      ],
      nonTriggering: [
        #"{"nbformat": 4, "metadata": {"kubeflow_notebook": {}}, "cells": []}"#
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.findings(for: .unsupportedFormat, description, kale: .refused)
  }
}
