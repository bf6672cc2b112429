extension String {
  /// Returns the text with other text in the place of some of its characters.
  ///
  /// It goes by Unicode scalars: to Swift, a colon with a combining mark is another character than a colon.
  ///
  /// - Parameter replacement: Returns what stands for a scalar; nil for one that stays.
  /// - Returns: The text with the replacements.
  package func replacingScalars(_ replacement: (Unicode.Scalar) -> String?) -> String {
    var result = ""
    for scalar in unicodeScalars {
      if let text = replacement(scalar) { result += text } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }
}
