import PythonSyntax

/// Variables of the module that functions assign: `global report`, `report = open(path, "w")`.
extension BlockReader {
  /// What a function of the notebook that has been called assigned, with what the call gave it.
  func assignments(of called: EffectSummary, _ given: GivenArguments) -> [(name: String, value: Meaning)] {
    called.assigned.map { name, meaning in
      let roots = meaning.roots.flatMap { root -> [Meaning.Root] in
        if root.generation != nil { return [root] }
        return given[root.name]?.roots { root.link.then($0) } ?? []
      }
      return (name, Meaning(kind: kind(meaning.kind, given), roots: Self.limited(roots)))
    }
  }

  /// The kind of a value that was known by the parameters of a function.
  func kind(_ kind: Meaning.Kind, _ given: GivenArguments) -> Meaning.Kind {
    switch kind {
    case .argument(let name): given[name]?.kind ?? .unknown
    case .text(let path): .text(given.text(path))
    case .database(let path): .database(given.text(path))
    case .stream(let path): .stream(given.text(path))
    case .unknown, .container, .dictionary, .iterator, .library, .definition, .instance, .made, .closure: kind
    }
  }
}
