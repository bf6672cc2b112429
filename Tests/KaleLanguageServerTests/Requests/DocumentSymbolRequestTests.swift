import KaleTestSupport
import Testing

/// `textDocument/documentSymbol`
@Suite struct DocumentSymbolRequestTests {
  @Test func symbolsAreStepsAndBlocksWithTheirCells() {
    assertSymbols(
      sampleNotebook,
      are: [
        ("imports", nil, [0]), ("load", "→ houses", [1]), ("split", "← houses → rest, train", [2, 3]),
        ("fit", "← rest, train", [4]),
      ])
  }
}
