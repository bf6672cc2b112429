import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A name that a step certainly reads because it calls code that reads it.
struct ReadThroughCall {
  var name: String
  /// The called name.
  var callee: String
  var call: NotebookPlace
  var read: NotebookPlace
}

/// What has been found to be called by a step.
private struct VisitedCallees {
  private var names: Set<String> = []
  /// How many of them are definitions of the notebook.
  var definitionCount = 0

  /// The largest number of calls that are followed: all steps may call all functions.
  private static let mostDefinitions = 256

  /// Adds a name, and returns whether to follow it.
  mutating func insert(_ name: String) -> Bool {
    definitionCount < Self.mostDefinitions && names.insert(name).inserted
  }
}

/// Finds what the calls of a step read.
struct CallSearch {
  /// A definition with its cell.
  private struct Site {
    let cell: CellIndex
    let definition: DefinitionFacts
  }

  /// A method of a class.
  private struct Method: Hashable {
    let cell: CellIndex
    let place: Int
    let name: String

    init(_ name: String, of site: Site) {
      (cell, place, self.name) = (site.cell, site.definition.range.lowerBound, name)
    }
  }

  private let analysis: NotebookAnalysis
  /// The definitions with certain reads or calls: those of the shared cells, and for each unit its own.
  private var shared: [String: Site] = [:]
  private var own: [UnitIndex: [String: Site]] = [:]
  /// The names that units define, and all methods: most calls are of other names and need no lookup.
  private var definedNames: Set<String> = []
  private var methodNames: Set<String> = []

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    for cell in analysis.cells(with: .dependentDefinitions) {
      for definition in analysis.facts[cell].facts.definitions {
        guard
          !definition.certainReads.isEmpty || !definition.certainCalls.isEmpty || !definition.methods.isEmpty
        else { continue }
        let site = Site(cell: cell, definition: definition)
        switch analysis.outline.assignments[cell] {
        case .step(let unit):
          own[unit, default: [:]][definition.name] = site
          definedNames.insert(definition.name)
        case .block(.imports), .block(.functions): shared[definition.name] = site
        default: continue
        }
        methodNames.formUnion(definition.methods.keys)
      }
    }
  }

  /// Whether no definition certainly reads a name.
  var isEmpty: Bool { own.isEmpty && shared.isEmpty }

  /// Returns the names that the certain calls of a unit's code read, each once.
  func reads(by unit: UnitIndex) -> [ReadThroughCall] {
    guard !isEmpty else { return [] }
    // What was called before reads nothing new.
    var visited = VisitedCallees()
    var calledMethods: Set<Method> = []
    var found: [ReadThroughCall] = []
    for cell in analysis.cellsRun(by: unit) {
      let facts = analysis.facts[cell].facts
      if analysis.facts[cell].mayBringNames { break }
      for call in facts.certainCalls {
        let place = NotebookPlace.source(cell: cell, range: call.range)
        found += reads(byCalling: call.name, in: unit, at: place, &visited)
      }
      for call in facts.certainMethodCalls where methodNames.contains(call.method) {
        guard let site = classSite(of: call, for: unit),
          calledMethods.insert(Method(call.method, of: site)).inserted
        else { continue }
        found += (site.definition.methods[call.method] ?? []).map { read in
          ReadThroughCall(
            name: read.name, callee: call.method, call: .source(cell: cell, range: call.range),
            read: .source(cell: site.cell, range: read.range))
        }
      }
      if facts.mayEndEarly { break }
    }
    var seen: Set<String> = []
    return found.filter { seen.insert($0.name).inserted }
  }

  /// Returns the names that functions of other units declare `global` and read, where a unit uses the functions: it may
  /// call them in a loop or a branch.
  func globalReads(by unit: UnitIndex) -> [ReadThroughCall] {
    let taken = analysis.flow.flows[unit].inputs.filter(definedNames.contains).sorted()
    return taken.flatMap { name -> [ReadThroughCall] in
      guard let site = site(of: name, for: unit) else { return [] }
      let globals = analysis.facts[site.cell].facts.globalBindings
      let reads = site.definition.certainReads.filter { globals.contains($0.name) }
      guard !reads.isEmpty, let use = analysis.firstReadsAtOnce(of: [name], in: unit).first else { return [] }
      return reads.map { read in
        ReadThroughCall(
          name: read.name, callee: name, call: use.read.place,
          read: .source(cell: site.cell, range: read.range))
      }
    }
  }

  /// Returns the names that a call reads, itself and through its own certain calls.
  private func reads(
    byCalling name: String, in unit: UnitIndex, at place: NotebookPlace, _ visited: inout VisitedCallees
  ) -> [ReadThroughCall] {
    var found: [ReadThroughCall] = []
    var waiting = [name]
    while let callee = waiting.popLast() {
      guard visited.insert(callee), let site = site(of: callee, for: unit) else { continue }
      visited.definitionCount += 1
      waiting += site.definition.certainCalls.map(\.name)
      found += site.definition.certainReads.map { read in
        ReadThroughCall(
          name: read.name, callee: name, call: place, read: .source(cell: site.cell, range: read.range))
      }
    }
    return found
  }

  /// Returns the class of the object whose method is called, if the object is clearly created by calling the class.
  private func classSite(of call: MethodCall, for unit: UnitIndex) -> Site? {
    if call.isOfResult { return site(of: call.object, for: unit) }
    let producer =
      analysis.units[unit].ownNames.contains(call.object)
      ? unit
      : analysis.flow.provider(of: call.object, for: unit).map {
        analysis.flow.producer(of: call.object, passedBy: $0)
      }
    guard let producer else { return nil }
    guard let last = analysis.bindings(of: call.object, in: producer).last,
      case .path(let path) = last.binding.value, path.steps == [.call]
    else { return nil }
    return site(of: path.root, for: producer)
  }

  /// Returns the definition that a unit has under a name: its own, or that of the unit that passes it on.
  private func site(of name: String, for unit: UnitIndex) -> Site? {
    if let site = own[unit]?[name] ?? shared[name] { return site }
    guard definedNames.contains(name), let provider = analysis.flow.provider(of: name, for: unit) else {
      return nil
    }
    return own[analysis.flow.producer(of: name, passedBy: provider)]?[name]
  }
}
