import NotebookModel
import PythonSyntax

/// Finds out what kinds of values names hold, by following them to what creates them.
///
/// It looks only at the code that a value comes from, so that it costs nothing where nobody asks.
package struct ValueReader {
  /// A place in the code of a unit, or of the shared cells.
  package struct Place: Sendable {
    /// The unit; nil for shared cells.
    package let unit: UnitIndex?
    /// The cell, counted among those of the unit.
    let ordinal: Int
    /// How many of the cell's stores are made before.
    let storeCount: Int

    /// A place in a cell of a unit, after some of its stores.
    package init(unit: UnitIndex?, ordinal: Int, storeCount: Int) {
      (self.unit, self.ordinal, self.storeCount) = (unit, ordinal, storeCount)
    }
  }

  /// How a name gets its value.
  enum Site {
    case library(String)
    case definition(DefinitionInNotebook)
    case store(CodeValues.Store, Place)
    /// The unit takes it from another.
    case input(producer: UnitIndex)
    case nothing
  }

  let analysis: NotebookAnalysis
  var memo: ValueMemo { analysis.valueMemo }
  /// Whether the value that was asked for last may be of another kind in some runs.
  package internal(set) var isDoubtful = false
  /// What that value came through.
  var way: [ValueCrossing] = []
  /// The names that the value that was asked for last came through, each with the unit that defines it.
  package var crossings: [PassedValue] { way.inputs }
  /// Whether that value was created by another unit.
  package var hasCrossed: Bool { !way.isEmpty }
  /// How many more expressions are looked at for the value that is asked for.
  var budget = 0
  /// The least of `left` so far.
  var lowest = Int.max
  /// The names of the methods of the notebook's classes that are known to shared cells, once something has asked.
  var methodNames: Set<String>?
  /// How many more functions are looked into.
  var callsLeft = Self.mostCalls

  private static let mostExpressions = 2000
  private static let mostCalls = 3
  private static let longestWay = 12

  /// Creates a reader of a notebook's values.
  package init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  // MARK: Questions

  /// Returns the kind of value that a name has where a unit ends.
  package mutating func value(of name: String, atEndOf unit: UnitIndex) -> KnownValue {
    start()
    return value(of: name, at: end(of: unit), [:], left: Self.longestWay)
  }

  /// Returns the kind of value that an expression gives.
  package mutating func value(of expression: ValueExpression, at place: Place) -> KnownValue {
    start()
    return value(of: expression, at: place, [:], left: Self.longestWay)
  }

  /// Returns the string that a name has where a unit ends, if the unit's code has it in full.
  package func literal(of name: String, atEndOf unit: UnitIndex) -> String? {
    guard case .store(let store, _) = site(of: name, at: end(of: unit)), !store.isConditional,
      case .text(let text) = store.value
    else { return nil }
    return text
  }

  private mutating func start() {
    (isDoubtful, way, lowest) = (false, [], Int.max)
    (budget, callsLeft) = (Self.mostExpressions, Self.mostCalls)
  }

  mutating func doubt() { isDoubtful = true }

  func end(of unit: UnitIndex) -> Place {
    Place(unit: unit, ordinal: analysis.outline.units[unit].cells.count, storeCount: 0)
  }

  // MARK: Names

  func cells(of unit: UnitIndex?) -> [CellIndex] {
    unit.map { analysis.outline.units[$0].cells } ?? analysis.sharedCells
  }

  /// Returns how a name gets the value that it has at a place.
  func site(of name: String, at place: Place) -> Site {
    if let site = ownSite(of: name, at: place) { return site }
    guard let unit = place.unit else { return .nothing }
    let shared = Place(unit: nil, ordinal: analysis.sharedCells.count, storeCount: 0)
    if let site = ownSite(of: name, at: shared) { return site }
    guard analysis.flow.flows[unit].inputs.contains(name) else { return .nothing }
    return .input(producer: producer(of: name, takenBy: unit))
  }

  /// Returns the unit whose own code binds the name that a unit takes: those in between only pass it on.
  private func producer(of name: String, takenBy unit: UnitIndex) -> UnitIndex {
    var way: [UnitIndex] = []
    var producer = unit
    while producer == unit || !analysis.units[producer].ownNames.contains(name) {
      if let known = memo.producer(of: name, takenBy: producer) {
        producer = known
        break
      }
      guard analysis.flow.flows[producer].inputs.contains(name),
        let provider = analysis.flow.provider(of: name, for: producer),
        way.count < analysis.outline.units.count
      else { break }
      way.append(producer)
      producer = provider
    }
    memo.note(producer, of: name, takenBy: way)
    return producer
  }

  private func ownSite(of name: String, at place: Place) -> Site? {
    let names = place.unit.map { analysis.units[$0].names } ?? analysis.shared.names
    // Most names that a unit mentions are another's.
    guard let bindings = names.bindings[name] else { return nil }
    let cells = cells(of: place.unit)
    for found in bindings.reversed() where found.ordinal <= place.ordinal {
      guard cells.indices.contains(found.ordinal) else { continue }
      let facts = analysis.facts[cells[found.ordinal]]
      let binding = facts.facts.bindings[found.element]
      if binding.kind == .import {
        return analysis.importedPath(of: name, in: cells[found.ordinal]).map { .library($0) } ?? .nothing
      }
      let read = facts.sharedValues
      let count = found.ordinal == place.ordinal ? place.storeCount : read.values.stores.count
      guard let last = read.values.lastStore(of: name, before: count) else {
        if found.ordinal == place.ordinal { continue }
        return .nothing
      }
      let store = read.values.stores[last]
      if case .other = store.value, let definition = read.values.definitions[name] {
        return .definition(
          DefinitionInNotebook(value: definition, unit: place.unit, ordinal: found.ordinal))
      }
      return .store(store, Place(unit: place.unit, ordinal: found.ordinal, storeCount: last))
    }
    return nil
  }

  mutating func value(
    of name: String, at place: Place, _ locals: [String: KnownValue], left: Int
  ) -> KnownValue {
    if !locals.isEmpty, let local = locals[name] { return local }
    lowest = min(lowest, left)
    guard left > 0 else { return .unknown }
    switch site(of: name, at: place) {
    case .library(let path): return .library(path)
    case .definition(let definition): return .definition(definition)
    case .store(let store, let before):
      return locals.isEmpty
        ? known(store, at: before, left: left) : read(store, at: before, locals, left: left)
    case .input(let producer):
      way.append(.input(PassedValue(name: name, producer: producer)))
      return self.value(of: name, at: end(of: producer), [:], left: left - 1)
    case .nothing:
      return BuiltinNames.python.contains(name) ? .library("builtins." + name) : .unknown
    }
  }

  // MARK: Expressions

  mutating func value(
    of expression: ValueExpression, at place: Place, _ locals: [String: KnownValue], left: Int
  ) -> KnownValue {
    budget -= 1
    lowest = min(lowest, left)
    guard budget > 0, left > 0 else { return .unknown }
    func each(_ parts: [ValueExpression], _ reader: inout ValueReader) -> [KnownValue] {
      parts.map { reader.value(of: $0, at: place, locals, left: left) }
    }
    switch expression {
    case .name(let name): return value(of: name, at: place, locals, left: left)
    case .integer(let number): return .integer(number)
    case .text: return .text
    case .plain: return .plain
    case .none: return .nothing
    case .attribute(let base, let name):
      return attribute(name, of: value(of: base, at: place, locals, left: left))
    case .call(let callee, let arguments):
      return call(callee, arguments, at: place, locals, left: left)
    case .item(let base, let index):
      return item(
        of: value(of: base, at: place, locals, left: left), index,
        value(of: index, at: place, locals, left: left))
    case .part(let whole, let number):
      return part(number, of: value(of: whole, at: place, locals, left: left))
    case .list(let parts): return .container(each(parts, &self), isDictionary: false)
    case .generator(let element): return .made(KnownValue.generatorPath, each([element], &self))
    case .dictionary(let keys, let values):
      return .container(each(values, &self) + each(keys, &self).filter(\.isKeyByIdentity), isDictionary: true)
    case .operation(let operands):
      let values = each(operands, &self)
      return combinedMember(values) ?? Self.operation(values)
    case .comparison(let operands): return Self.comparison(each(operands, &self))
    case .choice(let parts): return either(each(parts, &self))
    case .lambda: return .lambda
    case .slice, .other: return .unknown
    }
  }

  /// Returns what one of several values is, whichever it is.
  mutating func either(_ values: [KnownValue]) -> KnownValue {
    guard let first = values.first else { return .unknown }
    if values.allSatisfy({ $0.isAlike(first) }) { return first }
    isDoubtful = true
    return values.first { $0.isTelling } ?? first
  }

  /// Members of a flag that are combined are a member: `Color.RED | Color.BLUE`.
  private func combinedMember(_ values: [KnownValue]) -> KnownValue? {
    guard case .member(let definition)? = values.first,
      libraryBases(of: definition, left: 4).contains(where: { $0.hasSuffix("Flag") })
    else { return nil }
    return .member(definition)
  }

  private static func operation(_ values: [KnownValue]) -> KnownValue {
    var strongest = KnownValue.plain
    for value in values {
      switch (value.withoutScalar, strongest) {
      case (.frame, _): return .frame(.init())
      case (.series, _): strongest = .series(.init())
      case (.mixed, .plain), (.mixed, .number), (.mixed, .numpy), (.mixed, .element), (.mixed, .reduced):
        strongest = .mixed
      case (.numpy, .plain), (.numpy, .number), (.numpy, .element), (.numpy, .reduced): strongest = .numpy
      case (.element, .plain), (.element, .number), (.element, .reduced): strongest = .element
      case (.reduced, .plain), (.reduced, .number): strongest = .reduced
      case (.number, .plain): strongest = .number
      case (.plain, _), (.integer, _), (.number, _), (.element, _), (.reduced, _), (.numpy, _), (.mixed, _):
        break
      default: return .unknown
      }
    }
    return strongest
  }

  /// A comparison of numbers returns a boolean, which code only tests.
  private static func comparison(_ values: [KnownValue]) -> KnownValue {
    switch operation(values) {
    case .series: .series(.init())
    case .frame: .frame(.init())
    case .numpy, .mixed: .numpy
    default: .plain
    }
  }

  // MARK: Functions of the notebook

  /// Returns what a function of the notebook returns.
  mutating func result(
    of function: DefinitionInNotebook, _ arguments: [(keyword: String?, value: KnownValue)], left: Int,
    receiver: KnownValue? = nil
  ) -> KnownValue {
    guard callsLeft > 0, !function.value.isClass else { return .unknown }
    guard function.value.decorators.isEmpty || receiver != nil else { return .unknown }
    callsLeft -= 1
    defer { callsLeft += 1 }
    var locals: [String: KnownValue] = [:]
    for parameter in function.value.parameters { locals[parameter] = .unknown }
    if let receiver, let name = function.value.parameters.first { locals[name] = receiver }
    let parameters = function.value.parameters.dropFirst(receiver == nil ? 0 : 1)
    for (parameter, argument) in zip(parameters, arguments.filter { $0.keyword == nil }) {
      locals[parameter] = argument.value
    }
    for argument in arguments {
      if let keyword = argument.keyword, locals[keyword] != nil { locals[keyword] = argument.value }
    }
    let cells = cells(of: function.unit)
    let place = Place(unit: function.unit, ordinal: cells.count, storeCount: 0)
    let body = function.value.body
    for store in body.stores.prefix(64) {
      if store.isConditional { isDoubtful = true }
      locals[store.name] = value(of: store.value, at: place, locals, left: left - 1)
    }
    if !body.yields.isEmpty {
      let yielded = body.yields.prefix(8).map { value(of: $0, at: place, locals, left: left - 1) }
      return .made(KnownValue.generatorPath, [either(yielded)])
    }
    guard !body.results.isEmpty else { return .plain }
    return either(
      body.results.prefix(8).map {
        closure($0, over: locals, in: body) ?? value(of: $0, at: place, locals, left: left - 1)
      })
  }
}

extension KnownValue {
  /// Whether something is known that a rule may look for.
  var isTelling: Bool {
    switch self {
    case .unknown, .plain, .nothing, .text, .integer: false
    default: true
    }
  }

  /// The same for arithmetic, which does not tell what array a number is of.
  fileprivate var withoutScalar: KnownValue { if case .scalar = self { .reduced } else { self } }

  /// Whether two values are of the same kind, whatever they hold.
  package func isAlike(_ other: KnownValue) -> Bool {
    switch (self, other) {
    case (.plain, .plain), (.nothing, .nothing), (.text, .text), (.integer, .integer), (.number, .number),
      (.numpy, .numpy),
      (.objects, .objects), (.mixed, .mixed), (.element, .element), (.reduced, .reduced),
      (.scalar, .scalar):
      true
    case (.member(let one), .member(let other)), (.instance(let one, _), .instance(let other, _)):
      one.isSame(as: other)
    case (.made(Self.elementPath, _), .made(Self.elementPath, _)): true
    default: false
    }
  }

  /// Whether it is a function or class of the notebook, or an object of one.
  var isOfNotebook: Bool {
    switch self {
    case .definition, .instance, .member, .lambda: true
    default: false
    }
  }

  /// Whether it may be an object that is a key of a dictionary by what it is, not by what it holds.
  fileprivate var isKeyByIdentity: Bool {
    if case .made(Self.elementPath, _) = self { true } else { isOfNotebook }
  }

  /// What of it a cell of a table holds, if it is put into a column.
  var objectsOfCells: [KnownValue] {
    switch self {
    case .container(let parts, _): parts.flatMap(\.objectsOfCells)
    case .series(let cells), .frame(let cells): cells.objects
    default: isOfNotebook ? [self] : []
    }
  }
}
