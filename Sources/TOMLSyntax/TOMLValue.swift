/// A value in a TOML document, and its place in the text.
package struct TOMLValue: Sendable, Hashable {
  /// What a value is.
  package indirect enum Content: Sendable, Hashable {
    /// A string, its escapes replaced.
    case string(String)
    /// An integer of 64 bits.
    case integer(Int)
    /// A number with a fraction or an exponent, an infinity, or not a number.
    case float(Double)
    /// True or false.
    case boolean(Bool)
    /// A date, a time or both, as written.
    case dateTime(String)
    /// An array, whose values may be of different kinds.
    case array([TOMLValue])
    /// A table, however it is written.
    case table(TOMLTable)
  }

  /// What the value is.
  package var content: Content
  /// The bytes of the value; of a table that has a header, those of the header.
  package var range: Range<Int>

  /// Creates a value at a place.
  package init(_ content: Content, range: Range<Int>) {
    self.content = content
    self.range = range
  }
}

/// A table of a TOML document: its keys in the order in which they first appear.
package struct TOMLTable: Sendable, Hashable {
  /// A key with its value.
  package struct Entry: Sendable, Hashable {
    /// The key, without quotes and escapes.
    package let key: String
    /// The bytes of the key where it first appears.
    package let keyRange: Range<Int>
    /// The value.
    package let value: TOMLValue

    /// Creates an entry.
    package init(key: String, keyRange: Range<Int>, value: TOMLValue) {
      self.key = key
      self.keyRange = keyRange
      self.value = value
    }
  }

  /// The entries. No two have the same key.
  package let entries: [Entry]

  /// Creates a table.
  package init(_ entries: [Entry] = []) { self.entries = entries }

  /// Returns the value of a key; nil if there is none. Two keys that only look alike are different keys.
  package subscript(key: String) -> TOMLValue? {
    entries.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }
}
