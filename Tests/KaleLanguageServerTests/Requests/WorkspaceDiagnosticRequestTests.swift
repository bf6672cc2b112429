import KaleTestSupport
import Testing

/// `workspace/diagnostic`
@Suite struct WorkspaceDiagnosticRequestTests {
  @Test func aNotebookThatIsNotOpenIsReported() {
    assertWorkspaceDiagnostics(
      """
      # %% tags=["step:load"]
      houses = "é😀"
      # %% tags=["step:split", "prev:laod"]
      print("é😀")
      """, are: ["KALE103"])
  }
}
