import KaleAnalysis

extension NotebookAnalysis {
  /// The steps with a cell that has one of some traits, in order; all steps, if a definition of the shared cells has one,
  /// since any step may use it.
  func steps(about traits: CellTraits) -> [UnitIndex] {
    let cells = cells(with: traits)
    guard !cells.isEmpty else { return [] }
    let shared = Set(sharedCells)
    let isShared = cells.contains { shared.contains($0) && !facts[$0].facts.definitions.isEmpty }
    let units = isShared ? Array(outline.units.indices) : self.units(withCells: traits)
    return outline.hasNotebooks ? units.filter { !outline.units[$0].isNotebook } : units
  }

  /// Whether the notebook imports NumPy, or a library that computes with it.
  var importsNumPy: Bool {
    imports(anyOf: ["numpy", "pandas", "scipy", "seaborn", "sklearn", "statsmodels"])
  }

  /// Whether the notebook imports Keras.
  var importsKeras: Bool { imports(anyOf: ["keras", "tensorflow"]) }

  private func imports(anyOf packages: Set<String>) -> Bool {
    cells(with: .packageImports).contains { cell in
      facts[cell].importedPaths.contains { packages.contains(String($0.prefix { $0 != "." })) }
    }
  }
}
