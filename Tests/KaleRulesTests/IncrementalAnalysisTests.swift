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
