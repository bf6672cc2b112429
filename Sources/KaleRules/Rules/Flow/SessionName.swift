import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A value that only the session of a notebook has.
enum SessionName: CellRule {
  static let description = RuleDescription(
    code: "KALE241", name: "session-name", severity: .warning,
    summary: "A step uses a value that exists only in the notebook's session.",
    rationale: """
      IPython numbers the cells that run in a session: `Out[3]` and `_3` are the result of the third. In a pipeline, \
      only the cells of the step and of the steps before it are counted, so the number refers to another cell or to \
      none. In Kale's pipeline, each step starts at 1.

      `%store -r` restores variables from a database on your machine, which steps do not have.
      """,
    whyNoFix: "Only you know which cell the number refers to.",
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
    let numbered = first.map { read in
      Finding(
        description, kale: .accepted, at: .source(cell: cell, range: read.range),
        "`\(read.name)` refers to a cell by its number in the notebook's session, which differs in a step. "
          + "Assign the result to a variable.")
    }
    return (numbered.map { [$0] } ?? []) + restored(facts, cell, analysis)
  }

  /// `Out[3]`, `In[3]`
  private static func isIndexed(_ read: NameUse, in source: [UInt8]) -> Bool {
    (read.name == "Out" || read.name == "In") && read.range.upperBound < source.count
      && source[read.range.upperBound] == UInt8(ascii: "[")
  }

  private static func restored(
    _ facts: CellFacts, _ cell: CellIndex, _ analysis: NotebookAnalysis
  ) -> [Finding] {
    facts.escapes.filter { escape in
      escape.kind == .lineMagic && escape.text == "store"
        && analysis.text(of: escape.range, in: cell).split(separator: " ").contains("-r")
    }.map { escape in
      Finding(
        description, severity: .error, kale: .refused, at: .source(cell: cell, range: escape.range),
        "`\(analysis.text(of: escape.range, in: cell))` restores variables from your machine, which a step does not "
          + "have: it fails. Assign them in a step, or read them from a file.")
    }
  }
}
