import KaleTestSupport
import Testing

/// `kale.renameStep`
@Suite struct RenameStepCommandTests {
  @Test func theStepOfACellIsRenamedInEveryTagThatNamesIt() {
    assertCommand(
      "kale.renameStep", ["cell": 1, "newName": "read"],
      on: """
        # %% tags=["step:load"]
        houses = "é😀"
        # %%
        print("é😀", houses)
        # %% tags=["step:split", "prev:load"]
        print(houses)
        """, answers: ["applied": true],
      becomes: """
        # %% tags=["step:read"]
        houses = "é😀"
        # %%
        print("é😀", houses)
        # %% tags=["step:split", "prev:read"]
        print(houses)
        """)
  }
}
