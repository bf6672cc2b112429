import KaleTestSupport
import Testing

/// `textDocument/documentHighlight`
@Suite struct DocumentHighlightRequestTests {
  @Test func aNameIsHighlightedWhereItIsDefinedAndUsed() {
    assertHighlights(
      """
      # %% tags=["step:load"]
      "é😀"; «houses» = 1
      print(«houses»)
      # %% tags=["step:split", "prev:load"]
      print("é😀", «houses»)
      """, write: [0], read: [1, 2], at: 1)
  }

  @Test func aStepIsHighlightedInItsTags() {
    assertHighlights(
      """
      # %% tags=[«"step:load"»]
      houses = "é😀"
      # %% tags=["step:split", «"prev:load"»]
      print(houses)
      """, write: [0], read: [1], at: 1)
  }
}
