import PythonSyntax

/// The methods of the notebook's classes.
extension StateWorld {
  /// The method of a class or of the classes that it inherits from.
  func method(_ name: String, of owner: Int) -> Int? {
    for index in lineage(of: owner) {
      if let method = definitions[index].method(name) { return method }
    }
    return nil
  }

  /// The name of what keeps what a function keeps from call to call: the function, or the class whose method it is.
  func holder(of function: Int) -> String {
    let (code, offset) = (definitions[function].code, definitions[function].offset)
    let owner = code.owner.map { offset + $0 }
    return owner.flatMap { definitions.indices.contains($0) ? definitions[$0].code.name : nil } ?? code.name
  }

  /// The code that gets the arguments of a call: of a class its initializer.
  func calledCode(of index: Int) -> DefinedCode {
    let code = definitions[index].code
    let initializer = code.isClass ? method("__init__", of: index) : nil
    return initializer.map { definitions[$0].code } ?? code
  }

  /// The methods that a call may mean whose object is not known: those of the last few classes that have one of the name. A
  /// call by a name that changes objects as a rule needs none.
  func methods(named name: String) -> ArraySlice<Int> {
    if name.hasPrefix("__"), name != "__call__" { return [] }
    if ChangeFact.isLikely(ofCalling: name) { return [] }
    return methods[name]?.suffix(Self.mostMethods) ?? []
  }

  private static let mostMethods = 4

  /// The method that a class inherits.
  func inheritedMethod(_ name: String, of owner: Int) -> Int? {
    lineage(of: owner).dropFirst().lazy.compactMap { self.definitions[$0].method(name) }.first
  }

  /// The names of the classes of the notebook that a class inherits from.
  func ancestors(of owner: Int) -> [String] {
    lineage(of: owner).dropFirst().map { definitions[$0].code.name }
  }

  /// Notes that code has set an attribute of a class: `Survey.score = weighted`.
  func notePatch(ofClass index: Int) { notePatch(of: definitions[index].code.name) }

  /// The names of the classes of an object of which code has set attributes.
  func patchedClasses(of owner: Int) -> [String] {
    patches.isEmpty ? [] : lineage(of: owner).map { definitions[$0].code.name }.filter(isPatched)
  }

  /// A class and those of the notebook that it inherits from, the nearest first.
  func lineage(of owner: Int) -> [Int] {
    var (waiting, seen, lineage) = ([owner], Set([owner]), [Int]())
    while let next = waiting.popLast() {
      lineage.append(next)
      for base in definitions[next].code.bases.reversed() {
        guard let root = base.root, case .definition(let index) = variables[root.name]?.meaning.kind,
          seen.insert(index).inserted
        else { continue }
        waiting.append(index)
      }
    }
    return lineage
  }
}
