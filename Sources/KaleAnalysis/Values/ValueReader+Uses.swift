import NotebookModel
import PythonSyntax

/// Something that a unit does with values, and where.
package struct PlacedUse {
  /// What it does.
  package var kind: ValueUse.Kind
  /// Where it does it.
  package var place: ValueReader.Place
  /// Whether the unit may run to its end without doing it.
  package var isConditional: Bool
}

extension ValueReader {
  /// Returns what a unit's own code does with values, and what the notebook's functions do with those that it passes to
  /// them.
  package mutating func uses(of unit: UnitIndex) -> [PlacedUse] {
    var found: [PlacedUse] = []
    for (ordinal, cell) in analysis.outline.units[unit].cells.enumerated() {
      let values = analysis.facts[cell].values
      for use in values.uses {
        let own = placed(use, in: unit, ordinal)
        found.append(own)
        guard case .call(let callee, let arguments) = use.kind else { continue }
        if case .name(let name) = callee, case .definition(let function) = definition(of: name, at: own.place)
        {
          found += uses(of: function, given: arguments, own)
        } else {
          found += usesInCallbacks(of: callee, arguments, own)
        }
        found += usesInMethod(own)
      }
      for call in values.methodCalls { found += usesInMethod(placed(call, in: unit, ordinal)) }
    }
    return found
  }

  private func placed(_ use: ValueUse, in unit: UnitIndex, _ ordinal: Int) -> PlacedUse {
    PlacedUse(
      kind: use.kind, place: Place(unit: unit, ordinal: ordinal, storeCount: use.storeCount),
      isConditional: use.isConditional)
  }

  /// What a function does with its arguments, or a class when it creates an object.
  private func uses(
    of definition: DefinitionInNotebook, given arguments: [ValueArgument], _ call: PlacedUse
  ) -> [PlacedUse] {
    guard definition.value.isClass else { return uses(of: definition.value, given: arguments, call) }
    guard let start = definition.value.body.definitions["__init__"] else { return [] }
    return uses(of: start, given: [ValueArgument(keyword: nil, value: .other)] + arguments, call)
  }

  /// What a method of the notebook's classes does with its arguments: `index.add(documents[0])`.
  private mutating func usesInMethod(_ call: PlacedUse) -> [PlacedUse] {
    guard case .call(.attribute(let object, let name), let arguments) = call.kind,
      namesOfSharedMethods().contains(name),
      case .instance(let owner, _) = value(of: object, at: call.place), let method = method(name, of: owner),
      method.value.decorators.isEmpty
    else { return [] }
    return uses(of: method.value, given: [ValueArgument(keyword: nil, value: object)] + arguments, call)
  }

  private mutating func namesOfSharedMethods() -> Set<String> {
    if let methodNames { return methodNames }
    var names: Set<String> = []
    for cell in analysis.sharedCells where !analysis.facts[cell].facts.definitions.isEmpty {
      for definition in analysis.facts[cell].values.definitions.values where definition.isClass {
        names.formUnion(definition.body.definitions.keys)
      }
    }
    methodNames = names
    return names
  }

  func definition(of name: String, at place: Place) -> Site {
    let site = site(of: name, at: place)
    guard case .input(let producer) = site else { return site }
    let end = Place(unit: producer, ordinal: analysis.outline.units[producer].cells.count, storeCount: 0)
    return self.site(of: name, at: end)
  }

  /// What a function does with its arguments.
  func uses(
    of function: DefinedValue, given arguments: [ValueArgument], _ call: PlacedUse
  ) -> [PlacedUse] {
    guard !function.isClass else { return [] }
    let assigned = Set(function.body.stores.map(\.name))
    var given: [String: ValueExpression] = [:]
    for (parameter, argument) in zip(function.parameters, arguments.filter { $0.keyword == nil }) {
      given[parameter] = argument.value
    }
    for argument in arguments {
      if let keyword = argument.keyword { given[keyword] = argument.value }
    }
    given = given.filter { !assigned.contains($0.key) && function.parameters.contains($0.key) }
    guard !given.isEmpty else { return [] }
    return function.body.uses.prefix(64).map { use in
      PlacedUse(
        kind: use.kind.replacingNames(given, own: assigned.union(function.parameters)), place: call.place,
        isConditional: use.isConditional || call.isConditional)
    }
  }

  /// Returns whether an expression is a dictionary.
  package mutating func isDictionary(_ expression: ValueExpression, at place: Place) -> Bool {
    switch value(of: expression, at: place) {
    case .container(_, let isDictionary): isDictionary
    case .made(let path, _):
      ["builtins.dict", "collections.defaultdict", "collections.OrderedDict"].contains(path)
    default: false
    }
  }

  /// Returns the dotted paths of the library classes that an expression names, alone or in a tuple.
  package mutating func classes(in expression: ValueExpression, at place: Place) -> [KnownValue] {
    if case .list(let parts) = expression { return parts.map { value(of: $0, at: place) } }
    return [value(of: expression, at: place)]
  }
}

extension ValueUse.Kind {
  /// Whether a method compares with the class of its object: `type(self) is type(other)`,
  /// `isinstance(other, self.__class__)`.
  fileprivate func asksForOwnClass(of receiver: String) -> Bool {
    func isOwnClass(_ expression: ValueExpression) -> Bool {
      switch expression {
      case .attribute(.name(receiver), "__class__"): true
      case .call(.name("type"), let arguments): arguments.first?.value.asName == receiver
      default: false
      }
    }
    switch self {
    case .comparison(let left, let right): return isOwnClass(left) || isOwnClass(right)
    case .test(let object, let other, .identity): return isOwnClass(object) || isOwnClass(other)
    case .call(.name("isinstance"), let arguments):
      return arguments.last.map { isOwnClass($0.value) } ?? false
    default: return false
    }
  }

  /// The same with arguments in the place of parameters, where they stand alone; names of the function mean nothing
  /// outside.
  fileprivate func replacingNames(
    _ given: [String: ValueExpression], own: Set<String>
  ) -> ValueUse.Kind {
    switch self {
    case .call(let callee, let arguments):
      var replaced = arguments.map {
        ValueArgument(keyword: $0.keyword, value: $0.value.replacingNames(given))
      }
      // Classes are rarely given.
      if case .name("isinstance") = callee, arguments.count == 2 {
        replaced[1].value = arguments[1].value.hidingNames(own)
      } else if case .name("super") = callee, arguments.count == 2 {
        replaced[0].value = arguments[0].value.hidingNames(own)
      }
      if case .attribute(let base, let name) = callee, let owner = base.asName, given[owner] != nil {
        return .call(.attribute(base.replacingNames(given), name), replaced)
      }
      return .call(callee, replaced)
    case .key(let key): return .key(key.replacingNames(given))
    case .lookup(let base, let key):
      guard case .name(let name)? = given[key] else { return .key(.other) }
      return .lookup(base, key: name)
    case .comparison(let left, let right):
      return .comparison(
        left.replacingNames(given, own: own), right.replacingNames(given, own: own))
    case .test(let object, let other, let test):
      return .test(object.replacingNames(given), other.hidingNames(own), test)
    }
  }
}

extension ValueExpression {
  /// The same with arguments in the place of parameters. A name that is not the function's own stays: all code shares it.
  fileprivate func replacingNames(
    _ given: [String: ValueExpression], own: Set<String>
  ) -> ValueExpression {
    if case .name(let name) = self, !own.contains(name) { return self }
    return replacingNames(given)
  }

  fileprivate func replacingNames(_ given: [String: ValueExpression]) -> ValueExpression {
    switch self {
    case .name(let name): given[name] ?? .other
    case .list(let parts): .list(parts.map { $0.replacingNames(given) })
    case .dictionary(let keys, let values):
      .dictionary(keys: keys, values: values.map { $0.replacingNames(given) })
    case .part(let whole, let number): .part(whole.replacingNames(given), number)
    case .call(.name("type"), let arguments):
      .call(
        .name("type"),
        arguments.map { ValueArgument(keyword: $0.keyword, value: $0.value.replacingNames(given)) })
    default: self
    }
  }

  /// The same without the names that mean nothing outside of a function.
  fileprivate func hidingNames(_ own: Set<String>) -> ValueExpression {
    switch self {
    case .name(let name): own.contains(name) ? .other : self
    case .attribute(let base, let name): .attribute(base.hidingNames(own), name)
    case .list(let parts): .list(parts.map { $0.hidingNames(own) })
    default: .other
    }
  }
}

// MARK: - Classes

extension DefinitionInNotebook {
  /// Whether every step runs the definition.
  package var isShared: Bool { unit == nil }

  /// Whether objects of the class are equal only if they are of the same class.
  package var comparesClasses: Bool {
    let isDataClass = value.decorators.contains { decorator in
      if case .call(let callee, _) = decorator { callee.namesDataClass } else { decorator.namesDataClass }
    }
    guard let equality = value.body.definitions["__eq__"] else { return isDataClass }
    return equality.body.uses.contains { $0.kind.asksForOwnClass(of: equality.parameters.first ?? "self") }
  }

  /// Whether objects of the class are ordered only among themselves: `@dataclass(order=True)`.
  package var ordersClasses: Bool {
    value.decorators.contains { decorator in
      guard case .call(let callee, let arguments) = decorator else { return false }
      return callee.namesDataClass && arguments.contains { $0.keyword == "order" }
        && value.body.definitions["__lt__"] == nil
    }
  }
}

extension ValueExpression {
  /// Whether it is the decorator of dataclasses, by its name.
  fileprivate var namesDataClass: Bool {
    switch self {
    case .name("dataclass"), .attribute(_, "dataclass"): true
    default: false
    }
  }
}

extension ValueReader {
  /// Returns whether a class of the notebook is another one, or inherits from it.
  package func inherits(_ definition: DefinitionInNotebook, from other: DefinitionInNotebook) -> Bool {
    var (waiting, left) = ([definition], 16)
    while let next = waiting.popLast(), left > 0 {
      left -= 1
      if next.isSame(as: other) { return true }
      for base in next.value.bases {
        if case .definition(let base) = classOf(base, seenFrom: next) { waiting.append(base) }
      }
    }
    return false
  }

  /// Returns the name that a unit takes from another and that a variable's value is a part of.
  package func input(
    behind name: String, at place: Place, left: Int = 8
  ) -> PassedValue? {
    guard left > 0 else { return nil }
    switch site(of: name, at: place) {
    case .input(let producer): return PassedValue(name: name, producer: producer)
    case .store(let store, let before):
      return store.value.rootName.flatMap { input(behind: $0, at: before, left: left - 1) }
    default: return nil
    }
  }
}

extension ValueReader {
  /// Whether the unit that makes a value uses another variable for it, so that one may hold the object of the other.
  package func keeps(_ value: PassedValue, _ name: String) -> Bool {
    value.name != name
      && analysis.outline.units[value.producer].cells.contains { cell in
        let values = analysis.facts[cell].values
        return (values.stores + values.additions).contains { store in
          store.name == value.name && store.value.namesUsed(left: 6).contains(name)
        }
      }
  }
}

extension ArrayUseTable {
  /// The names of the functions and methods whose calls rules look at.
  static let names: Set<String> = {
    let paths = failing.union(failingInside).union(failingAsElement).union(failingForDates)
    return missingMethods.union(textMethods).union(countingMethods).union([
      "degree", "dump", "dumps", "eval", "exec", "filter", "get", "has_node", "heappush", "isinstance", "map",
      "max", "min", "neighbors", "predecessors", "put", "remove_node",
      "sort",
      "sorted", "start", "successors", "type",
    ])
    .union(paths.map { $0.split(separator: ".").last.map(String.init) ?? $0 })
  }()
}
