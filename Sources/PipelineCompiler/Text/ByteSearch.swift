extension String {
  /// Whether the text holds an ASCII sequence, byte for byte.
  ///
  /// `contains` compares characters, and a quote with a combining accent is another character than a quote; to Python
  /// and YAML it is a quote and an accent.
  func holds(_ sequence: StaticString) -> Bool {
    sequence.withUTF8Buffer { wanted in
      guard let first = wanted.first else { return true }
      var rest = utf8[...]
      while let start = rest.firstIndex(of: first) {
        rest = rest[start...]
        if rest.starts(with: wanted) { return true }
        rest = rest.dropFirst()
      }
      return false
    }
  }
}
