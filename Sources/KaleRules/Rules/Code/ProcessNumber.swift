import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A value that holds numbers by which a process knows its objects, and that a later step asks for such numbers.
///
/// An object has another `id` in each process, and a string another `hash`.
struct ProcessNumber {
  /// The builtin function that gives the numbers.
  enum Function: String, CaseIterable { case id, hash }

  let function: Function
  /// The value's variable, and its place.
  let name: String
  let place: NotebookPlace
  /// The step that takes the value.
  let consumer: UnitIndex
}

/// Finds the values that hold numbers of a process.
struct ProcessNumberSearch {
  private let analysis: NotebookAnalysis
  /// For each unit that was looked at the names that its statements mention together with a call of a function.
  private var known: [UnitIndex: [ProcessNumber.Function: Set<String>]] = [:]

  /// The functions and classes of the notebook that keep things by numbers: `self.seen[id(node)] = node`.
  private let keepers: (functions: Set<String>, classes: Set<String>)

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    keepers = Self.keepers(analysis)
  }

  private static func keepers(_ analysis: NotebookAnalysis) -> (functions: Set<String>, classes: Set<String>)
  {
    var (functions, classes): (Set<String>, Set<String>) = ([], [])
    for cell in analysis.pipelineCells {
      let facts = analysis.facts[cell].facts
      guard facts.calls.contains("id") else { continue }
      let source = analysis.notebook.cells[cell].source.utf8
      for statement in facts.statements {
        guard case .definition(let name) = statement.kind, looksUpNumbers(source[statement.range]) else {
          continue
        }
        let isClass = facts.definitions.contains { $0.name == name && $0.kind == .class }
        if isClass { classes.insert(name) } else { functions.insert(name) }
      }
    }
    return (functions, classes)
  }

  /// Whether code uses `id(…)` as a key or an element.
  private static func looksUpNumbers(_ code: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: code, as: UTF8.self)
    return ["[id(", ".add(id(", ".get(id(", ".setdefault(id(", ".append(id("].contains(where: text.contains)
      || text.split(separator: "\n").contains { line in
        guard let call = line.firstRange(of: "id(") else { return false }
        return line[call.upperBound...].contains(" in ") && !line.contains("for ")
      }
  }

  /// Returns the values of a unit that hold numbers and that the unit which takes them uses with such numbers too.
  mutating func numbers(passedBy unit: UnitIndex) -> [ProcessNumber] {
    ProcessNumber.Function.allCases.flatMap { function -> [ProcessNumber] in
      let names = analysis.outline.units[unit].cells.reduce(into: Set<String>()) {
        $0.formUnion(self.names(given: function, in: $1))
      }
      guard !names.isEmpty else { return [] }
      let kept = function == .id ? keptNames(of: unit) : []
      return analysis.flow.flows[unit].outputs.intersection(names).sorted().compactMap { name in
        guard let place = analysis.binding(of: name, in: unit),
          let consumer = analysis.consumers.firstUnit(taking: name, from: unit),
          kept.contains(name) || self.names(in: consumer)[function]?.contains(name) == true
        else { return nil }
        return ProcessNumber(function: function, name: name, place: place, consumer: consumer)
      }
    }
  }

  /// The names of a unit whose values are made by a class that keeps things by numbers.
  private func keptNames(of unit: UnitIndex) -> Set<String> {
    guard !keepers.classes.isEmpty else { return [] }
    var names: Set<String> = []
    for cell in analysis.outline.units[unit].cells {
      let facts = analysis.facts[cell].facts
      for read in facts.reads where keepers.classes.contains(read.name) {
        if case .otherAssignment(let name)? = facts.statements.last(startingUpTo: read.range.lowerBound)?.kind
        {
          names.insert(name)
        }
      }
    }
    return names
  }

  private mutating func names(in unit: UnitIndex) -> [ProcessNumber.Function: Set<String>] {
    if let names = known[unit] { return names }
    var names: [ProcessNumber.Function: Set<String>] = [:]
    for cell in analysis.outline.units[unit].cells {
      for function in ProcessNumber.Function.allCases {
        let found = self.names(usedWith: function, in: cell)
        if !found.isEmpty { names[function, default: []].formUnion(found) }
      }
    }
    known[unit] = names
    return names
  }

  /// So many calls in a cell are looked at.
  private static let mostCalls = 32

  /// The places at which a cell calls a function.
  private func calls(of function: ProcessNumber.Function, in cell: CellIndex) -> [Int] {
    let facts = analysis.facts[cell].facts
    let callers = function == .id ? keepers.functions.union(keepers.classes) : []
    let calls = facts.reads.filter { $0.name == function.rawValue || callers.contains($0.name) }
      .map(\.range.lowerBound)
    let isOwn = !calls.isEmpty && facts.bindings.contains { $0.name == function.rawValue }
    return isOwn ? [] : Array(calls.prefix(Self.mostCalls))
  }

  /// The names that hold what a function gives: those to which the statement assigns, or that with which the line of the
  /// call begins, as `seen[id(node)] = node` does.
  private func names(given function: ProcessNumber.Function, in cell: CellIndex) -> Set<String> {
    let calls = calls(of: function, in: cell)
    guard !calls.isEmpty else { return [] }
    let (facts, source) = (analysis.facts[cell].facts, analysis.notebook.cells[cell].source.utf8)
    let occurrences = analysis.facts[cell].nameOccurrences.all
    return calls.reduce(into: []) { names, call in
      let statement = facts.statements.last(startingUpTo: call)
      if let statement, case .otherAssignment(let name) = statement.kind {
        names.insert(name)
      } else {
        let start = source[..<call].lastIndex(of: UInt8(ascii: "\n")) ?? 0
        let first = occurrences.filter { (start..<call).contains($0.range.lowerBound) }
          .min { $0.range.lowerBound < $1.range.lowerBound }
        if let first { names.insert(first.name) }
      }
    }
  }

  private func names(usedWith function: ProcessNumber.Function, in cell: CellIndex) -> Set<String> {
    let facts = analysis.facts[cell].facts
    let calls = calls(of: function, in: cell)
    guard !calls.isEmpty else { return [] }
    let statements = calls.compactMap { facts.statements.last(startingUpTo: $0)?.range }
    return Set(
      analysis.facts[cell].nameOccurrences.all.lazy.filter { occurrence in
        statements.contains { $0.contains(occurrence.range.lowerBound) }
      }.map(\.name))
  }
}
