import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A function of a functions cell that reads a name only steps define.
enum FunctionReadsStepName: NotebookRule {
  static let description = RuleDescription(
    code: "KALE226", name: "function-reads-step-name", severity: .warning, fix: .suggested,
    summary: "A function in a functions cell reads a name that only steps define.",
    rationale: """
      A functions cell is part of every step, but the names that its functions read from outside exist only in the \
      step that defines them and in the steps that run after it. Called in another step, the function fails with a \
      NameError. Arguments are available wherever the function is called.
      """,
    whyNoFix: """
      Where no step that calls the function can run after the one that defines the name, the function needs a new \
      parameter, which changes every call of it.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["functions"]
        def prepare(): return «config»
        # %% tags=["step:load"]
        config = {}
        # %% tags=["step:train"]
        prepare()
        """
      ],
      nonTriggering: [
        """
        # %% tags=["functions"]
        def prepare(): return config
        # %% tags=["step:load"]
        config = {}
        # %% tags=["step:train", "prev:load"]
        prepare()
        """,
        """
        # %% tags=["functions"]
        SIZE = 5
        def prepare(config): return config, SIZE, name
        # %% tags=["pipeline-parameters"]
        name = "a"
        # %% tags=["step:load"]
        config = {}
        # %% tags=["step:train"]
        prepare({})
        """,
      ],
      fixes: [
        (
          before: """
          # %% tags=["functions"]
          def weighted(value): return value * weight
          # %% tags=["step:settings"]
          weight = 3
          # %% tags=["step:rank"]
          print(sorted([2, 1], key=weighted))
          """,
          after: """
          # %% tags=["functions"]
          def weighted(value): return value * weight
          # %% tags=["step:settings"]
          weight = 3
          # %% tags=["step:rank", "prev:settings"]
          print(sorted([2, 1], key=weighted))
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let reads = namesNeeded(analysis)
    guard !reads.isEmpty, !analysis.outline.units.contains(where: \.isNotebook) else { return [] }
    let producers = producers(of: Set(reads.map(\.use.name)), analysis)
    var shared = SharedFunctions(analysis)
    var order = UnitsBehind()
    return reads.compactMap { cell, use -> Finding? in
      guard let producers = producers[use.name], let first = producers.first,
        let behind = order.units(behind: producers, in: analysis.graph),
        let caller = shared.firstCaller(ofFunctionsReading: use.name, notBehind: producers, behind)
      else { return nil }
      let behindCaller = order.units(behind: [caller], in: analysis.graph)
      let producer = behindCaller.flatMap { behind in producers.last { $0 < caller && !behind[$0] } }
      let name = analysis.stepName(producer ?? first)
      let fix = producer.map { _ in addition(of: name, to: caller, analysis) }
      return Finding(
        description, kale: .accepted,
        at: .source(cell: cell, range: use.range),
        message(use.name, producer: name, caller: analysis.stepName(caller), isFixable: fix != nil),
        related: [analysis.binding(of: use.name, in: producer ?? first)].compactMap { place in
          place.map { .init($0, "Step `\(name)` defines `\(use.name)` here.") }
        },
        fixes: fix.map { [$0] } ?? [])
    }
  }

  private static func addition(of step: String, to caller: UnitIndex, _ analysis: NotebookAnalysis) -> Fix {
    let unit = analysis.outline.units[caller]
    return Fix(
      "Add `prev:\(step)` to step `\(unit.name)`", [.addTag(cell: unit.definition, tag: "prev:\(step)")])
  }

  private static func message(
    _ name: String, producer: String, caller: String, isFixable: Bool
  ) -> String {
    let remedy =
      isFixable ? "Add `prev:\(producer)` to step `\(caller)`." : "Pass `\(name)` as an argument."
    return
      "`\(name)` is defined in step `\(producer)`, but `\(caller)`, which does not run after it, may call this "
      + "and fail. \(remedy)"
  }

  /// The first read of each name in the functions of each shared cell that no shared cell and no parameter provides.
  private static func namesNeeded(_ analysis: NotebookAnalysis) -> [(cell: CellIndex, use: NameUse)] {
    let cells = analysis.sharedCells
    let facts = cells.map { analysis.facts[$0].facts }
    // With `from x import *` any name may come from there.
    guard facts.allSatisfy(\.starImports.isEmpty) else { return [] }
    var known = BuiltinNames.python.union(BuiltinNames.ipython)
    known.formUnion(analysis.parameters.declarations.keys)
    for facts in facts { known.formUnion(facts.bindings.lazy.map(\.name)) }
    return zip(cells, facts).flatMap { cell, facts in
      var seen: Set<String> = []
      return facts.deferredReads.filter { !known.contains($0.name) && seen.insert($0.name).inserted }
        .map { (cell, $0) }
    }
  }

  /// Returns the units that bind each name.
  private static func producers(of names: Set<String>, _ analysis: NotebookAnalysis) -> [String: [UnitIndex]]
  {
    var producers: [String: [UnitIndex]] = [:]
    for (unit, definition) in analysis.outline.units.indexed {
      let bound = definition.cells.flatMap { analysis.facts[$0].facts.bindings.map(\.name) }
      for name in Set(bound).intersection(names) { producers[name, default: []].append(unit) }
    }
    return producers
  }
}

/// The functions of the imports and functions cells, and their calls.
private struct SharedFunctions {
  /// The functions whose bodies read each name.
  private var readers: [String: [String]] = [:]
  /// The units whose code reads the name of each function, in the order of the notebook.
  private var callers: [String: [UnitIndex]] = [:]

  /// The key of cached answers, since a function that reads many names is asked about for each name.
  private struct Question: Hashable {
    let readers: [String]
    let start: [UnitIndex]
  }

  private var answers: [Question: UnitIndex?] = [:]

  init(_ analysis: NotebookAnalysis) {
    var names: Set<String> = []
    for cell in analysis.sharedCells {
      for function in analysis.facts[cell].facts.functions {
        names.insert(function.name)
        for name in function.freeNames { readers[name, default: []].append(function.name) }
      }
    }
    for (unit, definition) in analysis.outline.units.indexed {
      let read = definition.cells.lazy.flatMap { analysis.facts[$0].facts.allReads }.map(\.name)
      for name in Set(read.filter(names.contains)) { callers[name, default: []].append(unit) }
    }
  }

  /// Returns the first unit that calls a function which reads a name, directly or through others, and does not run after
  /// some units.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - start: The units after which the caller does not run.
  ///   - isBehind: For each unit whether it is among these or runs after one of them.
  /// - Returns: The unit; nil if no unit calls such a function.
  mutating func firstCaller(
    ofFunctionsReading name: String, notBehind start: [UnitIndex], _ isBehind: UnitArray<Bool>
  ) -> UnitIndex? {
    let question = Question(readers: readers[name] ?? [], start: start)
    if let answer = answers[question] { return answer }
    var first: UnitIndex?
    var reached: Set<String> = []
    var queue = question.readers
    while let function = queue.popLast() {
      guard reached.insert(function).inserted else { continue }
      queue += readers[function] ?? []
      guard let caller = callers[function]?.first(where: { !isBehind[$0] }) else { continue }
      first = first.map { min($0, caller) } ?? caller
    }
    answers.updateValue(first, forKey: question)
    return first
  }
}

/// The units that run after others, for the groups of units that were asked about.
private struct UnitsBehind {
  private var known: [[UnitIndex]: UnitArray<Bool>] = [:]

  /// The largest number of groups that are examined, since each is searched for in all units.
  private static let mostGroups = 1000

  /// Returns for each unit whether it is among some units or runs after one of them; nil where too many were asked about.
  mutating func units(behind start: [UnitIndex], in graph: StepGraph) -> UnitArray<Bool>? {
    if let known = known[start] { return known }
    guard known.count < Self.mostGroups else { return nil }
    var isBehind = UnitArray(repeating: false, count: graph.next.count)
    var queue = start
    for unit in start { isBehind[unit] = true }
    while let unit = queue.popLast() {
      for next in graph.next[unit] where !isBehind[next] {
        isBehind[next] = true
        queue.append(next)
      }
    }
    known[start] = isBehind
    return isBehind
  }
}
