import KaleAnalysis
import NotebookModel
import PythonSyntax

/// The names that steps with `from x import *` need and no step provides, apart from those that the modules are known to
/// export.
struct StarredNames {
  private let analysis: NotebookAnalysis
  private let sharedModules: [String]
  /// The cells with star imports.
  private let cells: Set<CellIndex>

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    cells = Set(analysis.cells(with: .starImports))
    sharedModules = analysis.sharedCells.flatMap { analysis.facts[$0].facts.starImports }
  }

  /// Returns the names that a unit with star imports needs, and that nothing known provides.
  func unprovided(of unit: UnitIndex) -> Set<String> {
    let flow = analysis.flow.flows[unit]
    let code = analysis.units[unit].run
    let names = code.wanted.filter { name in
      !flow.inputs.contains(name) && !flow.parameters.contains(name) && !code.makes(name)
        && analysis.parameters.declarations[name] == nil && !analysis.givenNames.contains(name)
        && !code.isDispensable(name) && !BuiltinNames.python.contains(name)
    }
    if names.isEmpty { return [] }
    let known = modules(importedBy: unit).compactMap { StarExportTable.names[$0] }
    return names.filter { name in !known.contains { $0.contains(name) } }
  }

  /// Returns the first module of the unit's star imports whose names are not known; nil if all are.
  func unknownModule(importedBy unit: UnitIndex) -> String? {
    modules(importedBy: unit).first { StarExportTable.names[$0] == nil }
  }

  /// Returns the nearest ancestor of a unit whose star imports may define a name, with the module; nil if no ancestor has one.
  func source(of name: String, before unit: UnitIndex) -> (unit: UnitIndex, module: String)? {
    guard !cells.isEmpty else { return nil }
    for ancestor in analysis.graph.ancestors(of: unit) {
      for cell in analysis.outline.units[ancestor].cells where cells.contains(cell) {
        let module = analysis.facts[cell].facts.starImports.last { module in
          StarExportTable.names[module]?.contains(name) ?? true
        }
        if let module { return (ancestor, module) }
      }
    }
    return nil
  }

  private func modules(importedBy unit: UnitIndex) -> [String] {
    sharedModules + analysis.outline.units[unit].cells.flatMap { analysis.facts[$0].facts.starImports }
  }
}
