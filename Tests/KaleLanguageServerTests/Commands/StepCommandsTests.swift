import KaleTestSupport
import Testing

/// `kale.nextStep` and `kale.previousStep`
@Suite struct StepCommandsTests {
  @Test func stepsFollowEachOther() {
    assertStepNavigation(
      """
      # %% tags=["step:load"]
      houses = "é😀"
      # %% tags=["step:split", "prev:load"]
      print("é😀", houses)
      # %%
      print(1)
      # %% tags=["step:fit", "prev:split"]
      print(2)
      # %%
      print(3)
      # %% tags=["step:judge", "prev:fit"]
      print(4)
      # %% tags=["step:report", "prev:judge"]
      print(5)
      """, from: 3, next: 5, previous: 1)
  }
}
