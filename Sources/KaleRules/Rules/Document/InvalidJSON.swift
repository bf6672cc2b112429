import KaleAnalysis
import NotebookModel

/// A file is not JSON.
enum InvalidJSON: NotebookRule {
  static let description = RuleDescription(
    code: "KALE401", name: "invalid-json", severity: .error,
    summary: "A file is not JSON.",
    rationale: """
      An `.ipynb` file is JSON; no program can read a broken one. What can still be read of it is analysed \
      as usual.
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
