import PythonSyntax

/// What functions and classes of the notebook may call.
extension StateWorld {
  /// The methods that make an object.
  static let constructors = ["__new__", "__init__", "__post_init__"]

  /// The definitions that a definition mentions.
  func callees(of index: Int) -> [Int] {
    let definition = definitions[index]
    // To make an object is not to call its methods.
    var callees =
      definition.code.isClass
      ? Self.constructors.compactMap { method($0, of: index) } + hooks(of: index) : definition.methods
    let called = definition.code.calledMethods
    var callsUnknown = called.callsValues
    if let owner = definition.owner {
      let own = called.onSelf.sorted().map { method($0, of: owner) }
      let callsInherited = own.contains(nil)
      callsUnknown = callsUnknown || callsInherited
      callees += own.compactMap { $0 }
      callees += called.onSuper.sorted().compactMap { inheritedMethod($0, of: owner) }
      if called.callsValues || callsInherited && inheritsFromLibrary(owner) {
        callees += ownMethods(of: owner)
      }
    }
    if callsUnknown { callees += registered }
    callees += called.all.sorted().flatMap(methods(named:))
    var seen: Set<String> = []
    let operands = definition.code.decorators + definition.code.bases
    for root in operands.compactMap(\.root) + definition.code.operations.compactMap(\.readRoot)
    where root.scope == .module && seen.insert(root.name).inserted {
      switch variables[root.name]?.meaning.kind {
      case .definition(let callee):
        callees.append(callee)
        if callee != definition.owner { callees += definitions[callee].methods }
      case .instance(let owner): callees += definitions[owner].methods
      default: break
      }
    }
    return callees
  }
}

extension DefinedCode {
  /// The methods that the code calls, and those that it calls on its own object and as its class inherits them:
  /// `super().add(1)`. `callsValues`: whether it calls what variables and containers hold.
  fileprivate var calledMethods:
    (all: Set<String>, onSelf: Set<String>, onSuper: Set<String>, callsValues: Bool)
  {
    var called = (all: Set<String>(), onSelf: Set<String>(), onSuper: Set<String>(), callsValues: false)
    for operation in operations {
      switch operation.kind {
      case .call(.attribute(let receiver, let method), _):
        called.all.insert(method)
        switch receiver {
        case .name("self", _): called.onSelf.insert(method)
        case .call(.name("super", _), _): called.onSuper.insert(method)
        default: break
        }
      // An object that is called.
      case .call(.name(_, .local), _), .call(.item, _):
        called.all.insert("__call__")
        called.callsValues = true
      case .call(.call, _): called.callsValues = true
      default: break
      }
    }
    return called
  }
}

extension CodeOperation {
  /// The name that the operation reads first.
  fileprivate var readRoot: (name: String, scope: Operand.Scope)? {
    if case .read(let operand, _) = kind { operand.root } else { nil }
  }
}
