import PythonSyntax

/// What decorators do to the functions that they are given.
extension BlockReader {
  /// A decorated function is called by what the decorator returns.
  mutating func addDecorators(of definition: DefinedCode) {
    isConditional = true
    for (decorator, arguments) in zip(definition.decorators, definition.decoratorArguments) {
      let meaning = meaning(of: decorator)
      if case .definition(let index) = meaning.kind {
        emitCallEffects(ofDecorator: index, arguments)
        addState(keptBy: index)
      }
      let readsClock = definition.operations.contains(where: self.readsClock)
      guard case .library(let path) = meaning.kind, ChangingFunctionTable.caches.contains(path) else {
        continue
      }
      defer { emit(item: .cache(definition.name), .change) }
      guard summary.changesResults || readsClock else { continue }
      // What it returned is kept; this matters where it might return something else next time.
      emit(.name(definition.name), readsClock ? .read : .touch)
      emit(.name(definition.name), readsClock ? .change : .remember)
    }
  }

  /// Notes what happens with each call of a function in whose place a decorator has put another. What the decorator itself
  /// does happens once, where the function is defined.
  private mutating func emitCallEffects(ofDecorator index: Int, _ arguments: [CallArgument]?) {
    var reader = BlockReader(function: index, world)
    for operation in world.definitions[index].code.operations {
      let before = reader.summary
      reader.read(operation)
      // `def retry(times)` contains the decorator, and that the function.
      if operation.innerDepth < (arguments == nil ? 1 : 2) { reader.summary = before }
    }
    emit(
      reader.summary,
      GivenArguments(world.definitions[index].code, arguments, receiver: nil, self))
  }

  /// Adds that what a decorator has put in the place of a function changes with each call: it counts, for example.
  private mutating func addState(keptBy decorator: Int) {
    let code = world.definitions[decorator].code
    switch code.keptState {
    case .attributes: addGrowth(isSupposed: false)
    case .history: addGrowth(isSupposed: true)
    case .results: break
    case nil:
      guard code.isClass else { return }
      if let call = world.method("__call__", of: decorator) {
        emitEffects(of: call, nil, receiver: .unknown)
        let name = world.definitions[call].code.parameters.first
        if world.knownSummary(of: call)?.changes(argument: name) == true { addGrowth(isSupposed: false) }
      } else if world.inheritsFromLibrary(decorator) {
        noteCallOfAnyMethod(of: decorator, .unknown)
      }
    }
  }

  /// Adds that the function whose body is read changes with each call.
  private mutating func addGrowth(isSupposed: Bool) {
    guard let function else { return }
    let target = Effect.Target.name(world.holder(of: function))
    for access in [Effect.Access.read, .change] {
      summary.add(Effect(target: target, access: access, isSupposed: isSupposed), isCertain: !isSupposed)
    }
  }

  private func readsClock(_ operation: CodeOperation) -> Bool {
    guard case .call(let callee, _) = operation.kind, case .library(let path) = meaning(of: callee).kind
    else {
      return false
    }
    return ChangingFunctionTable.clocks.contains(path)
  }
}
