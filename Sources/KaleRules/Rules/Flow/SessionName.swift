import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A value that only the session of a notebook has.
enum SessionName: CellRule {
  static let description = RuleDescription(
    code: "KALE241", name: "session-name", severity: .warning,
    summary: "A step uses a value that exists only in the notebook's session.",
    rationale: """
      IPython numbers the cells that run in a session: `Out[3]` and `_3` are the result of the third, and `_` is the \
      last result. With the runtime `exact`, a step gets `_` from the steps before it. In a pipeline, \
      only the cells of the step and of the steps before it are counted, so the number refers to another cell or to \
      none. In Kale's pipeline, each step starts at 1.

      `%store -r` restores variables from a database on your machine, which steps do not have.
      """,
    whyNoFix: "Only you know which result is meant.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        40 + 2
        # %% tags=["step:use", "prev:load"]
        print(«_1», Out[1])
        """,
        """
        # %% tags=["step:load"]
        «%store -r settings»
        print(settings)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        answer = 40 + 2
        _1 = answer
        # %% tags=["step:use", "prev:load"]
        print(answer, _1)
        """
      ]))

  static let traits: CellTraits = [.sessionNames, .escapes]

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.outline.isRun(cell) else { return [] }
    let facts = analysis.facts[cell].facts
    let source = analysis.notebook.cells[cell].source.utf8
    let names = Set(facts.reads.lazy.map(\.name).filter(BuiltinNames.isNumbered))
    let bound = names.isEmpty ? [] : Set(analysis.cellsBinding(names).filter { !$0.value.isEmpty }.keys)
    let first = facts.reads.first { read in
      BuiltinNames.isNumbered(read.name) && !bound.contains(read.name) || isIndexed(read, in: source)
    }
    let last = first == nil ? lastResult(facts, cell, analysis) : nil
    let numbered = first.map { read in
      Finding(
        description, kale: .accepted, at: .source(cell: cell, range: read.range),
        "`\(read.name)` refers to a cell by its number in the notebook's session, which differs in a step. "
          + "Assign the result to a variable.")
    }
    return [numbered, last].compactMap(\.self) + restored(facts, cell, analysis)
  }

  /// The first read of `_` that means the last result of the session, which a step does not have when it starts.
  private static func lastResult(
    _ facts: CellFacts, _ cell: CellIndex, _ analysis: NotebookAnalysis
  ) -> Finding? {
    guard let read = facts.reads.first(where: { $0.name == "_" }),
      analysis.facts[cell].binding(of: "_") == nil,
      case .step(let unit) = analysis.outline.assignments[cell],
      !analysis.flow.flows[unit].inputs.contains("_"),
      !analysis.sharedCells.contains(where: { analysis.facts[$0].binding(of: "_") != nil }),
      !isCalled(read, in: analysis.notebook.cells[cell].source.utf8),
      // A cell of the step above may show a result.
      analysis.outline.units[unit].cells.first == cell
    else { return nil }
    return Finding(
      description, kale: .accepted, isHandled: true, at: .source(cell: cell, range: read.range),
      "`_` is the last result of the notebook's session, which Kale does not pass to step "
        + "`\(analysis.stepName(unit))`. For Kale, assign the result to a variable.")
  }

  /// `_("text")` translates a text.
  private static func isCalled(_ read: NameUse, in source: [UInt8]) -> Bool {
    read.range.upperBound < source.count && source[read.range.upperBound] == UInt8(ascii: "(")
  }

  /// `Out[3]`, `In[3]`
  private static func isIndexed(_ read: NameUse, in source: [UInt8]) -> Bool {
    (read.name == "Out" || read.name == "In") && read.range.upperBound < source.count
      && source[read.range.upperBound] == UInt8(ascii: "[")
  }

  private static func restored(
    _ facts: CellFacts, _ cell: CellIndex, _ analysis: NotebookAnalysis
  ) -> [Finding] {
    facts.escapes.filter { analysis.fails($0, in: cell) }.map { escape in
      Finding(
        description, severity: .error, kale: .refused, at: .source(cell: cell, range: escape.range),
        "`\(analysis.text(of: escape.range, in: cell))` restores variables from your machine, which a step does not "
          + "have: it fails. Assign them in a step, or read them from a file.")
    }
  }
}
