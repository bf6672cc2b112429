import KaleAnalysis
import NotebookModel

/// A notebook has a format that Kale does not read.
enum UnsupportedFormat: NotebookRule {
  static let description = RuleDescription(
    code: "KALE403", name: "unsupported-format", severity: .error,
    summary: "A notebook has a format that Kale does not read.",
    rationale: """
      Kale reads notebooks of format 4. Jupyter saves older ones in that format when they are opened and \
      saved.
      """,
    examples: RuleExamples(
      triggering: [
        #"{"nbformat": «3», "metadata": {"kubeflow_notebook": {}}, "worksheets": [{"cells": []}]}"#
      ],
      nonTriggering: [
        #"{"nbformat": 4, "metadata": {"kubeflow_notebook": {}}, "cells": []}"#
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.findings(for: .unsupportedFormat, description, kale: .refused)
  }
}
