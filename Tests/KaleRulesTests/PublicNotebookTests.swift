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

  @Test func theImportsOfStepsAreOneFinding() throws {
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
    #expect(
      found.map(\.message) == [
        "Kale does not install `torch` and `xgboost` in steps `a` and `b`: the imports fail. For Kale, move the imports "
          + "to an imports cell."
      ])
    #expect(found.map(\.related.count) == [4])
    let fix = try #require(found.first?.fixes.first)
    #expect(fix.title == "Move 5 imports to the imports")
    let fixed = ExampleNotebook(text).notebook.applying(fix.edits)
    #expect(
      fixed.cells.map(\.source.string) == [
        "from torch import nn\nimport torch, json\nfrom xgboost import DMatrix\nfrom torch import optim\nimport torch",
        "x = 1", "", "",
      ])
    #expect(!analysis(of: fixed).findings().contains { $0.rule.name == "step-import" })
    // What a comment exempts stays where it is, and hides no other import.
    let ignored = text.replacing("import nn", with: "import nn  # kale: ignore[step-import]")
    #expect(findings(ignored, "step-import").map(\.related.count) == [3])
    // An import that cannot be moved without a change of meaning keeps no other from being moved.
    let bound = text + "\n# %% tags=[\"step:c\"]\nnn = 1"
    #expect(findings(bound, "step-import").first?.fixes.map(\.applicability) == [.suggested, .safe])
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
