import KaleTestSupport
import Testing

/// `textDocument/documentLink`
@Suite struct DocumentLinkRequestTests {
  @Test func aReferenceLinksToItsNotebook() {
    assertLinks(
      """
      # %% tags=["step:load"]
      houses = "é😀"
      # %% tags=["notebook:training"] notebook_path="part.ipynb"

      """, lead: [(1, "part.ipynb")])
  }
}
