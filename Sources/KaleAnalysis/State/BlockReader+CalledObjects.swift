import PythonSyntax

/// Calls of objects, which may be of a class of the notebook, or hold a function.
extension BlockReader {
  /// What is called is an object that may be of a class of the notebook, or hold a function: `for callback in callbacks:
  /// callback(epoch)`, `partial(model, bias=1)(x)`.
  mutating func noteCallOfObject(_ callee: Operand, _ arguments: [CallArgument]) {
    switch callee {
    case .name, .item: break
    default: return
    }
    let called = meaning(of: callee)
    // What a function is given to call is a function, as a rule.
    if isOfUnknownClass(called), !called.isArgument {
      for index in world.methods(named: "__call__") { emitEffects(of: index, arguments, receiver: called) }
    }
    if case .made("functools.partial", _) = called.kind {
      for root in called.roots where root.link == .holder {
        guard case .definition(let index) = world.variables[root.name]?.meaning.kind else { continue }
        emitEffects(of: index, nil)
      }
    }
    if case .name = callee { noteCallOfPart(called) }
  }

  /// A name that is called and holds a part of another object is a method of the object: `add = log.append`.
  private mutating func noteCallOfPart(_ meaning: Meaning) {
    switch meaning.kind {
    case .unknown, .made: if meaning.roots.count > 1 { emitChange(of: meaning) }
    case .container, .iterator, .library, .text, .argument, .definition, .instance, .closure, .stream: break
    }
  }
}
