import LanguageServerProtocol
import SourceText

extension Session {
  /// The text after some changes. One outside the text is made at its end, and the log says so, since from then on
  /// client and server may see different texts.
  func applying(
    _ changes: [TextDocumentContentChangeEvent], to text: SourceText, of uri: DocumentURI
  ) -> SourceText {
    var text = text
    for change in changes {
      switch change {
      case .whole(let new): text = SourceText(new)
      case .partial(let range, let new):
        let start = offset(of: range.start, in: text, of: uri)
        let end = offset(of: range.end, in: text, of: uri)
        text = text.replacing(start..<max(start, end), with: new.utf8)
      }
    }
    return text
  }

  private func offset(of position: Position, in text: SourceText, of uri: DocumentURI) -> Int {
    do {
      return try text.offset(of: position, abilities.columns)
    } catch {
      log(.error, "Received a change to \(uri) outside its text. \(error.message)")
      return text.utf8.count
    }
  }
}
