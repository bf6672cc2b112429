import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// What an analyzer keeps from one snapshot to the next.
@Suite struct PipelineAnalyzerTests {
  @Test func theFactsOfACellAreReusedAndNotConfused() {
    var analyzer = PipelineAnalyzer()
    let first = ExampleNotebook("# %% tags=[\"step:a\"]\nx = 1\n# %% tags=[\"step:b\", \"prev:a\"]\nprint(x)")
      .notebook
    var cells = first.cells
    cells[0] = ExampleNotebook("# %% tags=[\"step:a\"]\ny = 1").notebook.cells[0]
    let second = first.with(cells: cells)
    #expect(analyzer.analyze(first).kalePipeline.steps[0].outputs == ["x"])
    #expect(analyzer.analyze(second).kalePipeline.steps[0].outputs == [])
    #expect(analyzer.analyze(first).kalePipeline.steps[0].outputs == ["x"])
  }
}
