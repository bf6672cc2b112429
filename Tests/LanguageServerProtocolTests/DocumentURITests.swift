import LanguageServerProtocol
import Testing

@Suite("Document URIs")
struct DocumentURITests {
  @Test(
    "Paths of file URIs",
    arguments: [
      ("file:///a/b.ipynb", "/a/b.ipynb"), ("file:///a%20b/%C3%A9%25", "/a b/é%"), ("FILE:///a", "/a"),
      ("file:/a", "/a"),
      ("file://localhost/a", "/a"), ("file:///a?q#f", "/a"), ("file:///a%3Fb%23", "/a?b#"),
      ("file:///a+b", "/a+b"),
      ("file://server/a", nil), ("untitled:a", nil), ("vscode-notebook-cell:/a#W0", nil), ("/a", nil),
      ("", nil), ("file:", nil),
      ("file:a", nil), ("file://", nil), ("file:///%", nil), ("file:///%4", nil), ("file:///%zz", nil),
      ("file:///%+1", nil),
      ("file:///%00", nil), ("file:///%FF", nil),
    ] as [(String, String?)])
  func filePaths(uri: String, path: String?) {
    #expect(DocumentURI(uri).filePath == path)
  }

  @Test(
    "Paths are encoded as VS Code encodes them",
    arguments: [
      ("/a/b-c_d.e~f", "file:///a/b-c_d.e~f"), ("/a b/é", "file:///a%20b/%C3%A9"),
      ("/x:y@(z)'!*", "file:///x%3Ay%40%28z%29%27%21%2A"),
      ("/%41\n", "file:///%2541%0A"), ("/😀", "file:///%F0%9F%98%80"),
    ])
  func encoding(path: String, uri: String) {
    #expect(DocumentURI(filePath: path).description == uri)
    #expect(DocumentURI(filePath: path).filePath == path)
  }

  @Test("Two spellings are two documents")
  func spelling() {
    #expect(DocumentURI("file:///a%3A") != DocumentURI("file:///a:"))
    #expect(DocumentURI("file:///a%3A").description == "file:///a%3A")
  }
}
