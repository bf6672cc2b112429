import KaleAnalysis

/// The Python code that Kale generates: it puts texts of the notebook between quotes as they are.
enum GeneratedCode {
  /// What becomes of a text there.
  enum Harm: Hashable {
    /// The code is no Python any more; `part` of the text is to blame.
    case broken(part: String)
    /// The code reads an escape where the text has a backslash.
    case changed

    /// What a person is told of it.
    var sentence: String {
      switch self {
      case .broken(let part):
        "\(KaleRelease.current) generates invalid Python code because of \(part) in this value."
      case .changed:
        "\(KaleRelease.current) reads the backslash in this value as an escape sequence, which changes the value."
      }
    }
  }

  /// What becomes of a text between quotes of one kind; nil where the code says what the text says.
  static func harm(of text: String, between quote: UInt8) -> Harm? {
    var bytes = Array(text.utf8)[...]
    var harm: Harm?
    while let byte = bytes.popFirst() {
      switch byte {
      case quote: return .broken(part: quote == UInt8(ascii: "'") ? "the single quote" : "the double quote")
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return .broken(part: "the line break")
      case 0: return .broken(part: "the null character")
      case UInt8(ascii: "\\"):
        switch readEscape(&bytes) {
        case nil: break
        case .changed: harm = .changed
        case .broken: return .broken(part: "the backslash")
        }
      default: break
      }
    }
    return harm
  }

  /// Steps over what follows a backslash.
  private static func readEscape(_ bytes: inout ArraySlice<UInt8>) -> Harm? {
    let broken = Harm.broken(part: "the backslash")
    guard let letter = bytes.popFirst() else { return broken }
    let digits: Int
    switch letter {
    case UInt8(ascii: "x"): digits = 2
    case UInt8(ascii: "u"): digits = 4
    case UInt8(ascii: "U"): digits = 8
    case UInt8(ascii: "N"): return bytes.first == UInt8(ascii: "{") ? .changed : broken
    case _ where "\\'\"abfnrtv\n01234567".utf8.contains(letter): return .changed
    default: return nil
    }
    let number = bytes.prefix(digits)
    bytes = bytes.dropFirst(digits)
    return number.count == digits && number.allSatisfy(\.isHexadecimalDigit) ? .changed : broken
  }
}

extension UInt8 {
  fileprivate var isHexadecimalDigit: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
  }
}
