import KaleTestSupport
import Testing

/// `textDocument/hover`
@Suite struct HoverRequestTests {
  @Test func aNameSaysWhereItComesFrom() {
    assertHover(
      """
      # %% tags=["step:load"]
      houses = 1
      # %% tags=["step:split", "prev:load"]
      x = 0
      print("é😀", «houses»)
      """, says: ["houses", "input", "load"])
  }

  @Test func aTagSaysWhatTheStepIs() {
    assertHover(
      """
      # %% tags=["step:load"]
      houses = 1
      # %% tags=[«"step:split"», "prev:load"]
      print(houses)
      """, says: ["split", "load", "houses"])
  }

  @Test func aParameterSaysItsTypeAndValue() {
    assertHover(
      """
      # %% tags=["pipeline-parameters"]
      rate = 0.5
      # %% tags=["step:a"]
      x = "é"
      y = («rate», x)
      """, says: ["rate", "parameter", "float", "0.5"])
  }
}
