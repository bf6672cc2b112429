import KaleTestSupport
import KaleAnalysis
import KaleRules
import NotebookModel
import SourceText
import Testing

/// An analyzer that has seen a notebook change answers as one that sees it for the first time.
@Suite struct IncrementalAnalysisTests {
  @Test(arguments: 0..<60)
  func anEditedNotebookIsAnalysedAsANewOne(seed: UInt64) {
    var author = NotebookAuthor(seed: seed + 1)
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

  /// Code about values and state, which random notebooks hardly have.
  @Test(arguments: RuleExampleTests.rules)
  func anEditedExampleIsAnalysedAsANewOne(_ named: RuleExampleTests.Named) {
    let examples = named.rule.description.examples
    for text in examples.triggering + examples.nonTriggering + examples.fixes.map(\.before) {
      let example = ExampleNotebook(text)
      var author = ExampleAuthor(example.notebook, seed: UInt64(text.utf8.count))
      var analyzer = PipelineAnalyzer()
      _ = analyzer.analyze(example.notebook, referringTo: example.files, beside: example.folder).findings()
      for step in 0..<12 {
        let notebook = author.edit()
        let now = analyzer.analyze(notebook, referringTo: example.files, beside: example.folder)
        let fresh = KaleTestSupport.analysis(
          of: notebook, referringTo: example.files, beside: example.folder)
        let isSame = now.findings() == fresh.findings() && now.flow.flows == fresh.flow.flows
        #expect(isSame, "edit \(step):\n\(difference(now, fresh))")
        if !isSame { return }
      }
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

/// Edits an example: it adds statements about the names of the notebook to cells, moves code by a line, and takes all back.
private struct ExampleAuthor {
  private let original: Notebook
  private var notebook: Notebook
  private var generator: SeededGenerator
  private let names: [String]

  init(_ notebook: Notebook, seed: UInt64) {
    (original, self.notebook, generator) = (notebook, notebook, SeededGenerator(seed: seed))
    names = Set(analysis(of: notebook).units.flatMap(\.ownNames)).sorted() + ["other"]
  }

  mutating func edit() -> Notebook {
    let cells = notebook.cells.indices.filter { notebook.cells[$0].kind == .code }
    guard let cell = cells.randomElement(using: &generator), let name = names.randomElement(using: &generator)
    else { return notebook }
    let other = names.randomElement(using: &generator) ?? name
    let source = notebook.cells[cell].source.string
    let sources = [
      "# moved\n" + source, "\(name) = 1\n" + source, source + "\nprint(\(name))",
      source + "\n\(name).append(\(other))", source + "\n\(name) = \(other)", source + "\n\(name)[0] = 2",
      source + "\ndel \(name)", source + "\n\(name) = [\(other)]", source + "\nclass Added:\n  held = []",
      source + "\nimport pandas as \(name)", original.cells[cell].source.string,
      original.cells[cell].source.string,
    ]
    var edited = notebook.cells
    edited[cell] = edited[cell].with(
      source: SourceText(sources.randomElement(using: &generator) ?? source))
    notebook = notebook.with(cells: edited)
    return notebook
  }
}
