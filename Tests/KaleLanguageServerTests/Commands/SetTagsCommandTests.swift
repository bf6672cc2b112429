import KaleTestSupport
import Testing

/// `kale.setTags`
@Suite struct SetTagsCommandTests {
  @Test func setTagsGivesACellTheseTags() {
    assertCommand(
      "kale.setTags", ["cell": 1, "tags": ["step:split", "prev:load"]],
      on: """
        # %% tags=["step:load"]
        houses = "é😀"
        # %% tags=["step:cut"]
        print("é😀", houses)
        """, answers: ["applied": true],
      becomes: """
        # %% tags=["step:load"]
        houses = "é😀"
        # %% tags=["step:split", "prev:load"]
        print("é😀", houses)
        """)
  }
}
