import KaleTestSupport
import Testing

/// `kale.nextStep` and `kale.previousStep`
@Suite struct StepNavigationRequestTests {
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
      """, from: 1, next: 3, previous: 0)
  }
}
