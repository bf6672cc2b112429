extension String {
  /// Whether the text holds an ASCII sequence, byte for byte.
  ///
  /// `contains` compares characters, and a quote with a combining accent is another character than a quote; to Python
  /// and YAML it is a quote and an accent.
  func holds(_ sequence: StaticString) -> Bool {
    var text = self
    return text.withUTF8 { bytes in
      sequence.withUTF8Buffer { wanted in
        guard let first = wanted.first else { return true }
        guard bytes.count >= wanted.count else { return false }
        for start in 0...bytes.count - wanted.count where bytes[start] == first {
          if bytes[start...].starts(with: wanted) { return true }
        }
        return false
      }
    }
  }
}
