import KaleAnalysis
import NotebookModel

/// Two cells have the same id.
enum DuplicateCellID: NotebookRule {
  static let description = RuleDescription(
    code: "KALE404", name: "duplicate-cell-id", severity: .warning,
    summary: "Two cells have the same id.",
    rationale: """
      Cells are told apart by their ids; tools that follow a cell by its id may take one for the other.
      """,
    examples: RuleExamples(
      triggering: [
        """
        {"nbformat": 4, "metadata": {"kubeflow_notebook": {}}, "cells": [
          {"id": "a", "cell_type": "code", "metadata": {}, "source": ""},
          {"id": «"a"», "cell_type": "code", "metadata": {}, "source": ""}
        ]}
        """
      ],
      nonTriggering: [
        """
        {"nbformat": 4, "metadata": {"kubeflow_notebook": {}}, "cells": [
          {"id": "a", "cell_type": "code", "metadata": {}, "source": ""},
          {"id": "b", "cell_type": "code", "metadata": {}, "source": ""}
        ]}
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.findings(for: .duplicateCellID, description, kale: .accepted)
  }
}
