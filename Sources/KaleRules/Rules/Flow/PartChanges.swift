import KaleAnalysis
import PythonSyntax

/// Finds out cheaply whether some unit may change a part of a value that it takes, through a variable of its own:
/// `first = rows[0]`, `for row in rows`, `head, tail = pairs`.
///
/// To find too much costs only time.
enum PartChanges {
  static func occur(in analysis: NotebookAnalysis) -> Bool {
    let units = Set(analysis.cells(with: .changes).compactMap { analysis.unit(ofCell: $0) })
    return units.contains { unit in
      let inputs = analysis.flow.flows[unit].inputs
      guard !inputs.isEmpty else { return false }
      let codes = analysis.outline.units[unit].cells.lazy.map { analysis.facts[$0] }
      let changed = codes.reduce(into: [:]) { $0.merge(changedParts(in: $1, inputs)) { $0 || $1 } }
      return !changed.isEmpty
        && codes.contains { code in
          code.facts.bindings.contains { binding in
            changed[binding.name].map { isPart(binding, of: inputs, in: code, isElementChanged: $0) } ?? false
          }
        }
    }
  }

  /// The variables of its own whose objects code changes; and whether it changes what an element of them holds. `+=` makes
  /// another number or string, but the variable of a loop may hold an array.
  private static func changedParts(in code: CodeFacts, _ inputs: Set<String>) -> [String: Bool] {
    var changed: [String: Bool] = [:]
    for change in code.facts.changes where change.certainty >= .likely && !inputs.contains(change.name) {
      if change.kind == .augmentedAssignment, code.binding(of: change.name)?.isUpdatedInLoop != true {
        continue
      }
      changed[change.name] = changed[change.name] == true || code.changesElement(change)
    }
    return changed
  }

  /// Whether code binds a name to what may be a part of an input.
  private static func isPart(
    _ binding: Binding, of inputs: Set<String>, in code: CodeFacts, isElementChanged: Bool
  ) -> Bool {
    if binding.kind == .loop || binding.isUpdatedInLoop { return true }
    switch binding.value {
    case .path(let path):
      // A copy has the same elements.
      if isElementChanged, inputs.contains(path.root), path.steps == [.attribute("copy"), .call] {
        return true
      }
      return mayBePart(path, of: inputs)
    case .other: return binding.kind == .assignment && (code.unpacks(binding) || code.selects(binding))
    case .generator, .lambda, .awaited: return false
    }
  }

  private static func mayBePart(_ path: ValuePath, of inputs: Set<String>) -> Bool {
    guard let call = path.steps.firstIndex(of: .call) else {
      return path.steps.first == .subscription || inputs.contains(path.root)
    }
    if call == 0 { return PartTable.functions.contains(path.root) || PartTable.pickers.contains(path.root) }
    guard case .attribute(let method) = path.steps[call - 1] else { return false }
    return inputs.contains(path.root) && (method == "get" || PartTable.methods.contains(method))
  }
}

extension Binding {
  /// Whether a loop gives the name a value, and then updates it.
  fileprivate var isUpdatedInLoop: Bool {
    kind == .augmentedAssignment && isRebound && certainty == .unlessLoopIsEmpty
  }
}
