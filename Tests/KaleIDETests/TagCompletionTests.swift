import NotebookModel
import KaleTestSupport
import KaleAnalysis
import KaleIDE
import Testing

@Suite struct TagCompletionTests {
  private static let text = """
    # %% tags=["step:load", "image:ghcr.io/a/b:1"]
    data = 1
    # %% tags=["step:train", ""]
    model = data
    # %% tags=[""]
    other = 1
    # %% tags=["step:last"]
    print()
    """

  private func completions(_ typed: String, tag: TagIndex, cell: CellIndex) -> [String] {
    TagCompletion.completions(of: typed, tag: tag, in: cell, analysis(of: Self.text)).map(\.text)
  }

  @Test func aStepComesWithWhatIsAboveIt() {
    #expect(completions("prev:", tag: 1, cell: 1) == ["prev:load", "prev:"])
    #expect(completions("prev:x", tag: 0, cell: 0) == ["prev:"])
    #expect(completions("", tag: 1, cell: 1).first == "prev:load")
    #expect(completions("image:", tag: 1, cell: 1) == ["image:ghcr.io/a/b:1", "image:"])
  }

  @Test func aCellWithoutAStepComesWithARole() {
    #expect(completions("step:", tag: 0, cell: 2) == ["step:other", "step:train", "step:load", "step:"])
    #expect(completions("", tag: 0, cell: 2).first == "step:other")
  }

  /// Every completion that is a whole tag is one that Kale takes.
  @Test func whatIsOfferedIsOfKalesLanguage() {
    for completion in TagCompletion.completions(of: "", tag: 0, in: 2, analysis(of: Self.text))
    where completion.parts.isEmpty {
      #expect(ParsedTag(completion.text, of: .current).fault == nil, "\(completion.text)")
    }
  }

  @Test func whatHasToBeFilledInIsOfKalesLanguageOnceItIs() {
    let values = [
      "NAME": "a", "QUANTITY": "1", "RESOURCE": "cpu", "REFERENCE": "b", "KEY": "k", "VALUE": "v",
    ]
    for completion in TagCompletion.completions(of: "", tag: 0, in: 2, analysis(of: Self.text))
    where !completion.parts.isEmpty {
      let tag = completion.text + completion.parts.map { values[$0] ?? $0 }.joined(separator: ":")
      #expect(ParsedTag(tag, of: .current).fault == nil, "\(tag)")
    }
  }
}
