import KaleAnalysis

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
    of name: String, passedBy unit: UnitIndex, _ reader: inout ValueReader, _ reads: inout AttributeReads
  ) {
    let objects = reader.value(of: name, atEndOf: unit).objectsOfNotebook
    for object in objects where reader.isNamedTuple(object) {
      var first: (user: UnitIndex, method: String)?
      for method in object.value.body.definitions.keys.sorted() {
        // Operators and `print` call methods without naming them.
        let user =
          method.hasPrefix("__")
          ? reads.takers(of: name, besides: unit).first
          : reads.firstTaker(of: name, reaching: method, besides: unit)
        if let user, first.map({ user < $0.user }) ?? true { first = (user, method) }
      }
      guard let first else { continue }
      (self.name, className, method, user) = (name, object.name, first.method, first.user)
      return
    }
    return nil
  }
}
