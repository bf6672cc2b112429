import NotebookModel
import PythonSyntax

/// Values that nothing passes from step to step, and what holds them.
extension ValueReader {
  /// Returns why a value that another holds cannot be passed; nil if it can, or if that is not known.
  ///
  /// What NumPy and pandas create can be saved as a part of something else.
  func heldFault(of value: KnownValue, by holder: String) -> PassingFault? {
    guard case .made(let path, _) = value, !path.hasPrefix("numpy."), !path.hasPrefix("pandas."),
      path != "builtins.object", !Self.ending.contains(path)
    else { return nil }
    // Kale saves one by itself, and not as a part of something else.
    if path == "xgboost.DMatrix" {
      return PassingFault(
        what: "\(holder) a matrix of XGBoost", outcome: .notSaved, remedy: "pass it in a variable of its own."
      )
    }
    let call = (path.hasPrefix("builtins.") ? String(path.dropFirst("builtins.".count)) : path) + "()"
    let made =
      path == KnownValue.generatorPath ? .generator : analysis.release.marshalling.value(madeBy: call)
    guard let made, let outcome = PassingFault.Outcome(ofHolding: made.outcome) else { return nil }
    let what =
      if made.what.hasPrefix("or holds ") {
        String(made.what.dropFirst("or holds ".count))
      } else {
        made.what.hasPrefix("a") ? made.what : "an object that is \(made.what)"
      }
    return PassingFault(
      what: "\(holder) \(what)", outcome: outcome,
      remedy: made.remedy.prefix(1).lowercased() + made.remedy.dropFirst(),
      failsOnExact: made != .generator && !Marshalling.isPassedByExactRuntime(call),
      condition: Self.condition(ofHolding: path))
  }

  private static func condition(ofHolding path: String) -> PassingFault.Condition? {
    switch path {
    case KnownValue.generatorPath: .started(mayStartElsewhere: false)
    case KnownValue.rowPath: .namedRows
    default: path.hasPrefix("concurrent.futures.") ? .unfinished : nil
    }
  }

  /// What can be passed once it has ended, for which a step waits as a rule.
  private static let ending: Set<String> = ["subprocess.Popen", "threading.Thread", "threading.Timer"]

  /// Returns why an object cannot be passed because of what its constructor stores in its attributes.
  func storedFault(of definition: DefinitionInNotebook, _ parts: [KnownValue], left: Int) -> PassingFault? {
    guard left > 0, definition.value.isClass, !definition.value.savesItself else { return nil }
    let holder = "an object of `\(definition.name)` that holds"
    guard let start = definition.value.body.definitions["__init__"] else {
      if definition.comparesClasses {
        return parts.lazy.compactMap { self.heldFault(of: $0, by: holder) }.first
      }
      guard let base = definition.value.bases.first,
        case .definition(let other) = classOf(base, seenFrom: definition)
      else { return nil }
      return storedFault(of: other, parts, left: left - 1)
    }
    guard let receiver = start.parameters.first else { return nil }
    var reader = self
    let place = Place(unit: definition.unit, ordinal: Int.max, storeCount: 0)
    let locals = reader.variables(of: start, given: parts, at: place)
    for addition in start.body.additions.prefix(32) where addition.name == receiver {
      let value =
        definition.isGenerator(addition.value, of: receiver)
        ? .made(KnownValue.generatorPath, []) : reader.value(of: addition.value, at: place, locals, left: 8)
      if var fault = heldFault(of: value, by: holder) ?? dillFault(of: value, left: left - 1) {
        if addition.isConditional { fault.outcome = .perhaps }
        return fault
      }
    }
    return nil
  }

  /// Returns the variables whose methods a unit's own code gives a generator: `simulation.start(car(3))`.
  package mutating func namesGivenGenerators(in unit: UnitIndex) -> Set<String> {
    var names: Set<String> = []
    for (ordinal, cell) in analysis.outline.units[unit].cells.enumerated() {
      let values = analysis.facts[cell].values
      for call in values.methodCalls + values.uses {
        guard case .call(.attribute(.name(let name), _), let arguments) = call.kind, !names.contains(name)
        else { continue }
        let place = Place(unit: unit, ordinal: ordinal, storeCount: call.storeCount)
        let isGiven = arguments.contains { argument in
          guard case .call = argument.value,
            case .made(KnownValue.generatorPath, _) = value(of: argument.value, at: place)
          else { return false }
          return true
        }
        if isGiven { names.insert(name) }
      }
    }
    return names
  }

  /// Returns why an object may not be passed whose methods were given a generator; nil for one of another class than the
  /// notebook's.
  package mutating func generatorFault(of name: String, atEndOf unit: UnitIndex) -> PassingFault? {
    guard case .instance(let definition, _) = value(of: name, atEndOf: unit) else { return nil }
    var fault = heldFault(
      of: .made(KnownValue.generatorPath, []), by: "an object of `\(definition.name)` that may hold")
    fault?.outcome = .perhaps
    return fault
  }

  /// Returns why a class cannot be passed because of what its own attributes hold. The exact runtime passes only classes of
  /// steps.
  func attributeFault(of definition: DefinitionInNotebook) -> PassingFault? {
    for store in definition.value.body.stores.prefix(32) {
      guard case .call = store.value else { continue }
      var reader = self
      let value = reader.value(of: store.value, at: definition.place, [:], left: 8)
      guard var fault = heldFault(of: value, by: "or belongs to `\(definition.name)`, which holds") else {
        continue
      }
      if definition.unit == nil { fault.failsOnExact = false }
      return fault
    }
    return nil
  }

  /// What the constructor of a class stores in an attribute of its object.
  mutating func stored(
    _ attribute: String, of definition: DefinitionInNotebook, _ parts: [KnownValue]
  ) -> KnownValue {
    guard callsLeft > 0, let start = definition.value.body.definitions["__init__"],
      let receiver = start.parameters.first,
      let store = start.body.additions.prefix(32).last(where: {
        $0.name == receiver && $0.attribute == attribute
      })
    else { return .unknown }
    callsLeft -= 1
    defer { callsLeft += 1 }
    if store.isConditional { doubt() }
    let place = Place(unit: definition.unit, ordinal: Int.max, storeCount: 0)
    let locals = variables(of: start, given: parts, at: place)
    return value(of: store.value, at: place, locals, left: 8)
  }

  /// The variables of a constructor that is given some values.
  private mutating func variables(
    of start: DefinedValue, given parts: [KnownValue], at place: Place
  ) -> [String: KnownValue] {
    var locals = Dictionary(start.parameters.map { ($0, KnownValue.unknown) }, uniquingKeysWith: { $1 })
    for (parameter, part) in zip(start.parameters.dropFirst(), parts) { locals[parameter] = part }
    for store in start.body.stores.prefix(32) {
      locals[store.name] = value(of: store.value, at: place, locals, left: 8)
    }
    return locals
  }

  /// Returns a function that a function returns: one without a name that uses what cannot be passed, or one that it defines.
  func closure(
    _ result: ValueExpression, over locals: [String: KnownValue], in body: CodeValues
  ) -> KnownValue? {
    if case .name(let name) = result, let inner = body.definitions[name], !inner.isClass,
      case .other? = body.stores.last(where: { $0.name == name })?.value
    {
      return .closure(.unknown)
    }
    guard case .lambda(let body) = result else { return nil }
    return body.namesUsed(left: 6).lazy.compactMap { locals[$0] }
      .first { self.heldFault(of: $0, by: "") != nil }.map { .closure($0) }
  }

  /// What a method of an object returns, if that cannot be passed.
  func bound(_ method: String, to path: String) -> KnownValue {
    let name = "\(path)().\(method)"
    return analysis.release.marshalling.value(madeBy: name + "()") == nil ? .unknown : .made(name, [])
  }

  /// Whether an expression is a string with a suffix, as far as the code shows.
  func ends(_ expression: ValueExpression, with suffix: String, at place: Place, left: Int = 8) -> Bool {
    guard left > 0 else { return false }
    switch expression {
    case .text(let text): return text.hasSuffix(suffix)
    case .name(let name):
      switch site(of: name, at: place) {
      case .store(let store, let before): return ends(store.value, with: suffix, at: before, left: left - 1)
      case .input(let producer): return ends(expression, with: suffix, at: end(of: producer), left: left - 1)
      default: return false
      }
    case .call(_, let arguments):
      return arguments.last.map { ends($0.value, with: suffix, at: place, left: left - 1) } ?? false
    case .operation(let operands):
      return operands.last.map { ends($0, with: suffix, at: place, left: left - 1) } ?? false
    default: return false
    }
  }
}

extension PassingFault.Outcome {
  /// What becomes of what holds a value that cannot be passed; nil if the value is not a cause by itself.
  fileprivate init?(ofHolding outcome: UnmarshallableValue.Outcome) {
    switch outcome {
    case .notSaved: self = .notSaved
    case .perhapsNotSaved: self = .perhaps
    case .waits: self = .waits
    case .notLoaded, .losesContent, .losesReferent, .losesTemporaryTables, .losesFunctions,
      .copied:
      return nil
    }
  }
}

extension KnownValue {
  /// The class of what `np.load` returns for an archive of arrays.
  static let archivePath = "numpy.lib.npyio.NpzFile"
  /// The class of what pandas returns for a table that is read in parts.
  static let readerPath = "pandas.io.parsers.TextFileReader"
  /// The module of XML trees, and the class of their elements.
  static let treePath = "xml.etree.ElementTree."
  static let elementPath = treePath + "Element"
  /// What holds objects that its methods put into it.
  static let holders = graphs.union(queues).union(["collections.deque"])
  /// The queues with which threads work.
  package static let queues: Set<String> = ["queue.LifoQueue", "queue.PriorityQueue", "queue.Queue"]
  /// The graphs of NetworkX, which find their nodes as dictionaries do.
  package static let graphs: Set<String> = [
    "networkx.DiGraph", "networkx.Graph", "networkx.MultiDiGraph", "networkx.MultiGraph",
  ]
  /// What queries of SQLite give for each row.
  static let rowPath = "sqlite3.Row"
  /// What a generator function of the notebook returns.
  static let generatorPath = "types.GeneratorType"
  /// What has the string methods of a series.
  static let textMethodsPath = "pandas.Series.str"
  /// What sums of sparse matrices return.
  package static let sparseResultPath = "scipy.sparse.matrix"
  /// The class of the types of arrays.
  static let dtypePath = "numpy.dtypes.DType"

  /// Whether it is an array or series of Python objects.
  var holdsObjects: Bool {
    switch self {
    case .objects: true
    case .series(let cells): cells.hasText || cells.hasCollections
    default: false
    }
  }
}

extension DefinedValue {
  /// Whether a method is given its class instead of an object.
  var isClassMethod: Bool { decorators.contains { $0.asName == "classmethod" } }

  /// Whether a class says itself how its objects are saved.
  var savesItself: Bool {
    ["__getstate__", "__reduce__", "__reduce_ex__"].contains { body.definitions[$0] != nil }
  }
}

extension ValueExpression {
  /// The variables that calls, attributes and elements in an expression use.
  func namesUsed(left: Int) -> [String] {
    guard left > 0 else { return [] }
    switch self {
    case .name(let name): return [name]
    case .attribute(let base, _), .part(let base, _): return base.namesUsed(left: left)
    case .item(let base, let index): return base.namesUsed(left: left) + index.namesUsed(left: left - 1)
    case .call(let callee, let arguments):
      return callee.namesUsed(left: left) + arguments.flatMap { $0.value.namesUsed(left: left - 1) }
    case .list(let parts), .operation(let parts), .choice(let parts), .comparison(let parts):
      return parts.flatMap { $0.namesUsed(left: left - 1) }
    default: return []
    }
  }
}

extension DefinitionInNotebook {
  /// Whether a constructor calls one of the class's own generators: `self.rows = self.read(path)`.
  fileprivate func isGenerator(_ value: ValueExpression, of receiver: String) -> Bool {
    guard case .call(.attribute(.name(receiver), let method), _) = value else { return false }
    return self.value.body.definitions[method].map { !$0.body.yields.isEmpty } ?? false
  }
}
