/// A set of ASCII characters, as bytes of UTF-8.
package struct ByteSet: Sendable, Hashable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  static let lowercaseLetters = ByteSet("abcdefghijklmnopqrstuvwxyz")
  static let digits = ByteSet("0123456789")
  static let letters = lowercaseLetters.union(ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))

  /// The characters of a text.
  init(_ characters: String) {
    for byte in characters.utf8 {
      if byte < 64 { low |= 1 << UInt64(byte) } else if byte < 128 { high |= 1 << UInt64(byte - 64) }
    }
  }

  func union(_ other: ByteSet) -> ByteSet {
    var union = self
    union.low |= other.low
    union.high |= other.high
    return union
  }

  /// Returns whether the set contains a byte; false for any byte beyond ASCII.
  package func contains(_ byte: UInt8) -> Bool {
    switch byte {
    case ..<64: low >> UInt64(byte) & 1 == 1
    case ..<128: high >> UInt64(byte - 64) & 1 == 1
    default: false
    }
  }

  /// Whether all characters of a text are in the set.
  func containsAll(of text: some StringProtocol) -> Bool { text.utf8.allSatisfy(contains) }
}

/// The form of a name: what it may begin with, and what may follow.
package struct NamePattern: Sendable, Hashable {
  let first: ByteSet
  let rest: ByteSet

  /// Whether a text is such a name.
  package func matches(_ name: some StringProtocol) -> Bool {
    guard let byte = name.utf8.first, first.contains(byte) else { return false }
    return rest.containsAll(of: name)
  }
}
