import KaleAnalysis
import NotebookModel

/// A notebook with Kale's tags whose kernel runs a language other than Python.
enum NotebookLanguage: NotebookRule {
  static let description = RuleDescription(
    code: "KALE261", name: "notebook-language", severity: .error,
    summary: "A notebook with Kale's tags is in a language other than Python.",
    rationale: """
      Kale compiles only Python notebooks. This notebook has Kale's tags, but the kernel in its metadata runs another \
      language. Nothing else is reported about it.
      """,
    whyNoFix:
      "A fix cannot turn the code into Python. If the code is Python, select a Python kernel in Jupyter.",
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: «{"pipeline_name": "p", "experiment_name": "e"}»
        # language: R
        # %% tags=["step:load"]
        data <- read.csv("data.csv") %>% head()
        """
      ],
      nonTriggering: [
        """
        # language: R
        # %%
        data <- 1
        """,
        """
        {"nbformat": 4, "metadata": {"kernelspec": {"name": "python3", "language": "python"}}, "cells": [
          {"cell_type": "code", "metadata": {"tags": ["step:load"]}, "source": "data = 1"}
        ]}
        """,
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    guard let language = analysis.notebook.foreignLanguage else { return [] }
    // Kale reads the code as Python.
    let isRefused = analysis.cells(with: .unreadableCode).contains(where: analysis.readsCode)
    return [
      Finding(
        description, kale: isRefused ? .refused : .accepted, at: .notebook,
        "Kale compiles only Python notebooks, and this one is in \(language). Remove its Kale tags, or select a "
          + "Python kernel.")
    ]
  }
}
