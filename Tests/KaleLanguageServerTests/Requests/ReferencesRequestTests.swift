import KaleTestSupport
import Testing

/// `textDocument/references`
@Suite struct ReferencesRequestTests {
  private static let variable = """
    # %% tags=["step:load"]
    "é😀"; «houses» = 1
    # %% tags=["step:split", "prev:load"]
    x = "😀"
    print("é😀", «houses», «houses»)
    """

  @Test func aNameIsFoundInAllStepsThatHaveIt() {
    assertReferences(Self.variable, areMarks: [0, 1, 2], at: 2)
  }

  @Test func theDefinitionCanBeLeftOut() {
    assertReferences(Self.variable, areMarks: [1, 2], at: 0, withDeclaration: false)
  }

  @Test func aStepIsFoundInTheTagsThatNameIt() {
    assertReferences(
      """
      # %% tags=[«"step:load"»]
      houses = "é😀"
      # %% tags=["step:split", «"prev:load"»]
      print(houses)
      # %% tags=["step:fit", "prev:split", «"prev:load"»]
      print(houses)
      """, areMarks: [0, 1, 2], at: 1)
  }
}
