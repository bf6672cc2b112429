import PythonSyntax

extension DefinedCode {
  /// The parameters to whose default every call adds: `def note(value, seen=[])` with `seen.append(value)`; or from which it
  /// draws: `def noise(rng=np.random.default_rng(4))` with `rng.normal()`.
  ///
  /// What a call sets to the same each time, or only remembers, makes no difference to the next call.
  var growingDefaults: Set<String> {
    let names = defaults.filter { $0.value.writtenElements != nil }.keys
    let generators = defaults.filter { $0.value.makesGenerator }.keys
    guard !names.isEmpty || !generators.isEmpty else { return [] }
    return Set(operations.compactMap(\.grownParameter)).intersection(names)
      .union(Set(operations.compactMap(\.drawnParameter)).intersection(generators))
  }
}

extension CodeOperation {
  /// The parameter whose object the operation makes larger, or counts in.
  fileprivate var grownParameter: String? {
    guard !isConditional else { return nil }
    switch kind {
    case .call(.attribute(.name(let name, .parameter), let method), _):
      return ["add", "append", "appendleft", "extend", "insert"].contains(method) ? name : nil
    case .update(.name(let name, .parameter), _), .update(.item(.name(let name, .parameter), _), _):
      return name
    case .store(.item(.name(let name, .parameter), _), let value):
      return value.reads(name, left: 6) ? name : nil
    default: return nil
    }
  }
}

extension CodeOperation {
  /// The parameter from whose object the operation draws: `rng.normal()`, `next(numbers)`.
  fileprivate var drawnParameter: String? {
    switch kind {
    case .call(.attribute(.name(let name, .parameter), let method), _):
      return ["get_state", "getstate"].contains(method) ? nil : name
    case .call(.name("next", _), let arguments):
      if case .name(let name, .parameter)? = arguments.first?.value { return name }
      return nil
    default: return nil
    }
  }
}

extension Operand {
  /// Whether the value is a random generator, or an iterator that ends late or never.
  fileprivate var makesGenerator: Bool {
    guard case .call(let callee, _) = self else { return false }
    let name: String
    switch callee {
    case .name(let function, _), .attribute(_, let function): name = function
    default: return false
    }
    return ["count", "cycle", "default_rng", "Generator", "iter", "Random", "RandomState"].contains(name)
  }

  /// Whether the expression reads a parameter.
  fileprivate func reads(_ parameter: String, left: Int) -> Bool {
    guard left > 0 else { return false }
    switch self {
    case .name(let name, let scope): return name == parameter && scope == .parameter
    case .attribute(let base, _): return base.reads(parameter, left: left - 1)
    case .item(let base, let index), .quotient(let base, let index):
      return base.reads(parameter, left: left - 1) || index.reads(parameter, left: left - 1)
    case .call(let callee, let arguments):
      return callee.reads(parameter, left: left - 1)
        || arguments.contains { $0.value.reads(parameter, left: left - 1) }
    case .joined(let parts), .sequence(let parts), .dictionary(let parts), .choice(let parts):
      return parts.contains { $0.reads(parameter, left: left - 1) }
    case .text, .constant, .slice, .comparison, .other: return false
    }
  }
}
