import KaleAnalysis
import NotebookModel
import PythonSyntax

/// An object of a shared class that a later step compares with its own class of that name.
enum ClassIdentity: InquiringRule {
  static let description = RuleDescription(
    code: "KALE252", name: "class-identity", severity: .warning, concernsKaleAlone: true,
    summary:
      "A step checks the class of an object that another step created, and the check fails with Kale's runtime.",
    rationale: """
      Every step runs the functions cells, and so defines its own copy of each class in them. Kale's runtime saves an \
      object together with its class. In the next step, the object therefore belongs to another class of the same \
      name: `isinstance` is false, and instances of a dataclass with the same values differ.

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
      ],
      nonTriggering: [
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
        """
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    guard analysis.hasSharedClass else { return [] }
    var search = ClassIdentitySearch(analysis, queries.runtime)
    for unit in analysis.steps(about: [.typeDependence, .fragileValues]) { search.search(unit) }
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

  init(_ analysis: NotebookAnalysis, _ runtime: PipelineRuntime) {
    (self.analysis, self.runtime, reader) = (analysis, runtime, ValueReader(analysis))
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
      case .call(.attribute(let base, "get"), let arguments):
        if let key = arguments.first { find(key.value, in: base, use, unit) }
      case .comparison(let left, let right): compare(left, right, use, unit)
      default: break
      }
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

  /// Reports an object that another unit created of a shared class.
  private mutating func compare(
    _ object: ValueExpression, _ type: KnownValue, _ effect: String, _ use: PlacedUse, _ unit: UnitIndex
  ) {
    guard case .definition(let type) = type, type.isShared, type.value.isClass,
      case .instance(let definition, _) = reader.value(of: object, at: use.place), reader.hasCrossed,
      definition.isShared, reader.inherits(definition, from: type), let name = object.rootName,
      let input = reader.input(behind: name, at: use.place),
      reader.passingFault(of: reader.value(of: input.name, atEndOf: input.producer)) == nil
    else { return }
    report(
      input, in: unit, "`\(input.name)` holds objects of `\(definition.name)`,", effect,
      "compare an attribute instead of the class.")
  }

  private mutating func report(
    _ input: PassedValue, in consumer: UnitIndex, _ start: String, _ effect: String,
    _ remedy: String
  ) {
    guard seen.insert(input).inserted,
      let place = analysis.binding(of: input.name, in: input.producer)
    else { return }
    let isKaleOnly = runtime == .exact
    let advice = isKaleOnly ? "For Kale, " + remedy : remedy.prefix(1).uppercased() + remedy.dropFirst()
    findings.append(
      Finding(
        ClassIdentity.description, severity: .warning, kale: .accepted, isHandled: isKaleOnly, at: place,
        "\(start) which is another class in Kale's step `\(analysis.stepName(consumer))`: \(effect). \(advice)",
        related: analysis.firstRead(of: input.name, in: consumer).map {
          [.init($0.place, "`\(input.name)` is read here.")]
        } ?? []))
  }
}

extension NotebookAnalysis {
  /// Whether a shared cell defines a class.
  fileprivate var hasSharedClass: Bool {
    sharedCells.contains { cell in facts[cell].facts.definitions.contains { $0.kind == .class } }
  }
}
