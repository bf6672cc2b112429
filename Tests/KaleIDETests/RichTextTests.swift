import Testing

@testable import KaleIDE

@Suite struct RichTextTests {
  @Test func codeCannotEndItsFence() {
    var text = RichText()
    text.addItem("Image", [("a`b``c\nd", "")])
    #expect(text.markdown == "- Image: ``` a`b``c d ```")
    #expect(text.plain == "Image: a`b``c\nd")
  }

  @Test func anItemWithoutPartsIsLeftOut() {
    var text = RichText()
    text.addItem("Inputs", [])
    #expect(text.markdown.isEmpty)
  }
}
