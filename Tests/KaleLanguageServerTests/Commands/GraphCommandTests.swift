import KaleTestSupport
import Testing

/// `kale.graph`
@Suite struct GraphCommandTests {
  @Test func theGraphHasTheStepsAndWhatTheyPassOn() {
    assertGraph(
      """
      # %% tags=["step:load"]
      houses = "é😀"
      # %% tags=["step:split", "prev:load"]
      print("é😀", houses)
      """, format: "mermaid", has: ["load", "split", "houses"])
  }
}
