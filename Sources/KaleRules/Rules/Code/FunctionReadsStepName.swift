import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A function of a functions cell that reads a name only steps define.
enum FunctionReadsStepName: NotebookRule {
  static let description = RuleDescription(
    code: "KALE226", name: "function-reads-step-name", severity: .warning,
    summary: "A function in a functions cell reads a name that only steps define.",
    rationale: """
      A functions cell is part of every step, but the names that its functions read from outside exist only in the \
      step that defines them and in the steps that run after it. Called in another step, the function fails with a \
      NameError. Arguments are available wherever the function is called.
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
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let reads = namesNeeded(analysis)
    guard !reads.isEmpty, !analysis.outline.units.contains(where: \.isNotebook) else { return [] }
    let makers = makers(of: Set(reads.map(\.use.name)), analysis)
    let shared = SharedFunctions(analysis)
    let findings = reads.lazy.compactMap { cell, use -> Finding? in
      guard let makers = makers[use.name], let first = makers.first else { return nil }
      let without = analysis.unitsNotAfter(makers)
      guard let other = without.first else { return nil }
      let functions = shared.functions(reading: use.name)
      let caller = without.first { analysis.reads(anyOf: functions, in: $0) }
      let name = analysis.outline.units[first].name
      return Finding(
        description, severity: caller == nil ? .information : .warning, kale: .accepted,
        at: .source(cell: cell, range: use.range),
        message(use.name, maker: name, caller: caller, other: other, analysis),
        related: [analysis.binding(of: use.name, in: first)].compactMap { place in
          place.map { .init($0, "Step `\(name)` defines `\(use.name)` here.") }
        })
    }
    // Each is looked for in all steps; more than these are not shown.
    return Array(findings.prefix(mostFindings))
  }

  private static let mostFindings = 1000

  private static func message(
    _ name: String, maker: String, caller: UnitIndex?, other: UnitIndex, _ analysis: NotebookAnalysis
  ) -> String {
    let step = analysis.outline.units[caller ?? other].name
    let result =
      caller == nil
      ? "`\(step)`, for example, does not run after it"
      : "`\(step)`, which does not run after it, may call this and fail"
    return "`\(name)` is defined in step `\(maker)`, but \(result). Pass `\(name)` as an argument."
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
  private static func makers(of names: Set<String>, _ analysis: NotebookAnalysis) -> [String: [UnitIndex]] {
    var makers: [String: [UnitIndex]] = [:]
    for (unit, definition) in analysis.outline.units.indexed {
      let bound = definition.cells.flatMap { analysis.facts[$0].facts.bindings.map(\.name) }
      for name in Set(bound).intersection(names) { makers[name, default: []].append(unit) }
    }
    return makers
  }
}

/// The functions of the imports and functions cells, and their calls.
private struct SharedFunctions {
  /// The functions whose bodies read each name.
  private var readers: [String: [String]] = [:]

  init(_ analysis: NotebookAnalysis) {
    for cell in analysis.sharedCells {
      for function in analysis.facts[cell].facts.functions {
        for name in function.freeNames { readers[name, default: []].append(function.name) }
      }
    }
  }

  /// Returns the functions that read a name, directly or through others.
  func functions(reading name: String) -> Set<String> {
    var reached: Set<String> = []
    var queue = readers[name] ?? []
    while let function = queue.popLast() {
      if reached.insert(function).inserted { queue += readers[function] ?? [] }
    }
    return reached
  }
}

extension NotebookAnalysis {
  /// Returns the units that are neither among the given units nor run after one of them, in the order of the notebook.
  fileprivate func unitsNotAfter(_ makers: [UnitIndex]) -> [UnitIndex] {
    var reached = Set(makers)
    var queue = makers
    while let unit = queue.popLast() {
      queue += graph.next[unit].filter { reached.insert($0).inserted }
    }
    return outline.units.indices.filter { !reached.contains($0) }
  }

  /// Returns whether the code of a unit reads one of the names.
  fileprivate func reads(anyOf names: Set<String>, in unit: UnitIndex) -> Bool {
    outline.units[unit].cells.contains { cell in
      facts[cell].facts.allReads.contains { names.contains($0.name) }
    }
  }
}
