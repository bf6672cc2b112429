import KaleAnalysis
import KaleRules
import PipelineCompiler
import Testing

@Suite struct CompilationDefaultsTests {
  private func compile(
    _ defaults: CompilationDefaults, _ change: (inout PipelineConfiguration) -> Void = { _ in }
  ) throws -> CompiledPipeline {
    var pipeline = Sample.pipeline
    change(&pipeline.configuration)
    return try PipelineCompiler(version: "1", defaults: defaults).compile(
      pipeline, from: NotebookOrigin(name: "n", contentHash: "h"))
  }

  @Test func theImageIsThatOfNotebooksWithoutOne() throws {
    let defaults = CompilationDefaults(baseImage: "me:1")
    #expect(try compile(defaults).dslScript.contains("base_image=\"me:1\""))
    #expect(try compile(defaults) { $0.baseImage = "own:1" }.dslScript.contains("base_image=\"own:1\""))
  }

  @Test func theSecurityContextIsThatOfNotebooksWithoutOne() throws {
    var defaults = CompilationDefaults()
    defaults.securityContext.runAsUser = 7
    #expect(try compile(defaults).dslScript.contains("run_as_user=7,"))
    #expect(
      try compile(defaults) { $0.securityContext = SecurityContext() }.dslScript.contains(
        "run_as_user=65534,"))
  }

  @Test(
    arguments: [
      "", "https://a b", "https://a;rm", "https://$(x)", "https://a?b&c", "-r", "https://a'", "https://a\nb",
      "`x`",
    ])
  func addressesStayOneWordOfTheCommand(_ address: String) {
    for index in [PackageIndex(indexURLs: [address]), PackageIndex(trustedHosts: [address])] {
      #expect(throws: PipelineCompilerError.unusablePackageIndex(address)) {
        try compile(CompilationDefaults(packageIndex: index))
      }
    }
  }
}
