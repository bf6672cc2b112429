import KaleAnalysis
import NotebookModel

/// A notebook with Kale's tags whose kernel runs another language than Python.
enum NotebookLanguage: NotebookRule {
  static let description = RuleDescription(
    code: "KALE261", name: "notebook-language", severity: .error, fix: .suggested,
    summary: "A notebook with Kale's tags is in another language than Python.",
    rationale: """
      Kale makes pipelines of Python notebooks. This notebook has Kale's tags, and the kernel in its metadata runs \
      another language. Nothing else is reported about it. If its code is Python, select a Python kernel in Jupyter; \
      otherwise, remove the tags.
      """,
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
      ],
      fixes: [
        (
          before: """
          # language: R
          # %% tags=["step:load", "hide-input"]
          data <- 1
          # %% tags=["skip"]
          head(data)
          """,
          after: """
          # language: R
          # %% tags=["hide-input"]
          data <- 1
          # %%
          head(data)
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    guard let language = analysis.notebook.foreignLanguage else { return [] }
    // Kale reads the code as Python.
    let isRefused = analysis.cells(with: .unreadableCode).contains(where: analysis.readsCode)
    return [
      Finding(
        description, kale: isRefused ? .refused : .accepted, at: .notebook,
        "Kale pipelines are Python, and the language of this notebook is \(language). Remove its Kale tags, or select a "
          + "Python kernel.", fixes: [removal(of: analysis.cells(with: .kaleTags), analysis)])
    ]
  }

  /// Removes all tags of some cells but those of other tools.
  private static func removal(of cells: [CellIndex], _ analysis: NotebookAnalysis) -> Fix {
    let edits = cells.flatMap { cell in
      analysis.tags[cell].entries.indices.filter { analysis.tags[cell].entries[$0].parsed?.fault != .unknown }
        .map { NotebookEdit.removeTag(cell: cell, index: $0) }
    }
    return Fix("Remove \(edits.count == 1 ? "the Kale tag" : "\(edits.count) Kale tags")", edits)
  }
}
