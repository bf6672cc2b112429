import KaleAnalysis
import NotebookModel

/// A notebook with Kale's tags whose kernel runs a language other than Python.
enum NotebookLanguage: NotebookRule {
  static let description = RuleDescription(
    code: "KALE261", name: "notebook-language", severity: .error, fix: .suggested,
    summary: "A notebook with Kale's tags is in a language other than Python.",
    rationale: """
      Kale compiles only Python notebooks. This notebook has Kale's tags, but the kernel in its metadata runs another \
      language. Nothing else is reported about it.
      """,
    whyNoFix: "Tags that are not strings can only be edited by hand.",
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
          # %% tags=["step:load", "keep"]
          data <- read.csv("data.csv")
          # %% tags=["step:train", "prev:load"]
          model <- data
          """,
          after: """
          # language: R
          # %% tags=["keep"]
          data <- read.csv("data.csv")
          # %%
          model <- data
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
        "Kale compiles only Python notebooks, and this one is in \(language). Remove its Kale tags, or select a "
          + "Python kernel.", fixes: removal(in: analysis).map { [$0] } ?? [])
    ]
  }

  /// Removes the tags that only Kale has.
  private static func removal(in analysis: NotebookAnalysis) -> Fix? {
    let edits = analysis.cells(with: .kaleTags).flatMap { cell in
      analysis.tags[cell].entries.indices.filter { index in
        let entry = analysis.tags[cell].entries[index]
        return entry.parsed?.meaning != nil && entry.text != nil
      }.map { NotebookEdit.removeTag(cell: cell, index: $0) }
    }
    return edits.isEmpty ? nil : Fix("Remove the tags of Kale", edits)
  }
}
