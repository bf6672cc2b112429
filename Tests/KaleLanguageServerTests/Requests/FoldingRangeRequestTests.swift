import KaleTestSupport
import Testing

/// `textDocument/foldingRange`
@Suite struct FoldingRangeRequestTests {
  @Test func stepsFoldWithAllOfTheirCells() {
    assertFolding(
      sampleNotebook,
      is: [
        (0, 0, "imports"), (1, 1, "step load → houses"), (2, 3, "step split ← houses → rest, train"),
        (4, 4, "step fit ← rest, train"),
      ])
  }
}
