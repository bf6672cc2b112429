import KaleAnalysis
import KaleRules
import KaleTestSupport
import KaleWorkspace
import Testing

@testable import KaleCommandLine

/// What `kale-lsp new` writes.
@Suite struct TemplateFileTests {
  @Test(arguments: ["first.ipynb", "first.py", "first.md", "first", "My First Run.ipynb"])
  func theNotebookHasAPipelineAndNoFindings(name: String) throws {
    let folder = try TemporaryFolder()
    let file = try TemplateFile(named: folder.path(name))
    try file.write()
    let notebook = try NotebookFile(path: file.path)
    var selection = FindingSelection()
    selection.isStrict = true
    for runtime in PipelineRuntime.allCases {
      selection.runtime.required = runtime
      #expect(selection.findings(in: notebook.analysis).map(\.message) == [])
    }
    let pipeline = notebook.analysis.pipeline
    #expect(pipeline.steps.map(\.name) == PipelineTemplate.steps)
    #expect(pipeline.configuration.pipelineName == (name.hasPrefix("My") ? "my-first-run" : "first"))
    #expect(pipeline.parameters.map(\.name) == ["test_size", "trees"])
    #expect(pipeline.steps.flatMap(\.metrics).map(\.variable) == ["accuracy"])
  }

  @Test func theFormatsHoldTheSameCells() throws {
    let folder = try TemporaryFolder()
    let cells = try ["a.ipynb", "a.py", "a.md"].map { name in
      let file = try TemplateFile(named: folder.path(name))
      try file.write()
      return try NotebookFile(path: file.path).document.notebook.cells.map { cell in
        "\(cell.kind) \(cell.tags) \(cell.source.string)"
      }
    }
    #expect(cells[0] == cells[1] && cells[0] == cells[2])
  }

  @Test func noFileIsOverwritten() throws {
    let folder = try TemporaryFolder()
    try folder.write("mine", "a.ipynb")
    #expect(throws: TemplateFile.Problem.self) { try TemplateFile(named: folder.path("a")).write() }
    #expect(try folder.text("a.ipynb") == "mine")
  }

  @Test(arguments: ["a.txt", "folder/", "", "a.IPYNB"]) func otherNamesAreRejected(name: String) {
    #expect(throws: TemplateFile.Problem.self) { try TemplateFile(named: name) }
  }

  @Test(arguments: [
    ("größe.ipynb", "grosse"), ("日本.py", "pipeline"), (".ipynb", "pipeline"), ("A_b.md", "a-b"),
  ])
  func thePipelineHasAValidName(file: String, name: String) {
    #expect(PipelineTemplate(for: file).name == name)
  }
}
