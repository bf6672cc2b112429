import KaleAnalysis
import KaleTestSupport
import NotebookModel
import PipelineCompiler
import Testing

@testable import KaleWorkspace

/// Options of `kale-lsp compile` in place of the notebook's configuration.
@Suite struct CompilationOverridesTests {
  private static let notebook = """
    # ---
    # jupyter:
    #   kubeflow_notebook:
    #     pipeline_name: houses
    #     experiment_name: housing
    #     base_image: python:3.11
    # ---
    # %% tags=["step:load"]
    x = 1
    """

  private static func file(overriding overrides: CompilationOverrides) throws -> NotebookFile {
    let folder = try TemporaryFolder()
    try folder.write(Self.notebook, "houses.py")
    let file = try NotebookFile(path: folder.path("houses.py"))
    return NotebookFile(path: file.path, document: file.document, overriding: overrides)
  }

  @Test func optionsTakePrecedence() throws {
    var overrides = CompilationOverrides()
    overrides.set("pipeline_name", "nightly")
    overrides.set("pipeline_name", nil)
    overrides.set("base_image", "python:3.12")
    overrides.set("pipeline_description", "Every night.")
    let configuration = try Self.file(overriding: overrides).analysis.pipeline.configuration
    #expect(configuration.pipelineName == "nightly" && configuration.experimentName == "housing")
    #expect(configuration.baseImage == "python:3.12" && configuration.pipelineDescription == "Every night.")
    #expect(overrides.fault() == nil)
  }

  @Test func variablesTakePrecedenceOverTheEnvironment() {
    var overrides = CompilationOverrides()
    #expect(!overrides.changesConfiguration)
    overrides.setVariable("KALE_PIP_INDEX_URLS", "https://a/simple")
    let defaults = CompilationDefaults.ofEnvironment(overriding: overrides, in: ProjectDefaults())
    #expect(defaults.packageIndex.indexURLs.first == "https://a/simple")
    #expect(!overrides.changesConfiguration)
  }

  @Test(arguments: [("pipeline_name", "My Pipeline"), ("pipeline_name", ""), ("output_path", "../x")])
  func invalidValuesAreNamed(key: String, value: String) throws {
    var overrides = CompilationOverrides()
    overrides.set(key, value)
    let fault = try #require(overrides.fault())
    #expect(fault.hasSuffix("."))
  }
}
