/// A TOML text, and the table that it describes.
///
/// The grammar is TOML 1.0. A byte order mark at the start is skipped.
package struct TOMLDocument: Sendable {
  /// Tables and arrays nested deeper than this are an error, which bounds the recursion of everyone who walks a document.
  package static let maximumDepth = 128

  /// The text that was read. All ranges are offsets into it.
  package let bytes: [UInt8]
  /// What the text describes; empty if it has an error.
  package let root: TOMLTable
  /// The first error of the text; nil if it is valid.
  package let error: TOMLSyntaxError?

  /// Reads a text, which should be UTF-8.
  package init(parsing bytes: [UInt8]) {
    self.bytes = bytes
    var parser = TOMLParser(bytes)
    do throws(TOMLSyntaxError) {
      root = try parser.document()
      error = nil
    } catch {
      root = TOMLTable()
      self.error = error
    }
  }
}

/// Something in a text that TOML does not allow.
package struct TOMLSyntaxError: Error, Sendable, Hashable {
  /// One sentence without a full stop.
  package let message: String
  /// The bytes at fault; empty where something is missing.
  package let range: Range<Int>

  /// Creates an error at a place.
  package init(_ message: String, _ range: Range<Int>) {
    self.message = message
    self.range = range
  }
}
