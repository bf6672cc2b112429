import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

/// What an analyzer reads, and what it keeps from one snapshot to the next.
@Suite struct PipelineAnalyzerTests {
  @Test(arguments: RuleExampleTests.rules)
  func notebooksThatAreNotForKaleNeedNotBeRead(_ named: RuleExampleTests.Named) {
    let examples = named.rule.description.examples
    for text in examples.triggering + examples.nonTriggering {
      let example = ExampleNotebook(text)
      var analyzer = PipelineAnalyzer(readingCodeOf: .kaleNotebooks)
      let analysis = analyzer.analyze(
        example.notebook, referringTo: example.files, beside: example.folder)
      #expect(analysis.findings() == KaleTestSupport.analysis(of: text).findings(), "\(text)")
    }
  }

  @Test(arguments: [
    (#""metadata": {}, "#, [], []), (#""metadata": {"kubeflow_notebook": {}}, "#, [], ["os"]),
    (#""metadata": {}, "#, ["step:a"], ["os"]), (#""metadata": {}, "#, ["imports"], []),
  ])
  func onlyTheCodeOfNotebooksForKaleIsRead(metadata: String, tags: [String], imports: [String]) {
    let cell = #"{"cell_type": "code", "metadata": {"tags": \#(tags)}, "source": "import os"}"#
    let notebook = IpynbDocument(
      SourceText(#"{"nbformat": 4, "nbformat_minor": 2, \#(metadata)"cells": [\#(cell)]}"#)
    ).notebook
    for scope in [PipelineAnalyzer.CodeScope.kaleNotebooks, .noNotebook] {
      var analyzer = PipelineAnalyzer(readingCodeOf: scope)
      let found = analyzer.analyze(notebook).facts.flatMap(\.importedPaths)
      #expect(found == (scope == .noNotebook ? [] : imports))
    }
  }

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
