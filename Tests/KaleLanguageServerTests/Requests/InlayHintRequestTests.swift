import KaleTestSupport
import Testing

/// `textDocument/inlayHint`
@Suite struct InlayHintRequestTests {
  @Test func hintsSayWhatStepsTakeAndLeadThere() {
    assertHints(
      sampleNotebook,
      are: [
        (1, "→ houses", []), (2, "← houses", [1]), (2, "→ rest, train", []), (4, "← rest, train", [2, 2]),
      ])
  }
}
