import KaleTestSupport
import Testing

/// `workspace/symbol`
@Suite struct WorkspaceSymbolRequestTests {
  @Test func stepsAreFoundByTheirLetters() {
    assertWorkspaceSymbols(sampleNotebook, query: "l", are: [("load", 1), ("split", 2)])
    assertWorkspaceSymbols(sampleNotebook, query: "ft", are: [("fit", 4)])
  }
}
