import KaleTestSupport
import Testing

/// `kale.fixAll` and `kale.migrate`
@Suite struct RepairCommandsTests {
  @Test func fixAllAppliesWhatIsSafe() {
    assertCommand(
      "kale.fixAll", [:],
      on: """
        # %% tags=["step:load"]
        houses = "é😀"
        # %% tags=["step:split", "prev:load", "prev:load"]
        print("é😀", houses)
        """, answers: ["fixes": ["Remove duplicate tag `prev:load`"]],
      becomes: """
        # %% tags=["step:load"]
        houses = "é😀"
        # %% tags=["step:split", "prev:load"]
        print("é😀", houses)
        """)
  }

  @Test func migrateMakesTagsOfKale0() {
    assertCommand(
      "kale.migrate", [:],
      on: """
        # %% tags=["block:load"]
        houses = "é😀"
        # %% tags=["block:split", "prev:load"]
        print("é😀", houses)
        """, answers: ["fixes": ["Migrate this notebook"]],
      becomes: """
        # %% tags=["step:load"]
        houses = "é😀"
        # %% tags=["step:split", "prev:load"]
        print("é😀", houses)
        """)
  }
}
