import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A pipeline parameter without effect.
enum UnusedParameter: NotebookRule {
  static let description = RuleDescription(
    code: "KALE227", name: "unused-parameter", severity: .information, fix: .suggested,
    summary: "A pipeline parameter is not used in any step.",
    rationale: """
      Everyone who starts a run is asked for every parameter. A parameter has no effect if no step, functions or imports \
      cell reads it, or if an imports or functions cell defines its name, since these cells run after the parameters \
      are set.
      """,
    whyNoFix: "The parameter, or what redefines it, has to be renamed everywhere.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["pipeline-parameters"]
        «epochs = 5»
        rate = 0.1
        # %% tags=["step:train"]
        print(rate)
        # %% tags=["skip"]
        print(epochs)
        """,
        """
        # %% tags=["pipeline-parameters"]
        «time = 5»
        # %% tags=["imports"]
        import time
        # %% tags=["step:train"]
        print(time)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["pipeline-parameters"]
        epochs = 5
        rate = 0.1
        # %% tags=["functions"]
        def schedule(): return rate
        # %% tags=["step:train"]
        print(f"{epochs} epochs")
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["pipeline-parameters"]
          rate = 0.1
          epochs = 5
          # %% tags=["step:train"]
          print(rate)
          """,
          after: """
          # %% tags=["pipeline-parameters"]
          rate = 0.1
          # %% tags=["step:train"]
          print(rate)
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    guard !analysis.parameters.declarations.isEmpty, !analysis.outline.units.isEmpty else { return [] }
    let hidden = namesBoundBySharedCells(analysis)
    let untaken = parametersThatNoStepTakes(analysis)
    let unsure = analysis.parameters.declarations.filter {
      untaken.contains($0.key) || hidden[$0.key] != nil
    }
    guard !unsure.isEmpty else { return [] }
    let used = Uses(analysis, lookingFor: unsure.keys)
    let misspelled = misspelled(among: unsure.keys.filter { !used.mayInclude($0) }, analysis)
    return unsure.sorted { $0.value < $1.value }.compactMap { name, declaration in
      let place = NotebookPlace.source(cell: declaration.cell, range: declaration.range)
      if let cell = hidden[name] {
        return Finding(
          description, severity: .warning, kale: .accepted, at: place,
          "Parameter `\(name)` has no effect: cell \(cell.number) redefines it in every step. "
            + "Rename one of them.")
      }
      guard !used.mayInclude(name), !misspelled.contains(name) else { return nil }
      return Finding(
        description, kale: .accepted, at: place,
        "Parameter `\(name)` is not used in any step. Remove it or use it.",
        fixes: [analysis.removal(ofStatement: declaration.range, in: declaration.cell)].compactMap { edit in
          edit.map { Fix("Remove parameter `\(name)`", [$0]) }
        })
    }
  }

  /// The parameters that steps misspell, as other findings say.
  private static func misspelled(among parameters: [String], _ analysis: NotebookAnalysis) -> Set<String> {
    let parameters = parameters.sorted().prefix(mostMisspelled)
    if parameters.isEmpty { return [] }
    let missing = analysis.flow.flows.lazy.flatMap(\.missing).prefix(mostMisspelled)
    return Set(missing.flatMap { SpellingSuggestion.nearestNames(to: $0, among: parameters) })
  }

  /// The largest number of names that are compared with parameters, and of parameters.
  private static let mostMisspelled = 64

  private static func parametersThatNoStepTakes(_ analysis: NotebookAnalysis) -> Set<String> {
    var untaken = Set(analysis.parameters.declarations.keys)
    for flow in analysis.kaleFlow.flows {
      if untaken.isEmpty { break }
      if !flow.parameters.isEmpty { untaken.subtract(flow.parameters) }
    }
    return untaken
  }

  private static func namesBoundBySharedCells(_ analysis: NotebookAnalysis) -> [String: CellIndex] {
    var cells: [String: CellIndex] = [:]
    for cell in analysis.sharedCells {
      for binding in analysis.facts[cell].facts.bindings { cells[binding.name] = cell }
    }
    return cells
  }

  /// The names that the cells of the pipeline read.
  private struct Uses {
    private var names: Set<String>
    private var escapes: [[UInt8]] = []
    /// Whether there is code that may read any name: a reference to another notebook, a call that looks up names, or
    /// code with syntax errors.
    private var mayReadAnything = false

    private static let lookups: Set<String> = ["eval", "exec", "globals", "locals", "vars"]

    init(_ analysis: NotebookAnalysis, lookingFor parameters: some Sequence<String>) {
      names = Set(analysis.metrics.declarations.map(\.metric.variable))
      mayReadAnything = analysis.outline.units.contains(where: \.isNotebook)
      // Code that belongs to a parameters cell by mistake, which another rule reports, may read them too, among it values of
      // other parameters.
      let cells = analysis.outline.cells(of: .pipelineParameters)
      for cell in cells {
        let occurrences = analysis.facts[cell].nameOccurrences.all
        names.formUnion(occurrences.lazy.filter { $0.role == .read }.map(\.name))
      }
      for cell in cells + analysis.pipelineCells {
        let facts = analysis.facts[cell].facts
        names.formUnion(facts.allReads.lazy.map(\.name))
        escapes += facts.escapes.map { Array($0.text.utf8) }
        if !facts.syntaxErrors.isEmpty || facts.calls.contains(where: Self.lookups.contains) {
          mayReadAnything = true
        }
      }
      if !mayReadAnything { addNames(inEscapes: parameters) }
    }

    /// Shell commands and magics may also contain names, anywhere.
    private mutating func addNames(inEscapes parameters: some Sequence<String>) {
      guard !escapes.isEmpty else { return }
      let byLength = Dictionary(grouping: parameters.map { Array($0.utf8) }, by: \.count).mapValues {
        Set($0)
      }
      for escape in escapes {
        for (length, parameters) in byLength where length <= escape.count {
          for start in 0...escape.count - length
          where parameters.contains(Array(escape[start..<start + length])) {
            names.insert(String(decoding: escape[start..<start + length], as: UTF8.self))
          }
        }
      }
    }

    /// Whether a name is read, or may be.
    func mayInclude(_ name: String) -> Bool { mayReadAnything || names.contains(name) }
  }
}
