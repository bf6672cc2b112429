import PythonSyntax

/// What the notebook's classes say of the attributes of their objects.
extension BlockReader {
  /// What makes the random generator that an attribute holds, if the initializer of the object's class gives it one.
  func makerOfGenerator(_ attribute: String, of object: Meaning, _ operand: Operand) -> String? {
    let owner: Int
    switch object.kind {
    case .instance(let index): owner = index
    case .argument(let name):
      guard let function, let index = world.definitions[function].owner,
        world.definitions[function].code.parameters.first == name
      else { return nil }
      owner = index
    default: return nil
    }
    guard let initializer = world.method("__init__", of: owner), initializer != function else { return nil }
    return world.generators(madeBy: initializer)[attribute]
  }

  /// Notes what a method of the object does that an assignment to a part of it calls: `store["x"] = 1`, `account.limit = 5`
  /// with a setter.
  mutating func noteSetter(_ target: Operand, of object: Meaning) {
    guard case .instance(let owner) = object.kind else { return }
    switch target {
    case .item:
      if let index = world.method("__setitem__", of: owner) { emitEffects(of: index, nil, receiver: object) }
    case .attribute(_, let name):
      guard let index = world.method(name, of: owner), world.definitions[index].code.isSetter else { return }
      emitEffects(of: index, nil, receiver: object)
    default: break
    }
  }
}

extension StateWorld {
  /// The generators that an initializer puts into attributes of its object, each with what makes it.
  func generators(madeBy initializer: Int) -> [String: String] {
    if let known = generatorsByInitializer[initializer] { return known }
    let code = definitions[initializer].code
    var generators: [String: String] = [:]
    for operation in code.operations {
      guard
        case .store(.attribute(.name(let object, .parameter), let attribute), .call(let callee, _)) =
          operation.kind,
        object == code.parameters.first, let root = callee.root,
        case .library(let path) = variables[root.name]?.meaning.kind
      else { continue }
      let maker = callee.path(after: path)
      if GeneratorTable.ownGenerators.contains(maker) { generators[attribute] = maker }
    }
    generatorsByInitializer[initializer] = generators
    return generators
  }
}

extension Operand {
  /// The dotted path of an attribute of a module that the name at its start stands for.
  fileprivate func path(after module: String) -> String {
    switch self {
    case .attribute(let base, let name): base.path(after: module) + "." + name
    default: module
    }
  }
}

extension DefinedCode {
  /// Whether it is the setter of a property: `@limit.setter`.
  fileprivate var isSetter: Bool {
    decorators.contains { decorator in
      if case .attribute(.name(name, _), "setter") = decorator { true } else { false }
    }
  }
}
