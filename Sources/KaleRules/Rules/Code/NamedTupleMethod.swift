import KaleAnalysis
import PythonSyntax

/// A method of a named tuple that a step uses, and that objects do not have which Kale's runtime has loaded.
///
/// dill saves a `typing.NamedTuple` like a `collections.namedtuple`: its name and its fields.
struct NamedTupleMethod {
  /// The object's variable, its class, and the method.
  let name: String
  let className: String
  let method: String
  /// The first step that may use the method.
  let user: UnitIndex

  /// Finds the method that a step lacks, of the object that a unit passes on under a name.
  init?(
    of name: String, passedBy unit: UnitIndex, _ reader: inout ValueReader, _ analysis: NotebookAnalysis
  ) {
    let objects = reader.value(of: name, atEndOf: unit).objectsOfNotebook
    for object in objects where reader.isNamedTuple(object) {
      let methods = object.value.body.definitions.keys.sorted()
      guard !methods.isEmpty else { continue }
      for user in analysis.outline.units.indices
      where user != unit && analysis.flow.flows[user].inputs.contains(name) {
        let read = analysis.attributesReachedFrom(user)
        // Operators and `print` call methods without naming them.
        guard let method = methods.first(where: { $0.hasPrefix("__") || read.contains($0) }) else { continue }
        (self.name, className, self.method, self.user) = (name, object.name, method, user)
        return
      }
    }
    return nil
  }
}

extension NotebookAnalysis {
  /// The attributes that the code of a unit mentions, and those of all shared code if it calls a function of that.
  fileprivate func attributesReachedFrom(_ unit: UnitIndex) -> Set<String> {
    let own = attributesRead(by: unit)
    let functions = Set(sharedCells.flatMap { facts[$0].facts.definitions.map(\.name) })
    guard !units[unit].calls.isDisjoint(with: functions) else { return own }
    return sharedCells.reduce(into: own) { $0.formUnion(facts[$1].attributeNames) }
  }
}
