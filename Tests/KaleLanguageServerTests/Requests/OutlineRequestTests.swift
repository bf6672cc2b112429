import KaleTestSupport
import Testing

/// `kale/outline`
@Suite struct OutlineRequestTests {
  @Test func eachCodeCellSaysWhatItIs() {
    assertOutline(
      """
      # %% tags=["imports"]
      import json
      # %% tags=["step:load"]
      houses = "é😀"
      # %%
      print("é😀", houses)
      # %% tags=["skip"]
      houses
      """, is: [(0, "imports", nil), (1, "step", "load"), (2, "step", "load"), (3, "skip", nil)])
  }
}
