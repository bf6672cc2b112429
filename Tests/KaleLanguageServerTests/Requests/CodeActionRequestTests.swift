import KaleTestSupport
import Testing

/// `textDocument/codeAction` and `kale.applyNotebookEdit`
@Suite struct CodeActionRequestTests {
  @Test func aFixChangesATag() {
    assertCodeActions(
      """
      # %% tags=["step:load"]
      houses = "é😀"
      # %% tags=["step:split", «"prev:laod"»]
      print("é😀", houses)
      """, offer: ["Change to `prev:load`"],
      becomes: """
        # %% tags=["step:load"]
        houses = "é😀"
        # %% tags=["step:split", "prev:load"]
        print("é😀", houses)
        """)
  }

  @Test func aCellCanBeSkipped() {
    assertCodeActions(
      """
      # %% tags=["step:load"]
      houses = "é😀"
      # %% tags=[«"step:split"»]
      print("é😀")
      """, offer: ["Make this a `skip` cell"],
      becomes: """
        # %% tags=["step:load"]
        houses = "é😀"
        # %% tags=["skip"]
        print("é😀")
        """)
  }
}
