import KaleAnalysis
import NotebookModel
import PythonSyntax

/// An object whose class or identity a later step checks, where both are others in Kale's steps.
enum ClassIdentity: InquiringRule {
  static let description = RuleDescription(
    code: "KALE252", name: "class-identity", severity: .warning, concernsKaleAlone: true,
    summary:
      "A step checks the class or identity of an object that another step created, and the check fails with Kale's runtime.",
    rationale: """
      Every step runs the functions cells, and so defines its own copy of each class in them. Kale's runtime saves an \
      object together with its class. In the next step, the object therefore belongs to another class of the same \
      name: `isinstance` is false, `except` and `case` do not match, `super(Sample, self)` raises a TypeError, and \
      instances of a dataclass with the same values differ. For the same reason, `pickle` and `joblib` reject the object, and it cannot be ordered among objects that \
      the step creates itself.

      Two variables that hold the same object hold copies of it in the next step, so that `is` is false. A function or \
      an `object()` of the functions cells, too, is another one in each step.

      With the runtime `exact`, an object belongs to the class of the step that loads it. The finding therefore names \
      Kale, unless the notebook uses the runtime `kale`.
      """,
    whyNoFix: "What to check instead, for example an attribute, depends on the class.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["functions"]
        class Sample:
          def __init__(self, x):
            self.x = x
        # %% tags=["step:make"]
        «samples» = [Sample(i) for i in range(3)]
        # %% tags=["step:report", "prev:make"]
        assert all(isinstance(sample, Sample) for sample in samples)
        """,
        """
        # %% tags=["imports"]
        from dataclasses import dataclass
        # %% tags=["functions"]
        @dataclass
        class Point:
          x: int
        # %% tags=["step:make"]
        «point» = Point(1)
        # %% tags=["step:report", "prev:make"]
        print(point == Point(1))
        """,
        """
        # %% tags=["functions"]
        class Failure(Exception):
          pass
        class Point:
          pass
        NAMES = {Point: "point"}
        MISSING = object()
        # %% tags=["step:make"]
        «failures» = [Failure("a")]
        «points» = [Point()]
        «rows» = [1, MISSING]
        # %% tags=["step:report", "prev:make"]
        try:
          raise failures[0]
        except Failure:
          print(NAMES[type(points[0])])
        print([row for row in rows if row is not MISSING])
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["functions"]
        class Failure(Exception):
          pass
        MISSING = object()
        # %% tags=["step:make"]
        rows = [1, 2]
        # %% tags=["step:report", "prev:make"]
        try:
          if not rows:
            raise Failure("no rows")
        except Failure as failure:
          print(failure)
        first = dict(enumerate(rows)).get(0, MISSING)
        print(first is MISSING)
        """,
        """
        # %% tags=["functions"]
        class Sample:
          def __init__(self, x):
            self.x = x
        # %% tags=["step:make"]
        samples = [Sample(i) for i in range(3)]
        print(isinstance(samples[0], Sample))
        # %% tags=["step:report", "prev:make"]
        print(sum(sample.x for sample in samples), isinstance(samples, list), isinstance(Sample(4), Sample))
        """,
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    let sentinels = analysis.sharedSentinels
    var traits: CellTraits = .identityTests
    if analysis.hasSharedClass || analysis.importsElementTree {
      traits.formUnion([.typeDependence, .fragileValues])
    }
    // Hardly any notebook compares with an object that is nothing but itself, and any step may.
    let steps =
      sentinels.isEmpty && !analysis.callsSuperWithClass
      ? analysis.steps(about: traits)
      : analysis.outline.units.indices.filter { !analysis.outline.units[$0].isNotebook }
    guard !steps.isEmpty else { return [] }
    var search = ClassIdentitySearch(analysis, queries.runtime, sentinels: sentinels)
    for unit in steps { search.search(unit) }
    return search.findings
  }
}

/// Collects the findings, at most one for a value.
private struct ClassIdentitySearch {
  private let analysis: NotebookAnalysis
  private let runtime: PipelineRuntime
  private var reader: ValueReader
  private var seen: Set<PassedValue> = []
  private(set) var findings: [Finding] = []
  private let sentinels: Set<String>
  /// The functions of shared cells that choose what to call by the class of their argument.
  private let dispatchers: Set<String>

  init(_ analysis: NotebookAnalysis, _ runtime: PipelineRuntime, sentinels: Set<String>) {
    (self.analysis, self.runtime, reader) = (analysis, runtime, ValueReader(analysis))
    (self.sentinels, dispatchers) = (sentinels, analysis.sharedDispatchers)
  }

  mutating func search(_ unit: UnitIndex) {
    guard !analysis.flow.flows[unit].inputs.isEmpty
    else { return }
    for use in reader.uses(of: unit) {
      switch use.kind {
      case .call(.name("isinstance"), let arguments) where arguments.count == 2:
        for type in reader.classes(in: arguments[1].value, at: use.place) {
          compare(arguments[0].value, type, "`isinstance` is false", use, unit)
        }
      case .call(.name("super"), let arguments) where arguments.count == 2:
        for type in reader.classes(in: arguments[0].value, at: use.place) {
          compare(
            arguments[1].value, type, "`super` with a class raises a TypeError", use, unit,
            remedy: "call `super()` without arguments.")
        }
      case .call(.attribute(let base, "get"), let arguments):
        guard let key = arguments.first else { continue }
        if case .call(.name("type"), let objects) = key.value, let object = objects.first {
          compareOwnClass(of: object.value, "its class is not found", use, unit)
        }
        find(key.value, in: base, use, unit)
        findCopy(of: key.value, in: base, use, unit)
      case .call(.attribute(let base, let name), let arguments) where Self.picklers.contains(name):
        if let object = arguments.first { pickle(object.value, by: .attribute(base, name), use, unit) }
      case .call(.name(let name), let arguments) where Self.picklers.contains(name):
        if let object = arguments.first { pickle(object.value, by: .name(name), use, unit) }
      case .call(.attribute(_, "heappush"), let arguments), .call(.name("heappush"), let arguments):
        if arguments.count == 2 { order(arguments[1].value, in: arguments[0].value, use, unit) }
      case .call(.attribute(let graph, let name), let arguments) where Self.nodeMethods.contains(name):
        if let node = arguments.first { findCopy(of: node.value, in: graph, use, unit) }
      case .call(.attribute(let queue, "put"), let arguments):
        guard let added = arguments.first else { continue }
        if case .made("queue.PriorityQueue", _) = reader.value(of: queue, at: use.place) {
          order(added.value, in: queue, use, unit)
        }
      case .call(.name(let name), let arguments) where dispatchers.contains(name):
        if let object = arguments.first {
          compareOwnClass(
            of: object.value, "`\(name)` calls another function", use, unit,
            remedy: "choose by an attribute instead of the class.")
        }
      case .lookup(let base, let key): findCopy(of: .name(key), in: base, use, unit)
      case .comparison(let left, let right): compare(left, right, use, unit)
      case .test(let object, let other, let test): self.test(object, other, test, use, unit)
      default: break
      }
    }
  }

  private mutating func test(
    _ object: ValueExpression, _ other: ValueExpression, _ test: ValueUse.ClassTest, _ use: PlacedUse,
    _ unit: UnitIndex
  ) {
    switch test {
    case .key: compareOwnClass(of: object, "its class is not found", use, unit)
    case .identity:
      compareIdentity(object, other, use, unit)
      compareCopies(object, other, use, unit)
    case .pattern, .handler:
      let effect = test == .pattern ? "no `case` matches it" : "`except` does not catch it"
      let remedy = test == .handler ? "catch an exception of Python's own instead." : Self.comparing
      for type in reader.classes(in: other, at: use.place) {
        compare(object, type, effect, use, unit, remedy: remedy)
      }
    }
  }

  /// Reports an object whose class is looked up.
  private mutating func compareOwnClass(
    of object: ValueExpression, _ effect: String, _ use: PlacedUse, _ unit: UnitIndex,
    remedy: String = Self.comparing
  ) {
    guard case .instance(let definition, _) = reader.value(of: object, at: use.place) else { return }
    compare(object, .definition(definition), effect, use, unit, remedy: remedy)
  }

  /// Reports a value that is compared with an object of a shared cell that is nothing but itself: `MISSING = object()`.
  private mutating func compareIdentity(
    _ object: ValueExpression, _ other: ValueExpression, _ use: PlacedUse, _ unit: UnitIndex
  ) {
    guard let sentinel = other.asName, sentinels.contains(sentinel), let name = object.rootName,
      let input = reader.input(behind: name, at: use.place),
      reader.passingFault(of: reader.value(of: input.name, atEndOf: input.producer)) == nil
    else { return }
    report(
      input, in: unit, "`\(input.name)` may hold `\(sentinel)`,",
      "`is` is false", "use a string instead of `\(sentinel)`.", isOther: "which is another object")
  }

  /// Reports two variables of other units that are compared by `is`: each is loaded as a copy of its own. A function or
  /// class of a shared cell is another one than a variable refers to.
  private mutating func compareCopies(
    _ left: ValueExpression, _ right: ValueExpression, _ use: PlacedUse, _ unit: UnitIndex
  ) {
    for (one, other) in [(left, right), (right, left)] {
      guard let name = one.rootName, let input = reader.input(behind: name, at: use.place),
        let otherName = other.rootName
      else { continue }
      if one.asName == nil, case .definition(let shared) = reader.value(of: other, at: use.place),
        shared.isShared
      {
        return report(
          input, in: unit, "`\(name)` refers to `\(shared.name)`,", "`is` is false",
          "compare the names: `__name__`.", isOther: "which is another function or class")
      }
      guard let otherInput = reader.input(behind: otherName, at: use.place),
        reader.keeps(input, otherInput.name)
      else { continue }
      return report(
        input, in: unit, "`\(name)` and `\(otherName)`", "`is` is false", "compare with `==`.",
        isOther: "are separate copies")
    }
  }

  private mutating func compare(
    _ left: ValueExpression, _ right: ValueExpression, _ use: PlacedUse, _ unit: UnitIndex
  ) {
    for (one, other) in [(left, right), (right, left)] {
      if case .call(.name("type"), let arguments) = one, let object = arguments.first {
        compare(object.value, reader.value(of: other, at: use.place), "its class is another", use, unit)
      } else if case .call = other {
        let value = reader.value(of: other, at: use.place)
        guard !reader.hasCrossed, case .instance(let definition, _) = value, definition.comparesClasses else {
          continue
        }
        compare(one, .definition(definition), "it is never equal", use, unit)
        find(other, in: one, use, unit)
      }
    }
  }

  /// Reports a dictionary or list of another unit's in which this one looks for an equal object.
  private mutating func find(
    _ object: ValueExpression, in holder: ValueExpression, _ use: PlacedUse, _ unit: UnitIndex
  ) {
    guard case .call = object, case .instance(let wanted, _) = reader.value(of: object, at: use.place),
      !reader.hasCrossed, wanted.isShared, wanted.comparesClasses,
      case .container(let parts, _) = reader.value(of: holder, at: use.place), reader.hasCrossed,
      parts.contains(where: { if case .instance(let part, _) = $0 { part.isSame(as: wanted) } else { false } }
      ),
      let name = holder.rootName, let input = reader.input(behind: name, at: use.place),
      reader.passingFault(of: reader.value(of: input.name, atEndOf: input.producer)) == nil
    else { return }
    report(
      input, in: unit, "`\(input.name)` holds objects of `\(wanted.name)`,", "none of them is found",
      "look for an attribute instead.")
  }

  /// Reports a dictionary of another unit's whose keys are objects, if this one looks for an object that it takes by itself:
  /// it is a copy, and another key.
  private mutating func findCopy(
    of object: ValueExpression, in holder: ValueExpression, _ use: PlacedUse, _ unit: UnitIndex
  ) {
    guard let name = object.rootName, let holderName = holder.rootName, name != holderName,
      case let wanted = reader.value(of: object, at: use.place), reader.hasCrossed,
      reader.isKeyOfItsOwn(wanted), holds(wanted, reader.value(of: holder, at: use.place)),
      reader.hasCrossed,
      let key = reader.input(behind: name, at: use.place),
      let input = reader.input(behind: holderName, at: use.place), key.name != input.name,
      reader.passingFault(of: reader.value(of: input.name, atEndOf: input.producer)) == nil
    else { return }
    report(
      input, in: unit, "`\(input.name)` and `\(key.name)`", "the object is not found",
      "use a name or a number of the objects as the key.", isOther: "are separate copies")
  }

  /// Whether a dictionary or graph may have an object as a key or node.
  private func holds(_ object: KnownValue, _ holder: KnownValue) -> Bool {
    switch (holder, object) {
    case (.container(let parts, isDictionary: true), _): parts.contains(where: object.isAlike)
    case (.made(let path, _), .instance(let node, _)) where KnownValue.graphs.contains(path):
      holder.objectsOfNotebook.contains { $0.isSame(as: node) }
    default: false
    }
  }

  /// Methods of graphs that are given a node.
  private static let nodeMethods: Set<String> = [
    "degree", "has_node", "neighbors", "predecessors", "remove_node", "successors",
  ]

  /// Functions that save an object with the name of its class.
  private static let picklers: Set<String> = ["dump", "dumps"]
  private static let picklingModules = ["joblib.", "pickle."]

  /// Reports an object that is pickled: its class is no longer what its name stands for.
  private mutating func pickle(
    _ object: ValueExpression, by function: ValueExpression, _ use: PlacedUse, _ unit: UnitIndex
  ) {
    guard case .library(let path) = reader.value(of: function, at: use.place),
      Self.picklingModules.contains(where: path.hasPrefix)
    else { return }
    let classes = reader.value(of: object, at: use.place).objectsOfNotebook
    guard reader.hasCrossed, let pickled = classes.first(where: \.isShared), let name = object.rootName,
      let input = reader.input(behind: name, at: use.place),
      reader.passingFault(of: reader.value(of: input.name, atEndOf: input.producer)) == nil
    else { return }
    report(
      input, in: unit, "`\(input.name)` holds objects of `\(pickled.name)`,", "`\(path)` fails",
      "do it in step `\(analysis.stepName(input.producer))`.")
  }

  /// Reports a heap of another unit's into which this one puts an object of its own.
  private mutating func order(
    _ object: ValueExpression, in heap: ValueExpression, _ use: PlacedUse, _ unit: UnitIndex
  ) {
    guard case .instance(let added, _) = reader.value(of: object, at: use.place), !reader.hasCrossed,
      added.isShared, added.ordersClasses
    else { return }
    let held = reader.value(of: heap, at: use.place).objectsOfNotebook
    guard reader.hasCrossed, held.contains(where: { $0.isSame(as: added) }), let name = heap.rootName,
      let input = reader.input(behind: name, at: use.place)
    else { return }
    report(
      input, in: unit, "`\(input.name)` holds objects of `\(added.name)`,", "`<` fails",
      "keep the attributes in tuples instead.")
  }

  private static let comparing = "compare an attribute instead of the class."

  /// Reports an object that another unit created of a shared class.
  private mutating func compare(
    _ object: ValueExpression, _ type: KnownValue, _ effect: String, _ use: PlacedUse, _ unit: UnitIndex,
    remedy: String = Self.comparing
  ) {
    guard case .definition(let type) = type, type.isShared, type.value.isClass,
      case .instance(let definition, _) = reader.value(of: object, at: use.place), reader.hasCrossed,
      definition.isShared, reader.inherits(definition, from: type), let name = object.rootName,
      let input = reader.input(behind: name, at: use.place),
      reader.passingFault(of: reader.value(of: input.name, atEndOf: input.producer)) == nil
    else { return }
    report(
      input, in: unit, "`\(input.name)` holds objects of `\(definition.name)`,", effect, remedy)
  }

  private mutating func report(
    _ input: PassedValue, in consumer: UnitIndex, _ start: String, _ effect: String,
    _ remedy: String, isOther: String = "which is another class"
  ) {
    guard seen.insert(input).inserted,
      let place = analysis.binding(of: input.name, in: input.producer)
    else { return }
    let isKaleOnly = runtime == .exact
    let advice = isKaleOnly ? "For Kale, " + remedy : remedy.prefix(1).uppercased() + remedy.dropFirst()
    findings.append(
      Finding(
        ClassIdentity.description, severity: .warning, kale: .accepted, isHandled: isKaleOnly, at: place,
        "\(start) \(isOther) in Kale's step `\(analysis.stepName(consumer))`: \(effect). \(advice)",
        related: analysis.firstRead(of: input.name, in: consumer).map {
          [.init($0.place, "`\(input.name)` is read here.")]
        } ?? []))
  }
}

extension NotebookAnalysis {
  /// Whether the notebook may have trees of XML, whose elements are keys by what they are.
  fileprivate var importsElementTree: Bool {
    cells(with: .imports).contains { facts[$0].importedPaths.contains { $0.hasPrefix("xml.etree") } }
  }

  /// Whether a shared cell calls `super(Sub, self)`, which any step may call by a method.
  fileprivate var callsSuperWithClass: Bool {
    sharedCells.contains { cell in
      let source = notebook.cells[cell].source.utf8
      return source.ranges(of: "super(".utf8).contains { call in
        call.upperBound < source.endIndex && source[call.upperBound] != UInt8(ascii: ")")
      }
    }
  }

  /// Whether a shared cell defines a class.
  fileprivate var hasSharedClass: Bool {
    sharedCells.contains { cell in
      facts[cell].facts.definitions.contains { $0.kind == .class }
        || facts[cell].facts.certainCalls.contains { $0.name == "namedtuple" }
    }
  }

  /// The names of shared cells that hold an object of no use but to be told from others.
  fileprivate var sharedSentinels: Set<String> {
    let cells = sharedCells.filter { cell in facts[cell].facts.certainCalls.contains { $0.name == "object" } }
    return Set(
      cells.flatMap { facts[$0].values.stores }.compactMap { store -> String? in
        guard case .call(.name("object"), let arguments) = store.value, arguments.isEmpty else { return nil }
        return store.name
      })
  }

  /// The functions of shared cells that `functools.singledispatch` decorates, and to which a class is registered.
  fileprivate var sharedDispatchers: Set<String> {
    let cells = sharedCells.filter { facts[$0].facts.definitions.contains(where: \.isDecorated) }
    let definitions = cells.flatMap { facts[$0].values.definitions.values }
    let names = definitions.filter { definition in
      definition.decorators.contains { decorator in
        switch decorator {
        case .name("singledispatch"), .attribute(_, "singledispatch"): true
        default: false
        }
      }
    }.map(\.name)
    return Set(names).intersection(definitions.flatMap(\.decorators).compactMap(\.registeredFunction))
  }
}

extension ValueExpression {
  /// `show` of the decorators `@show.register` and `@show.register(Class)`.
  fileprivate var registeredFunction: String? {
    switch self {
    case .attribute(.name(let name), "register"), .call(.attribute(.name(let name), "register"), _): name
    default: nil
    }
  }
}
