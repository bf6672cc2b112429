import KaleAnalysis
import NotebookModel
import SourceText
import Testing

@testable import KaleWorkspace

/// A pipeline that Kubernetes may be unable to store is written, with a warning.
@Suite struct PipelineSizeTests {
  private func warning(steps: Int, _ runtime: PipelineRuntime) throws -> String? {
    let cells = (0..<steps).map { number in
      NotebookCell(kind: .code, source: SourceText("x\(number) = 1"), tags: [.text("step:s\(number)")])
    }
    var analyzer = PipelineAnalyzer()
    let notebook = Notebook(cells: cells, kaleMetadata: ["pipeline_name": "p", "experiment_name": "e"])
    return try CompilationOutput(
      analyzer.analyze(notebook), notebookPath: "/x/notebook.ipynb", runtime: RuntimeChoice(required: runtime)
    ).sizeWarning
  }

  @Test func manyExactStepsAreTooLarge() throws {
    let text = try #require(try warning(steps: 40, .exact))
    #expect(text.contains("limits an object to 1.5 MB"))
    #expect(text.contains("--runtime kale"))
  }

  @Test(arguments: [(5, PipelineRuntime.exact), (40, .kale)]) func othersAreNot(
    steps: Int, runtime: PipelineRuntime
  ) throws {
    #expect(try warning(steps: steps, runtime) == nil)
  }
}
