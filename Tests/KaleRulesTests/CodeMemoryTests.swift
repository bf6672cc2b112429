import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// What was found of code in one notebook holds in another.
@Suite struct CodeMemoryTests {
  /// Notebooks that share most cells, in other orders and after other blocks.
  @Test(arguments: 0..<30)
  func notebooksAreAnalysedAsIfThereWereNoOthers(seed: UInt64) {
    var author = NotebookAuthor(seed: seed + 1)
    var notebook = author.notebook()
    let memory = CodeMemory()
    for step in 0..<30 {
      for _ in 0..<3 { author.edit(&notebook) }
      var analyzer = PipelineAnalyzer(remembering: memory)
      let (now, fresh) = (analyzer.analyze(notebook), analysis(of: notebook))
      let isSame =
        now.kaleFlow.flows == fresh.kaleFlow.flows && now.flow.flows == fresh.flow.flows
        && now.deviations == fresh.deviations && now.pipeline == fresh.pipeline
        && now.kalePipeline == fresh.kalePipeline && now.findings() == fresh.findings()
      #expect(isSame, "seed \(seed), notebook \(step)")
    }
  }
}
