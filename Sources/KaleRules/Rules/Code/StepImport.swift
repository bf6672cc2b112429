import KaleAnalysis
import NotebookModel
import PythonSyntax

/// An import in a step's own cell of a package that the step does not install.
enum StepImport: NotebookRule {
  static let description = RuleDescription(
    code: "KALE223", name: "step-import", severity: .warning, concernsKaleAlone: true, fix: .sometimesSafe,
    summary: "A step imports a package that no imports cell imports, so Kale does not install it.",
    rationale: """
      Before a step runs in Kale's pipeline, only the packages that imports and functions cells import are installed \
      in its image. An import in the step's own cell fails with a ModuleNotFoundError, unless the image contains the \
      package. Python's standard library and Kale's own dependencies are always available. Pipelines that `kale-lsp \
      compile` creates also install what the step's own code imports, unless the notebook's metadata `kale_lsp` sets \
      `"packages": "notebook"`.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        import pandas as pd
        # %% tags=["step:train"]
        «import xgboost as xgb»
        model = xgb.XGBClassifier()
        """
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import pandas as pd
        from sklearn import metrics
        # %% tags=["step:train"]
        import json
        import numpy as np
        import requests
        import sklearn.svm
        from . import helpers
        import tools
        # file: tools.py
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["imports"]
          import pandas as pd
          # %% tags=["step:train"]
          import xgboost as xgb
          model = xgb.XGBClassifier()
          """,
          after: """
          # %% tags=["imports"]
          import pandas as pd
          import xgboost as xgb
          # %% tags=["step:train"]
          model = xgb.XGBClassifier()
          """
        ),
        (
          before: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:train", "prev:load"]
          if data:
              from torch import nn
          """,
          after: """
          # %% tags=["imports"]
          from torch import nn
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:train", "prev:load"]
          if data:
              from torch import nn
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let cells = analysis.cells(with: .imports).filter { analysis.unit(ofCell: $0) != nil }
    guard !cells.isEmpty else { return [] }
    let installed = InstalledModules(
      shared: analysis.sharedCells.flatMap { analysis.facts[$0].importedPaths }, with: analysis.release)
    var moves = ImportMoves(analysis)
    return cells.flatMap { cell -> [Finding] in
      guard let unit = analysis.unit(ofCell: cell), !analysis.outline.units[unit].isNotebook else {
        return []
      }
      return analysis.facts[cell].facts.imports.compactMap { fact in
        let missing = fact.importedPaths.first { path in
          guard case .package = analysis.provider(ofImport: path) else { return false }
          return !installed.holds(path)
        }
        return missing.map { finding(fact, missing: $0, cell: cell, unit: unit, &moves, analysis) }
      }
    }
  }

  private static func finding(
    _ fact: ImportFact, missing path: String, cell: CellIndex, unit: UnitIndex, _ moves: inout ImportMoves,
    _ analysis: NotebookAnalysis
  ) -> Finding {
    let step = analysis.outline.units[unit].name
    let image = analysis.ownImage(of: unit)
    let result =
      image.map { "the import fails unless image `\($0)` contains it" } ?? "the import fails"
    let topLevel = fact.topLevelPackage ?? fact.module
    // Whatever the cell, Kale installs what is called `google`.
    let isNamespace = PackageNames.isNamespace(topLevel)
    let isHandled = analysis.configuration.configuration.packages.scope != .notebook
    let remedy =
      switch (isHandled, isNamespace) {
      case (true, false):
        "For Kale, move the import to an imports cell."
      case (true, true):
        "For Kale, use an image that contains it."
      case (false, _): "Move the import to an imports cell."
      }
    return Finding(
      description, severity: image == nil ? .warning : .information, kale: .accepted, isHandled: isHandled,
      at: .source(cell: cell, range: fact.range),
      "\(isHandled ? "Kale" : "The pipeline") does not install `\(isNamespace ? path : topLevel)` in step `\(step)`: "
        + "\(result). \(remedy)",
      fixes: isHandled && isNamespace
        ? [] : [fix(fact, cell: cell, isSafe: moves.isSafe(fact, in: cell), analysis)]
    )
  }

  /// Moves the statement; one in a block, or on a line with others, stays and is repeated.
  private static func fix(
    _ fact: ImportFact, cell: CellIndex, isSafe: Bool, _ analysis: NotebookAnalysis
  ) -> Fix {
    let statement = analysis.text(of: fact.range, in: cell)
    let line = statement.split(whereSeparator: \.isNewline).first.map(String.init) ?? statement
    let addition = analysis.addition(toImports: statement)
    guard let removal = analysis.removal(ofStatement: fact.range, in: cell) else {
      return Fix("Add `\(line)` to the imports", .safe(if: isSafe), [addition])
    }
    return Fix("Move `\(line)` to the imports", .safe(if: isSafe), [addition, removal])
  }
}
