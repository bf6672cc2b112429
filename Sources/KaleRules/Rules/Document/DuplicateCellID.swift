import KaleAnalysis
import NotebookModel

/// Two cells with the same id.
enum DuplicateCellID: NotebookRule {
  static let description = RuleDescription(
    code: "KALE404", name: "duplicate-cell-id", severity: .warning,
    summary: "Two cells have the same id.",
    rationale: """
      Cell ids must be unique. Tools that track cells by id may confuse the two.
      """,
    whyNoFix: "Jupyter gives one of the cells a new id when you save the notebook.",
    examples: RuleExamples(
      triggering: [
        """
        {"nbformat": 4, "metadata": {"kubeflow_notebook": {}}, "cells": [
          {"id": "a", "cell_type": "code", "metadata": {"tags": ["step:load"]}, "source": "data = 1"},
          {"id": «"a"», "cell_type": "code", "metadata": {}, "source": ""}
        ]}
        """
      ],
      nonTriggering: [
        """
        {"nbformat": 4, "metadata": {"kubeflow_notebook": {}}, "cells": [
          {"id": "a", "cell_type": "code", "metadata": {"tags": ["step:load"]}, "source": "data = 1"},
          {"id": "b", "cell_type": "code", "metadata": {}, "source": ""}
        ]}
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.findings(for: .duplicateCellID, description, kale: .accepted)
  }
}
