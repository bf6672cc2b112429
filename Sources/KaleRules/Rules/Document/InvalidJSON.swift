import KaleAnalysis
import NotebookModel

/// A file that is not valid JSON.
enum InvalidJSON: NotebookRule {
  static let description = RuleDescription(
    code: "KALE401", name: "invalid-json", severity: .error,
    summary: "A file is not valid JSON.",
    rationale: """
      An `.ipynb` file is JSON, and no program can read it otherwise. kale-lsp reports nothing else about such a file, \
      and only one finding if the file ends too early, for example after an interrupted download.
      """,
    whyNoFix: """
      Only a program that knows what was lost can repair the file. A Git merge is the usual cause: resolve \
      its conflicts.
      """,
    examples: RuleExamples(
      triggering: [
        #"«{»"nbformat": 4, "metadata": {}, "cells": []"#
      ],
      nonTriggering: [
        #"{"nbformat": 4, "metadata": {}, "cells": []}"#
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.findings(for: .invalidJSON, description, kale: .refused)
  }
}
