import NotebookModel
import PythonSyntax

/// What iterators yield, and what they go through.
extension ValueReader {
  /// What iterators of libraries yield that cannot be passed on.
  private static let elements = [
    "os.scandir": "os.DirEntry", "re.finditer": "re.Match", "sqlite3.connect().execute": KnownValue.rowPath,
  ]

  /// Returns what a variable gets that a value is unpacked to.
  mutating func part(_ number: Int?, of value: KnownValue) -> KnownValue {
    switch value {
    case .numpy: return .numpy
    case .mixed: return .element
    case .container(let parts, false):
      if let number, parts.count > 1 { return parts.indices.contains(number) ? parts[number] : .unknown }
      return either(parts)
    case .definition(let definition): return isEnumeration(definition) ? .member(definition) : .unknown
    case .made(let path, let arguments):
      if let element = Self.elements[path] { return .made(element, []) }
      if KnownValue.holders.contains(path) { return element(ofQueue: arguments) }
      // Who goes through a tree or an element gets elements.
      if path.hasPrefix(KnownValue.treePath), number == nil { return .made(KnownValue.elementPath, []) }
      // What `tee` returns are iterators.
      if path == "itertools.tee" { return .made("builtins.iter", arguments) }
      if let element = iterated(path, arguments) { return element }
      if ValueKindTable.statistics.contains(path) { return .number }
      return path.hasPrefix("sklearn.datasets.make_") ? .numpy : .unknown
    default: return .unknown
    }
  }

  /// One of the objects that a queue holds: those it began with, and those that were put into it.
  private mutating func element(ofQueue parts: [KnownValue]) -> KnownValue {
    either(parts.map { if case .container = $0 { part(nil, of: $0) } else { $0 } })
  }

  /// Returns what those get who go through an iterator that gives what others hold.
  private mutating func iterated(_ path: String, _ arguments: [KnownValue]) -> KnownValue? {
    guard let first = arguments.first else { return nil }
    switch path {
    case KnownValue.generatorPath: return first
    case "builtins.iter", "itertools.cycle", "itertools.islice": return part(nil, of: first)
    case "itertools.chain": return either(arguments.map { part(nil, of: $0) })
    case "itertools.chain.from_iterable": return part(nil, of: part(nil, of: first))
    case "builtins.filter", "itertools.dropwhile", "itertools.filterfalse", "itertools.takewhile":
      return arguments.count == 2 ? part(nil, of: arguments[1]) : nil
    case "builtins.map": return mapped(by: first, arguments.dropFirst())
    case "builtins.zip", "itertools.zip_longest":
      return .container(arguments.map { part(nil, of: $0) }, isDictionary: false)
    case "builtins.enumerate": return .container([.plain, part(nil, of: first)], isDictionary: false)
    default: return nil
    }
  }

  /// Returns what a class makes of the elements of others, or a function of a library that gives what cannot be passed.
  private mutating func mapped(by function: KnownValue, _ arguments: ArraySlice<KnownValue>) -> KnownValue? {
    switch function {
    case .definition(let maker) where maker.value.isClass && !isEnumeration(maker):
      .instance(maker, arguments.map { part(nil, of: $0) })
    case .library(let path) where analysis.release.marshalling.value(madeBy: path + "()") != nil:
      .made(path, [])
    default: nil
    }
  }

  // MARK: Iterators over generators

  /// Returns why an iterator cannot be passed that goes through a generator: `zip(names, (x for x in rows))`.
  func iteratorFault(_ path: String, _ parts: [KnownValue]) -> PassingFault? {
    guard Self.wrappers.contains(path), goesThroughGenerator(parts, left: 8) else { return nil }
    return .iterator(
      mayStartElsewhere: path.hasPrefix("itertools.chain") && !goesThroughGenerator(parts.prefix(1), left: 8))
  }

  private func goesThroughGenerator(_ parts: some Sequence<KnownValue>, left: Int) -> Bool {
    left > 0
      && parts.contains { part in
        guard case .made(let path, let inner) = part else { return false }
        return path == KnownValue.generatorPath
          || Self.wrappers.contains(path) && goesThroughGenerator(inner, left: left - 1)
      }
  }

  /// Returns the names with which the value of a name is made and that hold generators where a unit ends.
  package mutating func generators(in name: String, atEndOf unit: UnitIndex) -> [String] {
    guard case .store(let store, _) = site(of: name, at: end(of: unit)) else { return [] }
    return store.value.namesUsed(left: 6).filter { used in
      guard case .made(KnownValue.generatorPath, _) = value(of: used, atEndOf: unit) else { return false }
      return used != name
    }
  }

  /// What goes through its arguments when its elements are asked for.
  private static let wrappers: Set<String> = [
    "builtins.enumerate", "builtins.filter", "builtins.iter", "builtins.map", "builtins.zip",
    "itertools.accumulate", "itertools.batched", "itertools.chain", "itertools.chain.from_iterable",
    "itertools.compress", "itertools.cycle", "itertools.dropwhile", "itertools.filterfalse",
    "itertools.islice",
    "itertools.pairwise", "itertools.starmap", "itertools.takewhile", "itertools.zip_longest",
  ]
}
