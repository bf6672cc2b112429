import PythonSyntax

/// Calls of objects, which may be of a class of the notebook, or hold a function.
extension BlockReader {
  /// What is called is an object that may be of a class of the notebook, or hold a function: `for callback in callbacks:
  /// callback(epoch)`, `partial(model, bias=1)(x)`.
  mutating func noteCallOfObject(_ callee: Operand, _ called: Meaning, _ arguments: [CallArgument]) {
    // `counter["bump"]()`
    if case .item(let base, _) = callee, case .closure = meaning(of: base).kind {
      return emitSupposedChange(of: meaning(of: base))
    }
    switch callee {
    case .name, .item: noteCallOfRegistered(called, arguments)
    case .call: return noteCallOfRegistered(called, arguments)
    default: return
    }
    // What a function is given to call is a function, as a rule.
    let isFunction = called.roots.contains { world.isElement(.functions, of: $0) }
    if isOfUnknownClass(called), !called.isArgument, !isFunction {
      for index in world.methods(named: "__call__") { emitEffects(of: index, arguments, receiver: called) }
    }
    if case .made("functools.partial", _) = called.kind {
      for root in called.roots where root.link == .holder {
        guard case .definition(let index) = world.variables[root.name]?.meaning.kind else { continue }
        emitEffects(of: index, nil)
        if summary(of: index)?.changesArguments == true { emitSupposedChange(of: called, isDeep: true) }
      }
    }
    if case .name = callee { noteCallOfPart(called) }
  }

  /// A function that is the target of a thread gets its arguments in a tuple: `Thread(target=work, args=(rows,))`.
  mutating func noteTarget(_ callee: Operand, _ arguments: [CallArgument]) {
    switch callee {
    // A process gets copies.
    case .name("Process", _), .attribute(_, "Process"): return
    default: break
    }
    guard let target = arguments.keyword("target"), case .definition(let index) = meaning(of: target).kind
    else { return }
    guard case .sequence(let values)? = arguments.keyword("args") else {
      return emitSupposedEffects(of: index, nil)
    }
    emitEffects(of: index, values.map { CallArgument(form: .positional, value: $0) })
  }

  /// A function that is passed to a call gets the arguments after it, or the object: `map(f, frames)`, `df.pipe(f)`.
  mutating func noteCallback(_ callee: Operand, _ arguments: [CallArgument]) {
    if let key = arguments.keyword("key"), case .library(let path) = meaning(of: callee).kind,
      CallingFunctionTable.withKey.contains(path), case .definition(let index) = meaning(of: key).kind
    {
      emitEffects(of: index, nil)
    }
    guard let place = arguments.firstIndex(where: { $0.form == .positional }) else { return }
    let function = meaning(of: arguments[place].value)
    if case .instance(let owner) = function.kind, let index = world.method("__call__", of: owner) {
      return emitSupposedEffects(of: index, nil, receiver: function)
    }
    if case .closure = function.kind { return emitChange(of: function) }
    guard case .definition(let index) = function.kind else { return }
    // Whatever it is given, it does its part to what is not its own.
    if calls(callee, arguments) { emitEffects(of: index, nil) }
    var given = Array(arguments[(place + 1)...])
    if Self.callsForElements(callee) {
      for place in given.indices { given[place].value = .item(given[place].value, index: .constant(.none)) }
    }
    if case .library("functools.reduce") = meaning(of: callee).kind {
      // What has been put together so far comes first; it begins with the last argument.
      return emitEffects(of: index, given.reversed())
    }
    guard case .attribute(let base, let method) = callee, method == "pipe" || method == "apply" else {
      return emitSupposedEffects(of: index, given)
    }
    given.insert(CallArgument(form: .positional, value: base), at: 0)
    // `apply` gives copies of rows and columns.
    if method == "pipe" { emitEffects(of: index, given) } else { emitSupposedEffects(of: index, given) }
  }

  /// Whether what is called calls its first argument for certain, in this process.
  private func calls(_ callee: Operand, _ arguments: [CallArgument]) -> Bool {
    if case .library(let path) = meaning(of: callee).kind {
      return CallingFunctionTable.functions.contains(path)
    }
    guard case .attribute(let base, let method) = callee else { return false }
    let receiver = meaning(of: base)
    if case .made(let maker, _) = receiver.kind, CallingFunctionTable.threadPools.contains(maker) {
      return CallingFunctionTable.poolMethods.contains(method)
    }
    guard CallingFunctionTable.methods.contains(method) else { return false }
    // `pool.map(f, rows)` may call it in other processes, that of a column has one argument.
    if method == "map", arguments.count > 1 { return false }
    return receiver.library == "pandas" || isOfUnknownClass(receiver)
  }

  /// A name that is called and holds an attribute of another object is a method of the object: `add = log.append`.
  private mutating func noteCallOfPart(_ meaning: Meaning) {
    let isAttribute = meaning.roots.contains { root in
      if case .part(let key?) = root.link { key.hasPrefix(".") } else { false }
    }
    switch meaning.kind {
    case .unknown: if isAttribute { emitChange(of: meaning) }
    case .made(let maker, _):
      // `draw = rng.normal`
      let isDraw = GeneratorTable.ownGenerators.contains(maker) && meaning.roots.count > 1
      if isAttribute || isDraw { emitChange(of: meaning) }
    case .container, .dictionary, .iterator, .library, .text, .argument, .definition, .instance, .closure,
      .stream,
      .database:
      break
    }
  }
}
