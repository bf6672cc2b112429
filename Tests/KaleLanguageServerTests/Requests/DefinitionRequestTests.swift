import KaleTestSupport
import Testing

/// `textDocument/definition`
@Suite struct DefinitionRequestTests {
  @Test func aNameLeadsToTheStepThatDefinesIt() {
    assertDefinition(
      """
      # %% tags=["step:load"]
      "😀"; «houses» = "é"
      # %% tags=["step:split", "prev:load"]
      x = 0
      print("é😀", «houses»)
      """, isMark: 0, at: 1)
  }

  @Test func aPreviousStepLeadsToItsTag() {
    assertDefinition(
      """
      # %% tags=[«"step:load"»]
      houses = "é😀"
      # %% tags=["step:split", «"prev:load"»]
      print(houses)
      """, isMark: 0, at: 1)
  }

  @Test func aNameThatNothingDefinesLeadsNowhere() {
    assertDefinition(
      """
      # %% tags=["step:load"]
      x = 0
      print("é😀", «houses»)
      """, isMark: nil, at: 0)
  }
}
