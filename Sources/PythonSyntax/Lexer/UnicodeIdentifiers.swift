/// What Python allows in identifiers beyond ASCII.
enum UnicodeIdentifiers {
  /// The first character of `source[range]` that cannot stand there, and its bytes.
  static func firstInvalid(_ source: [UInt8], _ range: Range<Int>) -> (
    scalar: Unicode.Scalar, range: Range<Int>
  )? {
    var decoder = UTF8()
    var bytes = source[range].makeIterator()
    var offset = range.lowerBound
    while true {
      switch decoder.decode(&bytes) {
      case .emptyInput: return nil
      case .error: return ("\u{fffd}", offset..<range.upperBound)
      case .scalarValue(let scalar):
        let isAllowed =
          offset == range.lowerBound
          ? scalar == "_" || scalar.properties.isXIDStart : scalar.properties.isXIDContinue
        let end = offset + UTF8.width(scalar)
        if !isAllowed { return (scalar, offset..<end) }
        offset = end
      }
    }
  }

  /// Whether Python would print the character as it is.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .spaceSeparator:
      false
    default: true
    }
  }

  /// The name as Python compares names, in the form NFKC, but for the order and composition of accents: Swift takes
  /// strings that differ only there for equal.
  static func normalised(_ name: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      if let replacement = CompatibilityForms.replacement(of: scalar) {
        result.append(contentsOf: replacement)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}
