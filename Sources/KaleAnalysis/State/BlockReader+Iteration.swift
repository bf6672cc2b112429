import PythonSyntax

/// Objects that change as code goes through their elements.
extension BlockReader {
  /// Notes that code goes through the elements of an object: an iterator changes, and an object of the notebook's classes may.
  mutating func noteIteration(over operand: Operand) {
    let iterated = meaning(of: operand)
    switch iterated.kind {
    case .instance(let owner):
      for name in ["__contains__", "__iter__", "__next__"] {
        if let index = world.method(name, of: owner) { emitEffects(of: index, [], receiver: iterated) }
      }
    default: if iterated.isIterator { noteUse(of: iterated) }
    }
  }

  /// Notes that elements are taken from an iterator that a variable holds.
  mutating func noteUse(of iterator: Meaning) {
    emitChange(of: Meaning(kind: iterator.kind, roots: iterator.roots.filter { $0.link == .same }))
    // `(rng.normal() for _ in range(9))` draws while it runs.
    for root in iterator.roots where root.link.isHolder {
      let held = object(of: root)
      if isDrawnFrom(held) { emitChange(of: held) }
    }
  }

  /// Whether what is called calls a function for the elements of the arguments after it: `map(f, rows)`, `pool.map(f, rows)`.
  static func callsForElements(_ callee: Operand) -> Bool {
    switch callee {
    case .name(let name, _), .attribute(_, let name):
      ["filter", "imap", "map", "map_async", "starmap"].contains(name)
    default: false
    }
  }

  /// Whether a function goes through the elements of its arguments.
  static func goesThroughArguments(_ path: String) -> Bool {
    if path.hasPrefix("itertools.") { return true }
    guard path.hasPrefix("builtins.") else { return false }
    let name = path.lastPart
    return PartTable.functions.contains(name) || PartTable.pickers.contains(name)
      || PartTable.collectors.contains(name)
  }
}
