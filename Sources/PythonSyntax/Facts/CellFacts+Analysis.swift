extension CellFacts {
  /// The facts of a piece of code, given as UTF-8. There is no input that cannot be analysed.
  public init(analysing bytes: [UInt8], dialect: PythonDialect = .notebook) {
    self = PythonSource(bytes, dialect: dialect).facts
  }

  /// The facts of a piece of code.
  public init(analysing text: String, dialect: PythonDialect = .notebook) {
    self.init(analysing: Array(text.utf8), dialect: dialect)
  }

  /// The names that pyflakes 4.1 calls undefined in this code, taken as a whole module.
  ///
  /// Names in `__all__` that nothing binds are among them, as in pyflakes' report. Kale calls plain pyflakes, for
  /// which IPython's own names are undefined too; add `BuiltinNames.ipython` to ask what a notebook's kernel knows.
  public func undefinedNames(builtins: Set<String> = BuiltinNames.python) -> Set<String> {
    flow.undefinedNames(builtins: builtins)
  }

  /// The names that pyflakes calls undefined in a module made of `prefix` and then this code.
  ///
  /// The same as `CellFacts.joined([prefix, self]).undefinedNames(builtins:)`, without joining anything.
  public func undefinedNames(
    after prefix: CellFacts, builtins: Set<String> = BuiltinNames.python
  ) -> Set<String> {
    flow.undefinedNames(after: prefix.flow, builtins: builtins)
  }

  /// The facts of several pieces of code, one after the other, as if they were one text joined with line ends.
  ///
  /// `statements`, `syntaxErrors`, `escapes` and `unprintableSyntax` are left out, and the ranges that remain mean
  /// nothing any more.
  public static func joined(_ pieces: some Sequence<CellFacts>) -> CellFacts {
    var result = CellFacts()
    var called: Set<String> = []
    for piece in pieces {
      result.append(piece)
      called.formUnion(piece.calls)
    }
    result.calls = called.sorted()
    return result
  }

  private mutating func append(_ piece: CellFacts) {
    appendDoubtfulReads(piece)
    for var read in piece.reads where flow.effects[read.name]?.transition.leavesOpen ?? true {
      read.isConditional = read.isConditional || mayEndEarly
      reads.append(read)
    }
    if !mayEndEarly, !piece.certainCalls.isEmpty {
      let known = Set(certainCalls.map(\.name))
      certainCalls += piece.certainCalls.filter { !known.contains($0.name) }
    }
    appendChanges(piece.changes)
    if !mayEndEarly { certainMethodCalls += piece.certainMethodCalls }
    mayEndEarly = mayEndEarly || piece.mayEndEarly
    deferredReads += piece.deferredReads
    appendDefinitions(piece)
    globalBindings.formUnion(piece.globalBindings)
    codeMakers.formUnion(piece.codeMakers)
    holdings.merge(piece.holdings) { $0.united(with: $1) }
    appendBindings(piece)
    deletions.subtract(piece.bindings.map(\.name))
    deletions.formUnion(piece.deletions)
    appendFunctions(piece.functions)
    mentions.formUnion(piece.mentions)
    imports += piece.imports
    if !piece.isBlank {
      trailingName = piece.trailingName
      isBlank = false
    }
    flow.append(piece.flow)
  }

  /// Must come before the piece's bindings and its effects are added.
  private mutating func appendDoubtfulReads(_ piece: CellFacts) {
    let doubtful = Set(bindings.lazy.filter { $0.certainty == .sometimes }.map(\.name))
    if !doubtful.isEmpty, !mayEndEarly {
      doubtfulReads += piece.reads.filter { read in
        let isOpen = flow.effects[read.name]?.transition.leavesOpen ?? true
        return !read.isConditional && !isOpen && doubtful.contains(read.name)
      }
    }
    guard !piece.doubtfulReads.isEmpty else { return }
    let certain = Set(bindings.lazy.filter { $0.certainty != .sometimes }.map(\.name))
    doubtfulReads += piece.doubtfulReads.filter { !certain.contains($0.name) }
  }

  private mutating func appendBindings(_ piece: CellFacts) {
    let rebound = Dictionary(piece.bindings.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    // A name that the piece deletes and binds again starts anew, at the piece's place.
    func startsAnew(_ name: String) -> Bool { piece.flow.effects[name]?.isDeletedSomewhere ?? false }
    bindings.removeAll { piece.deletions.contains($0.name) || startsAnew($0.name) }
    let known = Set(bindings.map(\.name))
    for index in bindings.indices {
      guard var binding = rebound[bindings[index].name] else { continue }
      binding.certainty = max(binding.certainty, bindings[index].certainty)
      binding.isRebound = true
      bindings[index] = binding
    }
    bindings += piece.bindings.filter { !known.contains($0.name) }
  }

  /// Must come before the piece's bindings are added.
  private mutating func appendChanges(_ others: [ChangeFact]) {
    guard !others.isEmpty else { return }
    let bound = Set(bindings.filter { $0.certainty != .sometimes }.map(\.name))
    changes += others.map { change in
      var change = change
      change.isConditional = change.isConditional || mayEndEarly
      if !change.isDeletedBefore {
        change.isBoundBefore = change.isBoundBefore || bound.contains(change.name)
        change.isDeletedBefore = flow.effects[change.name]?.isDeletedSomewhere ?? false
      }
      return change
    }
  }

  /// Must come before the piece's bindings are added.
  private mutating func appendDefinitions(_ piece: CellFacts) {
    if !definitions.isEmpty {
      // What the name is bound to when something calls it is not sure any more.
      let changed = piece.deletions.union(piece.bindings.map(\.name))
      for index in definitions.indices where changed.contains(definitions[index].name) {
        definitions[index].forgetCertainties()
      }
    }
    guard !piece.definitions.isEmpty else { return }
    let bound = Set(bindings.map(\.name))
    var places = Dictionary(
      definitions.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    for var definition in piece.definitions {
      let name = definition.name
      let startsAnew = piece.flow.effects[name]?.isDeletedSomewhere ?? false
      if bound.contains(name), !startsAnew { definition.forgetCertainties() }
      if let place = places[name] {
        definitions[place] = definition
      } else {
        places[name] = definitions.count
        definitions.append(definition)
      }
    }
  }

  private mutating func appendFunctions(_ others: [FunctionFacts]) {
    guard !others.isEmpty else { return }
    var places = Dictionary(
      functions.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    for function in others {
      if let place = places[function.name] {
        functions[place] = function
      } else {
        places[function.name] = functions.count
        functions.append(function)
      }
    }
  }
}
