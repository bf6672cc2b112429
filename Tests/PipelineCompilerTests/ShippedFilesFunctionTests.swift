import KaleTestSupport
import NotebookModel
import Testing

@testable import PipelineCompiler

/// The Python that carries the files of a pipeline.
@Suite struct ShippedFilesFunctionTests {
  private func source(_ path: String, _ bytes: [UInt8]) -> String {
    ShippedFilesFunction([.init(path: path, bytes: bytes, isModule: false)]).source
  }

  @Test func textReadsAsTheFileDoes() {
    #expect(
      source("lib/helpers.py", Array("def f():\n    return '\\d'\n".utf8)) == #"""
        def _kale_files():
            """Returns the files beside the notebook that its steps use."""
            return {
                "lib/helpers.py": r'''
        def f():
            return '\d'

        ''',
            }

        """#)
  }

  @Test(arguments: [[0], [0xFF, 0xFE], Array("a\r\n".utf8), Array("a\0b".utf8)] as [[UInt8]])
  func whatIsNotTextIsBase64(_ bytes: [UInt8]) {
    let source = source("a.bin", bytes)
    #expect(source.contains("import base64 as _base64"))
    #expect(source.contains(Base64.text(bytes)))
  }

  /// Blank lines, where KFP empties them, are in literals of one line.
  @Test(arguments: ["a\n  \nb", " ", "\t\n"]) func blanksSurvive(_ text: String) {
    let source = source("a.txt", Array(text.utf8))
    #expect(source.split(separator: "\n").allSatisfy { line in line.contains { $0 != " " && $0 != "\t" } })
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func base64IsThatOfTheStandard(_ text: String, _ expected: String) {
    #expect(Base64.text(Array(text.utf8)) == expected)
  }

  @Test func variablesAreJSONInChunks() {
    let files: [ShippedFiles.File] = [
      .init(path: "a \"$(é😀\n.bin", bytes: [0, 1, 2], isModule: false),
      .init(path: "b", bytes: [UInt8](repeating: 7, count: 200_000), isModule: false),
    ]
    let variables = ShippedFilesVariables.variables(for: files)
    #expect(variables.map(\.key) == (0..<3).map { "KALE_LSP_FILES_\($0)" })
    #expect(variables.allSatisfy { $0.value.utf8.count <= 96 << 10 })
    #expect(variables.allSatisfy { $0.value.utf8.allSatisfy { $0 < 0x7F } })
    let text = variables.map(\.value).joined()
    let path = #"a \u0022\u0024(\u00e9\ud83d\ude00\u000a.bin"#
    #expect(text.hasPrefix("{\"\(path)\": \"AAEC\", \"b\": \"Bwc"))
    #expect(!text.contains("$("))
    #expect(text.hasSuffix("\"}"))
  }
}
