import KaleTestSupport
import Testing

/// `textDocument/codeLens`
@Suite struct CodeLensRequestTests {
  @Test func lensesStandAboveStepsAndThePipelinesAboveTheFirstCell() {
    assertLenses(
      sampleNotebook,
      are: [
        (0, "Compile pipeline"), (0, "Run pipeline"), (1, "step load → houses"),
        (2, "step split ← houses → rest, train"), (4, "step fit ← rest, train"),
      ])
  }
}
