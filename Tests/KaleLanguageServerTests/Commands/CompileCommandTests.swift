import KaleTestSupport
import Testing

/// `kale.compile`
@Suite struct CompileCommandTests {
  @Test func everyShapeBecomesTheSamePipeline() {
    assertCompiles(sampleNotebook)
  }
}
