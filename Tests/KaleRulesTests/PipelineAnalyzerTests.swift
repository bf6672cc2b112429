import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

/// What an analyzer reads, and what it keeps from one snapshot to the next.
@Suite struct PipelineAnalyzerTests {
  /// Findings are the same whatever other notebooks were read before.
  @Test(arguments: RuleExampleTests.rules)
  func notebooksThatAreNotForKaleNeedNotBeRead(_ named: RuleExampleTests.Named) {
    let examples = named.rule.description.examples
    let code = CodeCache()
    for text in examples.triggering + examples.nonTriggering {
      let example = ExampleNotebook(text)
      var analyzer = PipelineAnalyzer(readingCodeOf: .kaleNotebooks(sharing: code))
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
    for (scope, expected) in [(PipelineAnalyzer.CodeScope.kaleNotebooks(), imports), (.noNotebook, [])] {
      var analyzer = PipelineAnalyzer(readingCodeOf: scope)
      #expect(analyzer.analyze(notebook).facts.flatMap(\.importedPaths) == expected)
    }
  }

  @Test func theCodeOfSeveralNotebooksIsReadOnceUntilItIsForgotten() {
    let code = CodeCache()
    func facts(_ source: String) -> CodeFacts? {
      var analyzer = PipelineAnalyzer(readingCodeOf: .kaleNotebooks(sharing: code))
      return analyzer.analyze(ExampleNotebook("# %% tags=[\"step:a\"]\n\(source)").notebook).facts.first
    }
    let (first, second) = (facts("x = 1"), facts("x = 1"))
    #expect(second != nil && second !== first && second === facts("x = 1"))
    for number in [0, 0, 1, 1, 2, 2] { _ = facts("y = '\(number)\(String(repeating: "-", count: 1 << 17))'") }
    #expect(second !== facts("x = 1"))
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
