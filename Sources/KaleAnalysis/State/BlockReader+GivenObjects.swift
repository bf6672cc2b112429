import PythonSyntax

/// Objects that change because a call of a library uses them.
extension BlockReader {
  /// Notes what changes when it is passed to a call: a buffer that is written to, a generator that is drawn from, the
  /// object of a method such as `log.append`.
  mutating func noteObjects(givenTo called: Meaning, _ callee: Operand, _ arguments: [CallArgument]) {
    if arguments.isEmpty { return }
    for argument in arguments { noteGivenMethod(argument.value) }
    switch called.kind {
    // What they do with their arguments is read, but not what a library does that they hand them to.
    case .definition(let index) where !world.definitions[index].code.isClass: break
    case .definition, .instance, .closure: return
    case .unknown, .container, .dictionary, .iterator, .library, .text, .argument, .made, .stream, .database:
      // `np.add(a, 1, out=a)`, `xgb.train(…, evals_result=history)`
      for name in ["evals_result", "out"] {
        if let target = arguments.keyword(name) { emitChange(of: meaning(of: target)) }
      }
      // `table.to_sql("sales", connection)`
      if case .attribute(_, "to_sql") = callee,
        let target = arguments.keyword("con") ?? arguments.positional(1)
      {
        let connection = meaning(of: target)
        emitChange(of: connection)
        if case .database(let path) = connection.kind { note(.both, path, family: Self.databases) }
      }
    }
    if Self.isInspection(called) { return }
    for argument in arguments {
      let given = meaning(of: argument.value)
      if given.isIterator {
        noteUse(of: given)
      } else if case .database(let path) = given.kind {
        note(.read, path, family: Self.databases)
      } else if isConsumed(given) || isDrawnFrom(given) {
        emitChange(of: given)
      }
    }
  }

  /// Whether it is a file, on a disk or in memory, whose place to read or write moves.
  private func isConsumed(_ given: Meaning) -> Bool {
    switch given.kind {
    case .stream: true
    case .made(let maker, _): ChangingFunctionTable.consumed.contains(maker)
    case .unknown, .container, .dictionary, .iterator, .library, .text, .argument, .definition, .instance,
      .closure:
      false
    case .database: false
    }
  }

  /// `map(log.append, rows)`, `train(callback=log.append)`, `timed(model.fit, x, y)`
  private mutating func noteGivenMethod(_ operand: Operand) {
    guard case .attribute(let base, let method) = operand else { return }
    let object = meaning(of: base)
    let isSilent = ChangingFunctionTable.silentMethods.contains(method)
    switch object.kind {
    // An attribute of a module or of a class of the notebook that only has such a name.
    case .library, .definition, .text: return
    case .instance(let owner):
      if let index = world.method(method, of: owner) {
        emitSupposedEffects(of: index, nil, receiver: object)
      }
    case .made:
      // `len(axes.lines)`: most attributes of a figure that are not called are what it holds.
      if isSilent || (object.isDrawing ? PlotTable.draws(method) : changes(method, object, [])) {
        emitChange(of: object, isDeep: true)
      }
    case .unknown, .container, .dictionary, .iterator, .argument, .closure, .stream, .database:
      if isSilent { emitChange(of: object) }
    }
  }

  func isDrawnFrom(_ given: Meaning) -> Bool {
    if case .made(let maker, _) = given.kind { GeneratorTable.ownGenerators.contains(maker) } else { false }
  }

  /// Whether a call only looks at what it is given, or keeps it for later.
  private static func isInspection(_ called: Meaning) -> Bool {
    switch called.kind {
    case .library(let path): ChangingFunctionTable.inspections.contains(path)
    case .unknown, .container, .dictionary, .iterator, .text, .argument, .definition, .instance, .made,
      .closure, .stream,
      .database:
      false
    }
  }
}
