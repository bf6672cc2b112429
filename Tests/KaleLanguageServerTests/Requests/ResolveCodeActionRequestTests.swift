import KaleTestSupport
import Testing

/// `codeAction/resolve`
@Suite struct ResolveCodeActionRequestTests {
  @Test func anActionForTheWholeNotebookGetsItsEditWhenItIsChosen() {
    assertRepair(
      """
      # %% tags=["step:load"]
      houses = "é😀"
      # %% tags=["step:split", "prev:load", "prev:load"]
      print("é😀", houses)
      """, kind: "source.fixAll.kale",
      becomes: """
        # %% tags=["step:load"]
        houses = "é😀"
        # %% tags=["step:split", "prev:load"]
        print("é😀", houses)
        """)
  }
}
