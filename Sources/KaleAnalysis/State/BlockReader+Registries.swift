import PythonSyntax

/// What code registers in a library by a name, and what looks for it there.
extension BlockReader {
  mutating func noteRegistries(_ path: String, _ arguments: [CallArgument]) {
    if let patched = RegistryTable.patchedAttributes[path], world.isPatched(patched) {
      emit(item: .attribute(patched), .read)
    }
    if let owner = RegistryTable.accessors[path],
      let name = arguments.positional(0).flatMap({ text(of: $0).exact })
    {
      world.notePatch(of: owner + "." + name)
      emit(item: .attribute(owner + "." + name), .replace)
    }
    switch path {
    case "csv.reader", "csv.writer", "csv.DictReader", "csv.DictWriter": noteDialect(path, arguments)
    case "codecs.decode", "codecs.encode": noteErrorHandler(at: 2, arguments)
    case "builtins.bytes", "builtins.str": noteErrorHandler(at: 2, arguments)
    case "builtins.open", "codecs.open", "io.open": noteErrorHandler(at: nil, arguments)
    default: break
    }
  }

  /// Notes an error handler of codecs that Python does not have itself.
  mutating func noteErrorHandler(at place: Int?, _ arguments: [CallArgument]) {
    guard let handler = arguments.keyword("errors") ?? place.flatMap({ arguments.positional($0) }),
      let name = text(of: handler).exact, !RegistryTable.errorHandlers.contains(name)
    else { return }
    emit(item: .options(.codecs), .read)
  }

  /// Notes what the definition of a function or class registers: `@encode.register`, a class whose base has
  /// `__init_subclass__`.
  mutating func noteRegistration(ofDefinition index: Int) {
    let code = world.definitions[index].code
    if code.isClass, let hook = world.inheritedMethod("__init_subclass__", of: index) {
      emitEffects(of: hook, [])
    }
    for decorator in code.decorators {
      // `@encode.register`, `@encode.register(date)`
      var function = decorator
      if case .call(let called, _) = decorator { function = called }
      guard case .attribute(let base, "register") = function else { continue }
      let registry = meaning(of: base)
      if case .definition = registry.kind { emitChange(of: registry) }
    }
  }

  private mutating func noteDialect(_ path: String, _ arguments: [CallArgument]) {
    guard let dialect = arguments.keyword("dialect") ?? arguments.positional(1),
      let name = text(of: dialect).exact, !RegistryTable.dialects.contains(name)
    else { return }
    emit(item: .options(.csv), .read)
  }

  /// Notes the parts of an expression that code has added to the classes of a library: `table.geo`.
  mutating func notePatchedParts(of operand: Operand) {
    guard world.hasPatchedMethods else { return }
    for (_, name) in operand.attributes {
      if let path = world.patch(ofMethod: name) { emit(item: .attribute(path), .read) }
    }
  }
}
