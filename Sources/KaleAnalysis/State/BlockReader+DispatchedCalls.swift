import PythonSyntax

/// Calls of functions that the code does not name: it takes them from a container or asks for them by a name, or a library
/// calls them.
extension BlockReader {
  /// Notes a call of a value that may be any function that code has put aside: `HANDLERS[event](order)`.
  mutating func noteCallOfRegistered(_ called: Meaning, _ arguments: [CallArgument]) {
    guard case .unknown = called.kind else { return }
    for index in world.registered { emitSupposedEffects(of: index, arguments) }
    for object in world.registeredObjects {
      supposing { reader in
        for root in object.roots { reader.emit(.name(root.name), .touch) }
        reader.emitChange(of: object, isDeep: true)
      }
    }
    for root in called.roots {
      // `act = getattr(self, name)`
      let object = self.object(of: root)
      if case .part = root.link, let owner = classOf(object) { noteCallOfAnyMethod(of: owner, object) }
    }
  }

  /// Notes a call of a method that the code finds by its name: `getattr(self, "on_" + kind)(event)`.
  mutating func noteCallByName(_ callee: Operand) {
    guard case .call(.name("getattr", .module), let parts) = callee, let first = parts.first else { return }
    let object = meaning(of: first.value)
    if let owner = classOf(object) {
      noteCallOfAnyMethod(of: owner, object)
    } else if !object.roots.isEmpty {
      emitSupposedChange(of: object, isDeep: true)
    }
  }

  /// Notes a call of what the class of an object does not define: a method that it inherits from a library, or a function
  /// that the object holds.
  mutating func noteUnknownMethod(of owner: Int, _ object: Meaning, _ arguments: [CallArgument]) {
    if world.inheritsFromLibrary(owner) { noteCallOfAnyMethod(of: owner, object) }
    for index in world.registered { emitSupposedEffects(of: index, arguments) }
  }

  /// Notes that a library may call any method of an object of the notebook: `visitor.visit(tree)`.
  mutating func noteCallOfAnyMethod(of owner: Int, _ object: Meaning) {
    for index in world.ownMethods(of: owner) where index != function {
      emitSupposedEffects(of: index, nil, receiver: object)
    }
  }

  /// The object of the variable or parameter that a value comes from.
  func object(of root: Meaning.Root) -> Meaning {
    let own = Meaning.Root(name: root.name, generation: root.generation)
    guard let generation = root.generation else { return Meaning(kind: .argument(root.name), roots: [own]) }
    guard let variable = world.variables[root.name], variable.generation == generation else {
      return .unknown
    }
    return Meaning(kind: variable.meaning.kind, roots: [own])
  }

  /// Puts the functions aside that a value holds which is kept somewhere, so that what calls an unknown function may call them.
  func noteKeptFunctions(_ value: Operand) {
    guard function == nil else { return }
    if let parts = value.writtenElements { return parts.forEach(noteKeptFunctions) }
    switch value {
    case .name, .attribute:
      if case .definition(let index) = meaning(of: value).kind { world.register(index) }
      noteKeptMethod(value)
    default: break
    }
    // A lambda in the same statement.
    for object in lambdaChanges { world.register(object) }
  }

  /// Puts the object of a method aside that is kept somewhere: `got.append`.
  private func noteKeptMethod(_ operand: Operand) {
    guard case .attribute(let base, let method) = operand,
      ChangingFunctionTable.silentMethods.contains(method), case let object = meaning(of: base),
      !object.roots.isEmpty
    else { return }
    world.register(object)
  }

  /// Puts the functions and methods aside that an object of the notebook is given, which may keep them.
  func noteFunctions(givenTo called: Meaning, _ callee: Operand, _ arguments: [CallArgument]) {
    guard function == nil, !arguments.isEmpty, mayKeepFunctions(called, callee) else { return }
    for argument in arguments { noteKeptMethod(argument.value) }
    for object in lambdaChanges { world.register(object) }
  }

  private func mayKeepFunctions(_ called: Meaning, _ callee: Operand) -> Bool {
    if case .definition(let index) = called.kind { return world.definitions[index].code.isClass }
    guard case .attribute(let base, let method) = callee else { return false }
    if CapturingFunctionTable.keepingMethods.contains(method) { return true }
    if case .instance = meaning(of: base).kind { return true }
    return false
  }

  /// Puts a function aside that a decorator of the notebook gets, or a method of an object: `@register("mean")`, `@bus.on`.
  func noteDecoratedFunction(_ index: Int) {
    let code = world.definitions[index].code
    let isGiven = code.decorators.contains { decorator in
      switch meaning(of: decorator).kind {
      case .definition(let decorator): world.definitions[decorator].code.keepsArguments
      case .library: false
      default: decorator.root?.scope == .module
      }
    }
    if isGiven { world.register(index) }
  }
}

extension StateWorld {
  /// The methods of a class, and of those of the notebook that it inherits from, without those that make an object.
  func ownMethods(of owner: Int) -> ArraySlice<Int> {
    lineage(of: owner).flatMap { definitions[$0].methods }
      .filter { !Self.constructors.contains(definitions[$0].code.name) }.prefix(Self.mostCalledMethods)
  }

  private static let mostCalledMethods = 32

  /// Whether a class inherits from one of a library, whose methods may call those of the class.
  func inheritsFromLibrary(_ owner: Int) -> Bool {
    lineage(of: owner).contains { index in
      definitions[index].code.bases.contains { base in
        guard let root = base.root, case .library(let path) = variables[root.name]?.meaning.kind else {
          return false
        }
        return !PlainBaseTable.modules.contains(String(path.firstPart))
      }
    }
  }

  /// The methods of a class that a library calls when an object is made: `@field_validator("amount")`.
  func hooks(of owner: Int) -> [Int] {
    guard inheritsFromLibrary(owner) else { return [] }
    return ownMethods(of: owner).filter { method in
      definitions[method].code.decorators.contains { decorator in
        guard let root = decorator.root, case .library(let path) = variables[root.name]?.meaning.kind else {
          return false
        }
        return !StandardLibraryTable.modules.contains(String(path.firstPart))
      }
    }
  }
}

extension DefinedCode {
  /// Whether the code puts what it is given into a container of the notebook: `HANDLERS[name] = function`.
  fileprivate var keepsArguments: Bool {
    operations.contains { operation in
      switch operation.kind {
      case .store(let target, let value):
        if case .name = target { return false }
        return target.root?.scope == .module && value.hasLocal
      case .call(.attribute(let object, let method), let arguments):
        return CapturingFunctionTable.keepingMethods.contains(method) && object.root?.scope == .module
          && arguments.contains { $0.value.hasLocal }
      default: return false
      }
    }
  }
}

extension Operand {
  /// Whether the expression names a variable of a function: the value itself, or an argument of the call that makes it.
  fileprivate var hasLocal: Bool {
    switch self {
    case .name(_, let scope): scope != .module
    case .call(_, let arguments): arguments.contains { $0.value.hasLocal }
    case .sequence(let parts), .dictionary(let parts), .choice(let parts): parts.contains(where: \.hasLocal)
    case .attribute, .item, .joined, .quotient, .text, .constant, .slice, .comparison, .other: false
    }
  }
}
