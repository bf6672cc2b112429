import KaleTestSupport
import KaleIDE
import NotebookModel
import SourceText
import Testing

@testable import KaleAnalysis
import KaleRules

/// Notebooks of shapes whose analysis once grew with the square or the cube of their size, or faster.
@Suite struct GrowthTests {
  private static func cell(_ source: String, _ tags: String...) -> NotebookCell {
    NotebookCell(kind: .code, source: SourceText(source), tags: tags.map(NotebookTag.text))
  }

  /// Steps one after the other, each of which may use what the one before defines.
  private static func chain(_ count: Int, _ code: (Int) -> String) -> [NotebookCell] {
    (0..<count).map { index in
      index == 0
        ? cell(code(0), "step:s0") : cell(code(index), "step:s\(index)", "prev:s\(index - 1)")
    }
  }

  @Test(arguments: [
    "def f#(x): return f<(x)", "def f#(x): return f<(x) + f>(x)\nf#(1)", "f# = lambda x: f<(x)",
    "class f#:\n  def __init__(self): f<()\nf#()", "def f#(x): return f<(x) + y#\ny# = 1\nf#(1)",
    "def f#(x): return f<(x)\nv# = [f#, v<]",
  ])
  func stepsMayCallEachOther(pattern: String) {
    let count = 300
    let cells = Self.chain(count) { index in
      pattern.replacing("#", with: "\(index)").replacing("<", with: "\(max(0, index - 1))").replacing(
        ">", with: "\(index + 1)")
    }
    let analysis = analysis(of: Notebook(cells: cells))
    // Each takes what the one before defines, and all that this needs.
    #expect(analysis.flow.flows[UnitIndex(count - 1)].inputs.count >= count - 1)
    #expect(analysis.flow.flows[UnitIndex(count - 1)].inputs.contains("f0"))
    _ = analysis.findings()
    // The answer has the square of the steps; to look at all steps for each name of it would take the cube.
    #expect(analysis.flow.effort < 8 * count * count)
    #expect(analysis.kaleFlow.effort < 8 * count * count)
  }

  @Test func sharedFunctionsMayCallEachOther() {
    let count = 3000
    let lines = (0..<count).map { "def f\($0)(): return f\($0 + 1)() + f\(max(0, $0 - 1))() + x\($0)" }
    let cells =
      [Self.cell(lines.joined(separator: "\n"), "functions")] + Self.chain(10) { "f\($0)()" }
    let analysis = analysis(of: Notebook(cells: cells))
    // Their needs are the same, and are kept once.
    #expect(analysis.shared.functions.count == count)
    #expect(analysis.shared.functions.values.allSatisfy { $0.count == count + 1 })
    _ = analysis.findings()
  }

  /// What looks for the end of the line, or at the rest of it, does so once.
  @Test(arguments: ["print(z)", "ls; z", "df[\"a\"] = df[\"b\"]", "z = df.dropna()", "open(\"a.csv\")"])
  func aLineMayHaveManyStatements(statement: String) {
    let line = Array(repeating: statement, count: 8000).joined(separator: "; ")
    let code = "df = pd.DataFrame()\nz = 1\n" + line
    let cells = [
      Self.cell("import numpy as np\nimport pandas as pd", "imports"), Self.cell(code, "step:a"),
      Self.cell("mean = df[\"b\"].mean()", "step:b", "prev:a"),
      Self.cell("print(round(mean), z)", "step:c", "prev:b"),
    ]
    let analysis = analysis(of: Notebook(cells: cells))
    #expect(analysis.flow.flows[2].inputs == ["mean", "z"])
    _ = analysis.findings()
  }

  @Test(arguments: [("", "  # kale: ignore[missing-name]"), ("# kale: ignore[missing-name]\n", "")])
  func aCellMayHaveManyCommentsThatSuppressFindings(above: String, behind: String) {
    let lines = (0..<20_000).map { "\(above)print(n\($0))\(behind)" }
    let analysis = analysis(of: Notebook(cells: [Self.cell(lines.joined(separator: "\n"), "step:a")]))
    let shown = FindingSelection().findings(in: analysis).map(\.rule.name)
    #expect(!shown.contains("missing-name"))
  }

  @Test func aStepMayMakeManyNamesOfOthers() {
    let lines = (0..<20_000).map { "n\($0) = n\(max(0, $0 - 1)).copy()" }
    let analysis = analysis(
      of: Notebook(cells: [Self.cell("n0 = []\n" + lines.joined(separator: "\n"), "step:a")]))
    #expect(analysis.units[0].traceableNames.count == 20_000)
  }

  @Test func aStepMayHaveManyCells() throws {
    let count = 8000
    let cells = (0..<count).map { index in
      Self.cell("x\(index) = x\(max(0, index - 1))\ndef f\(index)(): return f\(index + 1)()\nx0.append(1)")
    }
    let analysis = analysis(of: Notebook(cells: [Self.cell("y = 1", "step:a")] + cells))
    #expect(analysis.units[0].ownNames.count == 2 * count + 1)
    _ = analysis.findings()
  }

  /// Every function reads a name of its own and one of the first step; a step that runs after none calls them all. To Kale each
  /// step needs all these names, so that the answer has the square of the steps.
  @Test func manyFunctionsMayReadNamesOfSteps() {
    let count = 250
    let functions = (0..<count).map { "def f\($0)(): return v\($0) + w\($0)" }.joined(separator: "\n")
    let names = (0..<count).map { "w\($0) = 1" }.joined(separator: "\n")
    let calls = (0..<count).map { "f\($0)()" }.joined(separator: "\n")
    let steps = (0..<count).map { Self.cell("v\($0) = 1\nf\($0)()", "step:s\($0)", "prev:first") }
    let cells =
      [Self.cell(functions, "functions"), Self.cell(names, "step:first")] + steps
      + [Self.cell(calls, "step:other")]
    let findings = analysis(of: Notebook(cells: cells)).findings().filter {
      $0.rule.name == "function-reads-step-name"
    }
    #expect(findings.count == 2 * count)
    #expect(findings.allSatisfy { $0.severity == .warning })
  }

  /// Each step asks who else wants the name that its `prev:` names, and for a name that no step has.
  @Test(arguments: ["Step-#", "a-b#", "A__B"])
  func manyStepsMayNeedNewNames(name: String) {
    let count = 3000
    let cells = (0..<count).flatMap { index in
      let name =
        name.replacing("#", with: "\(index)")
        + (name.contains("#") ? "" : String(repeating: "-", count: index % 50))
      return [Self.cell("x = 1", "step:\(name)", "prev:step_\(index)", "prev:a_b\(index)")]
    }
    let taken = (0..<count).map { Self.cell("x = 1", $0 == 0 ? "step:a_b" : "step:a_b_\($0)") }
    let findings = analysis(of: Notebook(cells: cells + taken)).findings()
    #expect(findings.count { $0.rule.name == "invalid-step-name" } >= count)
  }

  @Test func aStepMayUseManyParameters() {
    let count = 400
    let parameters = (0..<count).map { "p\($0) = 1" }.joined(separator: "\n")
    let cells = [Self.cell(parameters, "pipeline-parameters")]
    let steps = Self.chain(count) { "p\($0) = p\($0) + 1\nprint(p\(max(0, $0 - 1)))" }
    let analysis = analysis(of: Notebook(cells: cells + steps))
    #expect(analysis.flow.flows[UnitIndex(count - 1)].inputs == ["p\(count - 2)"])
  }

  @Test(arguments: 0..<6)
  func aCellMayHaveManyTags(kind: Int) {
    let tags = (0..<4000).map { index in
      ["prev:a", "prev:nothing", "prev:x\(index)", "step:x\(index)", "label:x\(index):y", "skipp"][kind]
    }
    let cell = NotebookCell(
      kind: .code, source: SourceText("x"), tags: (["step:b"] + tags).map(NotebookTag.text))
    let analysis = analysis(of: Notebook(cells: [Self.cell("x = 1", "step:a"), cell]))
    let findings = analysis.findings()
    // No list of edits for each tag that is as long as that of the tags.
    #expect(findings.reduce(0) { $0 + $1.fixes.reduce(0) { $0 + $1.edits.count } } <= 4 * tags.count)
    #expect(TagActions.actions(for: 1, in: analysis).count < 100)
  }

  /// Each tag of a name has a fix that changes them all; the list of edits is made once.
  @Test(arguments: ["step:Load", "step:skip", "step:_tmp"])
  func tagsOfOneNameShareTheEditsThatRenameIt(tag: String) {
    let cells = (0..<300).map { _ in Self.cell("x = 1", tag) }
    let fixes = analysis(of: Notebook(cells: cells)).findings().flatMap(\.fixes).filter {
      $0.edits.count == 300
    }
    #expect(fixes.count == 300)
    #expect(Set(fixes.map { $0.edits.withUnsafeBufferPointer(\.baseAddress) }).count == 1)
  }

  @Test func equalTagsAreRemovedTogether() {
    let tags = ["step:b"] + (0..<900).map { _ in "prev:a" }
    let cell = NotebookCell(kind: .code, source: SourceText("print(x)"), tags: tags.map(NotebookTag.text))
    let repair = NotebookRepair(
      of: Notebook(cells: [Self.cell("x = 1", "step:a"), cell]), for: .fixAll, showing: FindingSelection())
    #expect(repair.fixes.count >= 899)
    #expect(repair.notebook.cells[1].tags == [.text("step:b"), .text("prev:a")])
  }

  /// The names that steps bring along, by the definition: the units are asked one after the other.
  @Test(arguments: 0..<40) func companionsAreThoseOfASearchUnitByUnit(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let names = (0..<6).map { "f\($0)" }
    func needs() -> Set<String> { Set(names.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }) }
    let shared = ["f0": needs(), "f1": needs()]
    let units = UnitArray(
      (0..<7).map { _ in
        var definitions = Definitions(shared: shared)
        for name in names where Int.random(in: 0..<4, using: &random) == 0 {
          definitions.set(name, to: needs())
        }
        return definitions
      })
    let cells = (0..<units.count).map { unit in
      let previous = (0..<unit).filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
      return NotebookCell(
        kind: .code, source: SourceText("x = 1"),
        tags: (["step:s\(unit)"] + previous.map { "prev:s\($0)" }).map(NotebookTag.text))
    }
    let graph = analysis(of: Notebook(cells: cells)).graph
    var table = DefinitionTable(units, graph: graph)
    for unit in units.indices {
      table.ask(unit)
      for name in names {
        let found = table.companions(of: [name], in: unit).map { table.name($0) }
        #expect(Set(found) == Self.companions(of: name, in: unit, units, graph))
        #expect(found.count == Set(found).count)
      }
    }
  }

  private static func companions(
    of name: String, in unit: UnitIndex, _ units: UnitArray<Definitions>, _ graph: StepGraph
  ) -> Set<String> {
    guard var all = units[unit][name], !all.isEmpty else { return [] }
    for asked in [unit] + graph.ancestors(of: unit) {
      var queue = Array(all)
      while let next = queue.popLast() {
        for nested in units[asked][next] ?? [] where all.insert(nested).inserted { queue.append(nested) }
      }
    }
    return all
  }
}
