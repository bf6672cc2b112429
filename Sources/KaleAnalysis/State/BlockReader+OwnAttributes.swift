import PythonSyntax

/// What the notebook's classes say of the attributes of their objects.
extension BlockReader {
  /// The kind of value that the initializer of an object's class creates for an attribute: a generator, an empty container;
  /// nil for other attributes.
  func kindOfOwnAttribute(_ attribute: String, of object: Meaning) -> Meaning.Kind? {
    guard let owner = classOf(object), let initializer = world.method("__init__", of: owner),
      initializer != function
    else { return nil }
    return world.attributes(madeBy: initializer)[attribute]
  }

  /// Notes what a property does that is read.
  mutating func noteProperties(of operand: Operand) {
    guard world.hasProperties else { return }
    for (base, name) in operand.attributes {
      let object = meaning(of: base)
      if let owner = classOf(object), let index = world.method(name, of: owner),
        world.definitions[index].code.isProperty
      {
        emitEffects(of: index, [], receiver: object)
      } else if let owner = classOf(object), let index = lookup(of: name, owner) {
        emitSupposedEffects(of: index, [], receiver: object)
      }
    }
    for base in operand.bases {
      let object = meaning(of: base)
      guard let owner = classOf(object) else { continue }
      for method in ["__getitem__", "__missing__"] {
        guard let index = world.method(method, of: owner), index != function else { continue }
        emitSupposedEffects(of: index, [], receiver: object)
      }
    }
  }

  /// The method of a class that looks for an attribute that its objects do not have; nil if they have it.
  private func lookup(of attribute: String, _ owner: Int) -> Int? {
    guard let index = world.method("__getattr__", of: owner), index != function,
      world.method(attribute, of: owner) == nil
    else { return nil }
    let isOwn = world.lineage(of: owner).contains { owner in
      world.definitions[owner].methods.contains { world.definitions[$0].code.assigns(attribute) }
    }
    return isOwn ? nil : index
  }

  /// The class whose attribute, shared by its objects, an expression starts with: `self.rows` where the class has
  /// `rows = []` and no initializer gives the object one of its own.
  private func sharingClass(of operand: Operand) -> String? {
    guard world.hasSharedContainers, let (base, attribute) = operand.attributes.last, case .name = base
    else { return nil }
    return sharingClass(of: meaning(of: base), attribute)
  }

  /// Notes a change of what all objects of a class share.
  ///
  /// - Returns: Whether it is one.
  mutating func noteSharedChange(of operand: Operand) -> Bool {
    guard let owner = sharingClass(of: operand) else { return false }
    if function == nil { world.noteChange(ofVariable: owner) }
    emit(.name(owner), .change)
    return true
  }

  /// Notes a read of what all objects of a class share.
  mutating func noteSharedRead(of operand: Operand, _ access: Effect.Access) {
    if let owner = sharingClass(of: operand) { emit(.name(owner), access) }
  }

  private func sharingClass(of object: Meaning, _ attribute: String) -> String? {
    guard let owner = classOf(object) else { return nil }
    for index in world.lineage(of: owner)
    where world.definitions[index].code.sharedContainers.contains(attribute) {
      let isOwn = StateWorld.constructors.contains { name in
        world.method(name, of: owner).map { world.definitions[$0].code.assigns(attribute) } ?? false
      }
      return isOwn ? nil : world.definitions[index].code.name
    }
    return nil
  }

  /// The class of an object, or of the object whose method is read.
  func classOf(_ object: Meaning) -> Int? {
    switch object.kind {
    case .instance(let index): return index
    case .argument(let name):
      guard let function, let index = world.definitions[function].owner,
        world.definitions[function].code.parameters.first == name
      else { return nil }
      return index
    default: return nil
    }
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

  /// The class of the method that is read, where an expression is `self.__class__` or `type(self)`.
  func ownClass(of operand: Operand) -> String? {
    guard let function, let owner = world.definitions[function].owner else { return nil }
    switch operand {
    case .attribute(.name(_, .parameter), "__class__"): return world.definitions[owner].code.name
    case .call(.name("type", .module), _): return world.definitions[owner].code.name
    case .name("cls", .parameter): return world.definitions[owner].code.name
    default: return nil
    }
  }
}

extension StateWorld {
  /// The attributes for which an initializer creates values, with their kinds.
  func attributes(madeBy initializer: Int) -> [String: Meaning.Kind] {
    if let known = attributesByInitializer[initializer] { return known }
    let code = definitions[initializer].code
    var attributes: [String: Meaning.Kind] = [:]
    for operation in code.operations {
      guard case .store(.attribute(.name(let object, .parameter), let attribute), let value) = operation.kind,
        object == code.parameters.first
      else { continue }
      attributes[attribute] = kindOfNew(value)
    }
    attributesByInitializer[initializer] = attributes
    return attributes
  }

  private func kindOfNew(_ value: Operand) -> Meaning.Kind? {
    switch value {
    case .sequence(let parts): return parts.isEmpty ? .container : nil
    case .dictionary(let parts): return parts.isEmpty ? .dictionary : nil
    case .call(let callee, _):
      guard let root = callee.root, case .library(let path) = variables[root.name]?.meaning.kind else {
        return nil
      }
      let maker = callee.path(after: path)
      if maker == "sqlite3.connect" { return .database(.unknown) }
      let isStateful =
        GeneratorTable.ownGenerators.contains(maker) || ChangingFunctionTable.consumed.contains(maker)
      return isStateful ? .made(maker, isUnseeded: false) : nil
    default: return nil
    }
  }
}

extension Operand {
  /// The attributes in a chain of attributes and items, the outermost first, each with what it is an attribute of.
  var attributes: [(base: Operand, name: String)] {
    var attributes: [(base: Operand, name: String)] = []
    var rest = self
    while true {
      switch rest {
      case .attribute(let base, let name):
        attributes.append((base, name))
        rest = base
      case .item(let base, _): rest = base
      default: return attributes
      }
    }
  }

  /// What items are taken from in a chain of attributes and items.
  fileprivate var bases: [Operand] {
    var bases: [Operand] = []
    var rest = self
    while true {
      switch rest {
      case .attribute(let base, _): rest = base
      case .item(let base, _):
        bases.append(base)
        rest = base
      default: return bases
      }
    }
  }

  /// The dotted path of an attribute of a module that the name at its start stands for.
  fileprivate func path(after module: String) -> String {
    switch self {
    case .attribute(let base, let name): base.path(after: module) + "." + name
    default: module
    }
  }
}

extension DefinedCode {
  /// Whether it is called where code reads an attribute or an item of an object.
  var isCalledByReading: Bool {
    isProperty || owner != nil && ["__getattr__", "__getitem__", "__missing__"].contains(name)
  }

  /// Whether the code, that of an initializer, gives its object an attribute.
  fileprivate func assigns(_ attribute: String) -> Bool {
    operations.contains { operation in
      guard case .store(.attribute(.name(let object, .parameter), attribute), _) = operation.kind else {
        return false
      }
      return object == parameters.first
    }
  }

  /// Whether the method is called by reading an attribute of its name.
  var isProperty: Bool {
    decorators.contains { decorator in
      switch decorator {
      case .name(let name, _), .attribute(_, let name): name == "property" || name == "cached_property"
      default: false
      }
    }
  }

  /// Whether it is the setter of a property: `@limit.setter`.
  fileprivate var isSetter: Bool {
    decorators.contains { decorator in
      if case .attribute(.name(name, _), "setter") = decorator { true } else { false }
    }
  }
}
