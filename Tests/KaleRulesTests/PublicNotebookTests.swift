import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

@testable import KaleRules

/// Findings that misled the authors of real notebooks, or said one thing several times.
@Suite struct PublicNotebookTests {
  private func findings(_ text: String, _ rule: String) -> [Finding] {
    analysis(of: text).findings().filter { $0.rule.name == rule }
  }

  /// Code that handles errors is not an import because it imports something.
  @Test(arguments: [
    (
      "try:\n    with open('x') as f:\n        c = f.read()\nexcept Exception as e:\n    import traceback",
      false
    ),
    ("def f():\n    import os", false), ("if print(1):\n    import os", false),
    ("try:\n    import cupy as np\nexcept ImportError:\n    import numpy as np", true),
    ("import os\ntry:\n    import torch\nexcept ImportError:\n    torch = None", true),
  ])
  func whatHandlesErrorsIsNoImportsCell(code: String, isImports: Bool) throws {
    let text = "# %%\n\(code)\n# %% tags=[\"step:a\"]\nx = 1"
    let analysis = analysis(of: text)
    #expect(analysis.holdsOnlyImports(0) == isImports)
    let finding = try #require(findings(text, "dropped-code").first)
    if !isImports { #expect(!finding.fixes.contains { $0.applicability == .safe }) }
  }

  @Test func theImportsOfAModuleAreOneFinding() throws {
    let text = """
      # %% tags=["step:a"]
      from torch import nn
      x = 1
      import torch, json
      from xgboost import DMatrix
      # %%
      from torch import optim
      # %% tags=["step:b"]
      import torch
      """
    let found = findings(text, "step-import")
    #expect(found.map(\.place.cell) == [0, 0, 2])
    #expect(found.map(\.related.count) == [2, 0, 0])
    let fix = try #require(found.first?.fixes.first)
    #expect(fix.title == "Move 3 imports of `torch` to the imports")
    let fixed = ExampleNotebook(text).notebook.applying(fix.edits)
    #expect(
      fixed.cells.map(\.source.string).prefix(3) == [
        "from torch import nn\nimport torch, json\nfrom torch import optim",
        "x = 1\nfrom xgboost import DMatrix", "",
      ])
    #expect(!analysis(of: fixed).findings().contains { $0.rule.name == "step-import" && $0.place.cell == 2 })
  }

  @Test(arguments: [
    // A file that ends too early.
    #"{"nbformat": 4, "metadata": {"kubeflow_notebook": {"volumes": [{"a": 1,"#,
    #"{"cells": [{"cell_type": "code", "metadata": {"tags": ["block:a"]}, "source": ["x = 1"]}, "#,
    // A comma too many.
    #"{"nbformat": 4, "metadata": {"kubeflow_notebook": {"x": 1,}}, "cells": [{"metadata": {}}]}"#,
  ])
  func aBrokenFileHasOneFinding(text: String) {
    #expect(analysis(of: text).findings().map(\.rule.name) == ["invalid-json"])
  }

  @Test func aParameterThatTheParametersCellReadsIsUsed() {
    let text = """
      # %% tags=["pipeline-parameters"]
      LR = 0.1
      # %%
      print(2 * LR)
      # %% tags=["step:a"]
      x = 1
      """
    #expect(findings(text, "unused-parameter").isEmpty)
  }

  @Test func anImportThatIsRedefinedForItsOwnStepIsNotReported() {
    let text = """
      # %% tags=["imports"]
      from sklearn.utils import class_weight
      # %% tags=["step:a"]
      class_weight = dict(class_weight.compute())
      print(class_weight)
      # %% tags=["step:b", "prev:a"]
      print(1)
      """
    #expect(findings(text, "shadowed-import").isEmpty)
  }

  @Test(arguments: [
    (
      "gcr.io/arrikto/jupyter-kale-py36@sha256:dd3f92ca66b46d247e4b9b6a9d84ffbb368646263c2e3909473c3b851f3fe198",
      "…/jupyter-kale-py36@sha256:dd3f…"
    ),
    ("python@sha256:dd3f92ca66b4", "python@sha256:dd3f…"), ("pytorch/pytorch:2.4", "pytorch/pytorch:2.4"),
    ("registry.example.com/team/project/image:1.0", "…/image:1.0"), ("", ""), ("@", "@"), ("a@b", "a@b"),
  ])
  func referencesOfImagesAreShort(reference: String, short: String) {
    #expect(reference.shortImageReference == short)
  }
}
