import NotebookModel
import PythonSyntax

/// The steps that bind names of Python's builtins. Their values travel in the state: no step is said to pass them on.
struct BuiltinMakers {
  /// For each unit the units above it from which it may have values of such names that it mentions; empty where no step
  /// binds one.
  private var makers: UnitArray<Set<UnitIndex>>

  /// The largest number of units that are noted for one name: there is more than one only where each may leave the name as
  /// it is.
  private static let mostMakers = 16

  /// Finds the steps of a notebook.
  init(_ analysis: NotebookAnalysis) {
    makers = UnitArray(repeating: [], count: analysis.outline.units.count)
    guard !analysis.cells(with: .builtinBindings).isEmpty else { return }
    // For each name the units from which the next unit may have it.
    var current: [String: [UnitIndex]] = [:]
    for (unit, step) in analysis.outline.units.indexed {
      var bound: [String: Bool] = [:]
      for facts in step.cells.map({ analysis.facts[$0].facts }) {
        for name in facts.mentions { makers[unit].formUnion(current[name] ?? []) }
        for binding in facts.bindings where BuiltinNames.python.contains(binding.name) {
          bound[binding.name] = bound[binding.name] == true || binding.certainty == .always
        }
      }
      for (name, isCertain) in bound {
        current[name] = (isCertain ? [] : (current[name] ?? []).suffix(Self.mostMakers - 1)) + [unit]
      }
    }
  }

  /// The units above a unit from which it may have values of such names that it mentions.
  func makers(readBy unit: UnitIndex) -> Set<UnitIndex> { makers[unit] }
}
