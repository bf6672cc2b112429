import KaleTestSupport
import KaleAnalysis
import KaleRules
import NotebookModel
import SourceText
import Testing

/// An analyzer that has seen a notebook change answers as one that sees it for the first time.
@Suite struct IncrementalAnalysisTests {
  /// Random notebooks and edits of them, the same for a seed.
  private struct Author {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    private mutating func name() -> String { "n\(below(7))" }

    mutating func statement() -> String {
      let (a, b) = (name(), name())
      switch below(16) {
      case 0: return "print(\(a))"
      case 1: return "del \(a)"
      case 2: return "def f\(below(3))(x):\n  return x + \(a)"
      case 3: return "\(a) = f\(below(3))(\(b))"
      case 4: return "if \(a):\n  \(b) = 1"
      case 5: return "\(a).append(\(b))"
      case 6: return "\(a) += 1"
      case 7: return "import m\(below(3)) as \(a)"
      case 8: return "\(a) = p\(below(2)) + \(b)"
      case 9: return "p0 = \(a)"
      case 10: return "\(a)"
      case 11: return "from m\(below(3)) import *"
      case 12: return "class C:\n  def run(self):\n    return \(a)"
      default: return "\(a) = \(b) + 1"
      }
    }

    mutating func code() -> String { (0..<1 + below(3)).map { _ in statement() }.joined(separator: "\n") }

    mutating func tags(ofStep step: Int) -> [String] {
      let previous = (0..<below(10) / 8 + 1).map { _ in "prev:s\(below(max(step, 1)))" }
      return ["step:s\(step)"] + (step > 0 ? previous : [])
    }

    mutating func cell(_ step: Int) -> NotebookCell {
      let tags: [String] =
        switch below(14) {
        case 0: []
        case 1: [pick(["functions", "imports", "pipeline-metrics", "skip", "hide-input"])]
        default: self.tags(ofStep: step)
        }
      let code = tags == ["pipeline-metrics"] ? "print(n\(below(7)))" : self.code()
      return NotebookCell(kind: .code, source: SourceText(code), tags: tags.map(NotebookTag.text))
    }

    mutating func notebook() -> Notebook {
      let parameters = NotebookCell(
        kind: .code, source: SourceText("p0 = 1\np1 = 2"), tags: [.text("pipeline-parameters")])
      return Notebook(
        cells: [parameters] + (0..<4 + below(10)).map { cell($0) },
        kaleMetadata: ["pipeline_name": "p", "experiment_name": "e"])
    }

    mutating func edit(_ notebook: inout Notebook) {
      let index = below(notebook.cells.count)
      let cell = notebook.cells[index]
      switch below(12) {
      case 0: notebook.cells.insert(self.cell(index), at: index)
      case 1 where notebook.cells.count > 2: notebook.cells.remove(at: index)
      case 2:
        notebook.cells[index] = NotebookCell(
          kind: .code, source: cell.source, tags: tags(ofStep: index).map(NotebookTag.text))
      case 3, 4:
        notebook.cells[index] = cell.with(source: SourceText(cell.source.string + "\n" + statement()))
      default: notebook.cells[index] = cell.with(source: SourceText(code()))
      }
    }
  }

  @Test(arguments: 0..<60)
  func anEditedNotebookIsAnalysedAsANewOne(seed: UInt64) {
    var author = Author(seed: seed + 1)
    var notebook = author.notebook()
    var analyzer = PipelineAnalyzer()
    _ = analyzer.analyze(notebook)
    for step in 0..<40 {
      author.edit(&notebook)
      let (now, fresh) = (analyzer.analyze(notebook), analysis(of: notebook))
      let isSame =
        now.kaleFlow.flows == fresh.kaleFlow.flows && now.flow.flows == fresh.flow.flows
        && now.kaleFlow.unassignedMetrics == fresh.kaleFlow.unassignedMetrics
        && now.deviations == fresh.deviations && now.namesMadeBySeveral == fresh.namesMadeBySeveral
        && now.pipeline == fresh.pipeline && now.kalePipeline == fresh.kalePipeline
        && now.findings() == fresh.findings()
      #expect(isSame, "seed \(seed), edit \(step):\n\(difference(now, fresh))")
      if !isSame { return }
    }
  }

  /// What two analyses of one notebook disagree on.
  private func difference(_ now: NotebookAnalysis, _ fresh: NotebookAnalysis) -> String {
    var lines = now.notebook.cells.map {
      "\($0.tags.compactMap(\.text)): \($0.source.string.debugDescription)"
    }
    for unit in fresh.outline.units.indices {
      for (name, mine, theirs) in [
        ("Kale", now.kaleFlow.flows[unit], fresh.kaleFlow.flows[unit]),
        ("run", now.flow.flows[unit], fresh.flow.flows[unit]),
      ] where mine != theirs {
        lines.append("\(name), \(fresh.outline.units[unit].name): \(mine) instead of \(theirs)")
      }
    }
    let (mine, theirs) = (Set(now.findings().map(\.message)), Set(fresh.findings().map(\.message)))
    return (lines + mine.subtracting(theirs) + ["instead of"] + theirs.subtracting(mine)).joined(
      separator: "\n")
  }
}
