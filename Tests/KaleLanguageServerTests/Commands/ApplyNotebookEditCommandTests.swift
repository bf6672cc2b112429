import KaleTestSupport
import Testing

/// `kale.applyNotebookEdit`
@Suite struct ApplyNotebookEditCommandTests {
  @Test func aCellGetsTheTagsThatTheEditNames() {
    assertNotebookEdit(
      """
      # %% tags=["step:load"]
      houses = "é😀"
      # %% tags=["step:split"]
      print("é😀", houses)
      """, cell: 1, tags: ["step:split", "prev:load"],
      becomes: """
        # %% tags=["step:load"]
        houses = "é😀"
        # %% tags=["step:split", "prev:load"]
        print("é😀", houses)
        """)
  }
}
