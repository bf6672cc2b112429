import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Renames a variable from the step that assigns it on.
struct VariableRename {
  /// The fix that renames the variable.
  let fix: Fix

  /// Creates a rename to a name that nothing else has; nil if there is none, or code may use names that cannot be seen.
  ///
  /// - Parameters:
  ///   - name: The variable, which has another meaning up to where it is assigned.
  ///   - maker: The unit that assigns it first.
  ///   - cell: The cell of the unit in which it does.
  ///   - analysis: The analysis of the notebook.
  init?(of name: String, from maker: UnitIndex, _ cell: CellIndex, _ analysis: NotebookAnalysis) {
    guard let new = Self.freeName(for: name, analysis) else { return nil }
    var edits: [NotebookEdit] = []
    for unit in analysis.outline.units.indices where unit >= maker {
      for other in analysis.outline.units[unit].cells where unit > maker || other >= cell {
        let facts = analysis.facts[other]
        if Self.mayRead(name, inTextsOf: facts.facts) { return nil }
        guard facts.facts.mentions.contains(name) || facts.facts.allReads.contains(where: { $0.name == name })
        else { continue }
        let earlier =
          other == cell ? Set(facts.facts.reads.lazy.filter { $0.name == name }.map(\.range)) : []
        for place in facts.nameOccurrences[name]
        where place.isModuleLevel && !earlier.contains(place.range) {
          edits.append(.replaceSource(cell: other, range: place.range, with: new))
        }
      }
    }
    guard !edits.isEmpty else { return nil }
    fix = Fix("Rename `\(name)` to `\(new)`", edits)
  }

  /// Whether code may read the name in a text, where it is not renamed.
  private static func mayRead(_ name: String, inTextsOf facts: CellFacts) -> Bool {
    facts.textNames.contains(name) || facts.mayBringNames
      || facts.hiddenNames.contains { $0.name == name }
      || !facts.calls.isEmpty && ["eval", "exec"].contains(where: facts.calls.contains)
  }

  private static func freeName(for name: String, _ analysis: NotebookAnalysis) -> String? {
    let plain = name.drop { $0 == "_" }
    let isPrivate = plain.count < name.count && plain.first?.isLetter == true
    let candidates = isPrivate ? [String(plain), plain + "_value"] : [name + "_", name + "_value"]
    let taken = analysis.cellsBinding(Set(candidates))
    return candidates.first {
      taken[$0] == nil && !BuiltinNames.python.contains($0) && analysis.parameters.declarations[$0] == nil
    }
  }
}
