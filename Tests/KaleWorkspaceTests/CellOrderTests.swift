import KaleAnalysis
import KaleIDE
import KaleRules
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

@testable import KaleWorkspace

/// Where cells stand that could stand elsewhere changes nothing in what is compiled.
@Suite struct CellOrderTests {
  /// The cells of each unit, and the units that its first cell has to stand below.
  private static let units: [(cells: [NotebookCell], after: [Int])] = [
    ([cell("import os", "imports"), cell("import json", "imports")], []),
    ([cell("def f(x): return x", "functions")], []),
    ([cell("rate = 2\nname = 'x'", "pipeline-parameters")], []),
    ([cell("a = f(rate)", "step:load_a"), cell("a2 = a", "step:load_a")], []),
    ([cell("b = f(name)", "step:load_b", "limit:nvidia.com/gpu:1")], []),
    ([cell("c = 1", "step:z"), cell("d = 2", "step:z")], []),
    ([cell("e = a + a2", "step:left", "prev:load_a"), cell("import numpy", "step:left")], [3]),
    ([cell("g = b", "step:right", "prev:load_b")], [4]),
    ([cell("print(e, g, c)", "step:report", "prev:right", "prev:left", "prev:z")], [5, 6, 7]),
    ([cell("skipped", "skip"), cell("skipped too", "skip")], []),
    ([NotebookCell(kind: .markdown, source: SourceText("# Title"), tags: [])], []),
  ]

  private static func cell(_ source: String, _ tags: String...) -> NotebookCell {
    NotebookCell(kind: .code, source: SourceText(source), tags: tags.map { .text($0) })
  }

  /// A notebook with the cells of all units, in an order that means the same.
  private func notebook(_ random: inout some RandomNumberGenerator) -> Notebook {
    var next = Self.units.map { _ in 0 }
    var cells: [NotebookCell] = []
    while true {
      let ready = Self.units.indices.filter { unit in
        next[unit] < Self.units[unit].cells.count && Self.units[unit].after.allSatisfy { next[$0] > 0 }
      }
      guard let unit = ready.randomElement(using: &random) else { break }
      cells.append(Self.units[unit].cells[next[unit]])
      next[unit] += 1
    }
    return Notebook(
      cells: cells, kaleMetadata: ["pipeline_name": "p", "experiment_name": "e"])
  }

  private func compiled(_ notebook: Notebook) throws -> [String] {
    var analyzer = PipelineAnalyzer()
    // An exact pipeline names the cells by their numbers.
    let output = try CompilationOutput(
      analyzer.analyze(notebook), notebookPath: "/x/notebook.ipynb", runtime: RuntimeChoice(required: .kale))
    return [output.text(of: .dslScript), output.text(of: .pipelineSpec)]
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func theSameBytesWhereverCellsStand(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let first = try compiled(notebook(&random))
    #expect(first[0].contains("# step:load_a, cell 2 of 2\n"))
    for _ in 0..<30 {
      let notebook = notebook(&random)
      let other = try compiled(notebook)
      #expect(other == first, "\(notebook.cells.map(\.source.string))")
      guard other == first else { return }
    }
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func whatChangesThePipelineChangesTheHash(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let notebook = notebook(&random)
    let before = try compiled(notebook)
    let index = try #require(notebook.cells.firstIndex { $0.source.string == "c = 1" })
    var cells = notebook.cells
    cells[index] = Self.cell("c = 1 # new", "step:z")
    let line = try #require(before[0].split(separator: "\n").first { $0.hasPrefix("# (sha256:") })
    #expect(try !compiled(notebook.with(cells: cells))[0].contains(line))
  }
}
