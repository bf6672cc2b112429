extension String {
  /// The message, with text between backticks cut if it is too long to read: names may have any length.
  package var withShortQuotes: String {
    guard utf8.count > Self.longestQuote else { return self }
    var pieces = utf8.split(separator: UInt8(ascii: "`"), omittingEmptySubsequences: false).map(
      Substring.init)
    // Every other piece is a quote. What follows the last backtick of an odd number is none.
    var isCut = false
    for index in stride(from: 1, to: pieces.count - 1, by: 2)
    where pieces[index].utf8.count > Self.longestQuote {
      pieces[index] = Self.front(of: pieces[index]) + "…"
      isCut = true
    }
    return isCut ? pieces.joined(separator: "`") : self
  }

  /// In bytes; a longer name is not one that somebody reads.
  private static let longestQuote = 250
  private static let shortenedQuote = 100

  /// The first characters of a text, none of them cut.
  private static func front(of text: Substring) -> Substring {
    var end = text.utf8.index(text.startIndex, offsetBy: shortenedQuote)
    while end > text.startIndex, text.utf8[end] & 0xC0 == 0x80 { text.utf8.formIndex(before: &end) }
    return text[..<end]
  }
}
