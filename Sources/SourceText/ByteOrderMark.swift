/// The mark that some editors, most of them on Windows, write before the first character of a text.
package enum ByteOrderMark {
  /// Its bytes in UTF-8.
  package static let utf8 = Array("\u{FEFF}".utf8)
}
