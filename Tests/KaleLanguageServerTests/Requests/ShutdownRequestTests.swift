import KaleTestSupport
import Testing

/// `shutdown`
@Suite struct ShutdownRequestTests {
  @Test func anOpenNotebookDoesNotKeepTheServer() {
    assertShutdown(sampleNotebook)
  }
}
