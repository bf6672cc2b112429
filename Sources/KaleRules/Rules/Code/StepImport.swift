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
          # %% tags=["imports"]
          import pandas as pd
          # %% tags=["step:train"]
          from torch import nn
          from torch import optim
          model = nn.Linear(2, 2)
          """,
          after: """
          # %% tags=["imports"]
          import pandas as pd
          from torch import nn
          from torch import optim
          # %% tags=["step:train"]
          model = nn.Linear(2, 2)
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
    let cells = analysis.cellsImportingPackages.filter { analysis.unit(ofCell: $0) != nil }
    guard !cells.isEmpty else { return [] }
    let installed = InstalledModules(
      shared: analysis.sharedCells.flatMap { analysis.facts[$0].importedPaths }, with: analysis.release)
    var moves = ImportMoves(analysis)
    var missing = MissingImports()
    for cell in cells {
      guard let unit = analysis.unit(ofCell: cell), !analysis.outline.units[unit].isNotebook else { continue }
      for fact in analysis.facts[cell].facts.imports {
        let path = fact.importedPaths.first { path in
          guard case .package = analysis.provider(ofImport: path) else { return false }
          return !installed.holds(path)
        }
        // It may be a module that the notebook writes.
        if let path, PackageNames.isGuess(path), analysis.mayWrite(module: String(path.prefix { $0 != "." }))
        {
          continue
        }
        // Code that may do without a package that perhaps nobody has does without it.
        guard let path, !(fact.isGuarded && PackageNames.isGuess(path)) else { continue }
        let topLevel = fact.topLevelPackage ?? fact.module
        // Whatever the cell, Kale installs what is called `google`.
        let isNamespace = PackageNames.isNamespace(topLevel)
        missing.add(fact, in: cell, of: unit, module: isNamespace ? path : topLevel, isNamespace: isNamespace)
      }
    }
    return StepImportGroup.groups(of: missing.groups, analysis).map { $0.finding(&moves) }
  }
}

/// Imports of packages that no imports cell imports, by step and module.
struct MissingImports {
  /// The imports of one module in one step, in the order of the notebook.
  struct Group {
    let unit: UnitIndex
    let module: String
    let isNamespace: Bool
    var imports: [(cell: CellIndex, fact: ImportFact)] = []
  }

  private struct Key: Hashable {
    let unit: UnitIndex
    let module: String
  }

  /// In the order of their first imports.
  private(set) var groups: [Group] = []
  private var indices: [Key: Int] = [:]

  mutating func add(
    _ fact: ImportFact, in cell: CellIndex, of unit: UnitIndex, module: String, isNamespace: Bool
  ) {
    let key = Key(unit: unit, module: module)
    let index = indices[key] ?? groups.count
    if index == groups.count {
      indices[key] = index
      groups.append(Group(unit: unit, module: module, isNamespace: isNamespace))
    }
    groups[index].imports.append((cell, fact))
  }
}
