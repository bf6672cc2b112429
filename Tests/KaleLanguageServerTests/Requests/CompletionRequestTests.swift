import KaleTestSupport
import Testing

/// `textDocument/completion`
@Suite struct CompletionRequestTests {
  @Test func previousStepsAreThoseAbove() {
    assertCompletions(
      """
      # %% tags=["step:load"]
      houses = "é😀"
      # %% tags=["step:split", «"prev:l"»]
      print(houses)
      """, offer: ["prev:load"],
      becomes: """
        # %% tags=["step:load"]
        houses = "é😀"
        # %% tags=["step:split", "prev:load"]
        print(houses)
        """)
  }

  @Test func aCommentThatIgnoresIsOfferedTheRules() {
    assertCompletions(
      """
      # %% tags=["step:load"]
      houses = "é😀"  # kale: ignore[«unk»]
      """, offer: ["unknown-tag"],
      becomes: """
        # %% tags=["step:load"]
        houses = "é😀"  # kale: ignore[unknown-tag]
        """)
  }
}
