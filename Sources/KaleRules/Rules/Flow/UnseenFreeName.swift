import KaleAnalysis
import NotebookModel

/// A class or lambda that reads names of other steps.
enum UnseenFreeName: NotebookRule {
  static let description = RuleDescription(
    code: "KALE213", name: "unseen-free-name", severity: .warning, concernsKaleAlone: true,
    summary:
      "Kale does not pass on the names that a class, lambda, `async` function or forwarded function reads.",
    rationale: """
      When a step takes a function, Kale also passes the names that the function reads. It does not look into classes, \
      lambdas and `async` functions, and it loses what a function reads when a step that neither defines nor calls the \
      function passes it on. Where they are used in a later step, these names are undefined. \
      `kale-lsp compile` passes them on.

      With Kale's runtime, the finding is an error if the later step is certain to run code that reads such a name: \
      the step then fails with a NameError.
      """,
    whyNoFix: "Passing a value as an argument changes every call, also those in other steps.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        scale = 3
        # %% tags=["step:define", "prev:load"]
        class «Model»:
          def predict(self, value):
            return value * scale
        # %% tags=["step:use", "prev:define"]
        print(Model().predict(2))
        """,
        """
        # %% tags=["step:load"]
        scale = 3
        # %% tags=["step:define", "prev:load"]
        «scaled» = lambda value: value * scale
        # %% tags=["step:use", "prev:define"]
        print(scaled(2))
        """,
        """
        # %% tags=["step:define"]
        scale = 3
        def «scaled»(value):
          return value * scale
        # %% tags=["step:apply", "prev:define"]
        values = list(map(scaled, [1, 2]))
        # %% tags=["step:use", "prev:apply"]
        print(scaled(2))
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        scale = 3
        # %% tags=["step:define", "prev:load"]
        def scaled(value):
          return value * scale
        # %% tags=["step:use", "prev:define"]
        print(scaled(2))
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    var seen: Set<NotebookPlace> = []
    var search = UnseenReaderSearch(analysis)
    let deviations = Dictionary(grouping: analysis.deviations(.unseenFreeName), by: \.unit)
    if deviations.isEmpty { return [] }
    let found = analysis.outline.units.indices.flatMap { unit -> [(names: [String], finding: Finding)] in
      guard let missed = deviations[unit]?.map(\.name) else { return [] }
      let readers = search.readers(of: Set(missed), for: unit)
      var namesRead: [NotebookPlace: [String]] = [:]
      for name in missed {
        if let reader = readers[name] { namesRead[reader.place, default: []].append(name) }
      }
      return missed.compactMap { name in
        guard let reader = readers[name], let names = namesRead[reader.place],
          seen.insert(reader.place).inserted
        else { return nil }
        let call = search.certainCall(of: reader, readingAnyOf: names)
        return (names, finding(names, reader, call: call, analysis))
      }
    }
    return oneForNames(found)
  }

  /// The most severe finding for the same names, the first of equally severe ones: to pass the names mends all.
  private static func oneForNames(_ found: [(names: [String], finding: Finding)]) -> [Finding] {
    var kept: [[String]: Int] = [:]
    var findings: [Finding] = []
    for (names, finding) in found {
      guard let index = kept[names] else {
        kept[names] = findings.count
        findings.append(finding)
        continue
      }
      if finding.severity < findings[index].severity { findings[index] = finding }
    }
    return findings
  }

  private static func finding(
    _ names: [String], _ reader: UnseenReaderSearch.Reader, call: NotebookPlace?,
    _ analysis: NotebookAnalysis
  ) -> Finding {
    let missed = names.enumeration
    return Finding(
      description, severity: call == nil ? .warning : .error, kale: .accepted, isHandled: true,
      at: reader.place,
      "Kale does not pass \(missed), which `\(reader.name)` reads, to step "
        + "`\(analysis.stepName(reader.unit))`: its pipeline \(call == nil ? "may fail" : "fails") with a NameError. For "
        + "Kale, pass \(missed) as \(names.count == 1 ? "an argument" : "arguments").",
      related: call.map { [.init($0, "This call reads \(missed).")] } ?? [])
  }
}

/// Finds code that reads names without Kale detecting it.
private struct UnseenReaderSearch {
  /// A name that a unit takes from another step and that needs further names.
  struct Reader {
    var name: String
    /// Where it is defined.
    var place: NotebookPlace
    var producer: UnitIndex
    /// The unit that takes it.
    var unit: UnitIndex
  }

  private let analysis: NotebookAnalysis
  private lazy var calls = CallSearch(analysis)
  /// For each unit the places of calls that read names.
  private var callPlaces: [UnitIndex: [String: NotebookPlace]] = [:]
  /// For each unit the classes that it defines.
  private var classes: [UnitIndex: Set<String>] = [:]

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// Returns, for each name, the first name that a unit takes and that needs it without Kale detecting it.
  func readers(of names: Set<String>, for unit: UnitIndex) -> [String: Reader] {
    var readers: [String: Reader] = [:]
    for taken in analysis.flow.flows[unit].inputs.sorted() {
      guard readers.count < names.count else { break }
      guard let provider = analysis.flow.provider(of: taken, for: unit) else { continue }
      let producer = analysis.flow.producer(of: taken, passedBy: provider)
      guard let ours = analysis.units[producer].run.definitions[taken] else { continue }
      let kales = provider == producer ? analysis.units[producer].kale.definitions[taken] ?? [] : []
      let unseen = names.smallIntersection(ours).filter { readers[$0] == nil && !kales.contains($0) }
      guard !unseen.isEmpty, let place = analysis.binding(of: taken, in: producer) else { continue }
      for name in unseen { readers[name] = Reader(name: taken, place: place, producer: producer, unit: unit) }
    }
    return readers
  }

  /// Returns the call with which a unit certainly runs code of another step that reads a name; nil if there is none.
  mutating func certainCall(of reader: Reader, readingAnyOf names: [String]) -> NotebookPlace? {
    let places = places(ofCallsBy: reader.unit)
    if let place = names.lazy.compactMap({ places[$0] }).first { return place }
    // Calling a class creates an object; its methods may never run.
    guard !holdsObjects(reader.name, madeBy: reader.producer) else { return nil }
    for cell in analysis.outline.units[reader.unit].cells {
      let facts = analysis.facts[cell].facts
      if let call = facts.certainCalls.first(where: { $0.name == reader.name }) {
        return .source(cell: cell, range: call.range)
      }
      if facts.mayEndEarly { return nil }
    }
    return nil
  }

  private mutating func places(ofCallsBy unit: UnitIndex) -> [String: NotebookPlace] {
    if let known = callPlaces[unit] { return known }
    let places = Dictionary(
      calls.reads(by: unit).map { ($0.name, $0.call) }, uniquingKeysWith: { first, _ in first })
    callPlaces[unit] = places
    return places
  }

  /// Whether a name refers to a class, or to a value that contains a class or an instance of one.
  private mutating func holdsObjects(_ name: String, madeBy producer: UnitIndex) -> Bool {
    let cells = analysis.outline.units[producer].cells.map { analysis.facts[$0].facts }
    let classes =
      classes[producer] ?? Set(cells.flatMap { $0.definitions.filter { $0.kind == .class }.map(\.name) })
    self.classes[producer] = classes
    guard !classes.contains(name) else { return true }
    return cells.contains { cell in
      cell.captures[name].map { !$0.names.union($0.callees).isDisjoint(with: classes) } ?? false
    }
  }
}
