import Testing

@testable import KaleCommandLine

/// Findings in a terminal of 80 columns.
@Suite struct TextWrappingTests {
  @Test func aLongFindingContinuesOnTheNextLine() {
    let path = "a folder/" + String(repeating: "n", count: 50) + ".ipynb:cell 3:37:6"
    #expect(
      TextWrapping.wrapped(
        "\(path): KALE002 [warning] `hide-input` is a tag of Jupyter Book. (foreign-tag)\n  help: Remove it\n"
      )
        == """
        \(path):
            KALE002 [warning] `hide-input` is a tag of Jupyter Book. (foreign-tag)
          help: Remove it

        """)
  }

  @Test(arguments: [1, 10, 1000]) func noLineIsTooWideAndNoWordIsLost(count: Int) {
    let line = "n.ipynb:1:1: KALE001 " + Array(repeating: "word", count: count).joined(separator: " ")
    let wrapped = TextWrapping.wrapped(line)
    #expect(wrapped.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(wrapped.split { " \n".contains($0) } == line.split(separator: " "))
  }

  @Test func noWordBecomesACommandOfAWorkflow() {
    let line = "n.ipynb:1:1: KALE001 " + Array(repeating: "::error::x", count: 30).joined(separator: " ")
    #expect(TextWrapping.wrapped(line) == line)
  }

  @Test(arguments: ["kale-lsp: ", "Help:  ", "Usage: "]) func whatTheParserSaysIsWrapped(label: String) {
    let words = Array(repeating: "word", count: 40)
    let wrapped = HelpText.wrapped("short\n" + label + words.joined(separator: " "), breaksErrors: true)
    let lines = wrapped.split(separator: "\n")
    #expect(lines.count > 3 && lines[1].hasPrefix(label + "word"))
    #expect(
      lines.allSatisfy { $0.count <= 80 }
        && lines.dropFirst(2).allSatisfy {
          $0.hasPrefix("       ") && $0.drop { $0 == " " }.hasPrefix("word")
        })
    #expect(wrapped.split { " \n".contains($0) }.filter { $0 == "word" }.count == words.count)
  }

  @Test(arguments: ["", "\n", "short\n", String(repeating: "x", count: 200)])
  func whatHasNoSpacesStays(text: String) {
    #expect(TextWrapping.wrapped(text) == text)
  }
}
