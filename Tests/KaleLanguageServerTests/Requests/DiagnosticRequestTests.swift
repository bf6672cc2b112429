import KaleTestSupport
import Testing

/// `textDocument/publishDiagnostics` and `textDocument/diagnostic`
@Suite struct DiagnosticRequestTests {
  @Test func tagsAndNamesAreUnderlined() {
    assertDiagnostics(
      """
      # %% tags=["step:load"]
      x = 1
      houses = ("é😀", «homes»)
      # %% tags=["step:split", «"prev:laod"»]
      print("é😀")
      """, are: ["KALE208", "KALE103"])
  }

  @Test func aSoundNotebookHasNone() {
    assertDiagnostics(
      """
      # %% tags=["step:load"]
      houses = "é😀"
      # %% tags=["step:split", "prev:load"]
      print("é😀", houses)
      """, are: [])
  }
}
