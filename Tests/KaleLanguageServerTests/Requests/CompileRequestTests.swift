import KaleTestSupport
import Testing

/// `kale.compile`
@Suite struct CompileRequestTests {
  @Test func everyShapeBecomesTheSamePipeline() {
    assertCompiles(sampleNotebook)
  }
}
