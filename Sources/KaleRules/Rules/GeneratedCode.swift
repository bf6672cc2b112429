import KaleAnalysis

/// The Python code that Kale generates, in which it quotes strings of the notebook without escaping them.
enum GeneratedCode {
  /// What happens to a string there.
  enum Harm: Hashable {
    /// The code is no longer valid Python, because of `part` of the string.
    case broken(part: String)
    /// The code reads an escape where the text has a backslash.
    case changed

    /// The sentence that reports it.
    var sentence: String {
      switch self {
      case .broken(let part):
        "This value contains \(part), which breaks the code that Kale generates."
      case .changed:
        "This value contains a backslash, which Kale reads as an escape: steps get another value."
      }
    }
  }

  /// Returns what happens to a string between quotes of one kind; nil if the code reads it unchanged.
  static func harm(of text: String, between quote: UInt8) -> Harm? {
    var bytes = Array(text.utf8)[...]
    var harm: Harm?
    while let byte = bytes.popFirst() {
      switch byte {
      case quote: return .broken(part: quote == UInt8(ascii: "'") ? "a single quote" : "a double quote")
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return .broken(part: "a line break")
      case 0: return .broken(part: "a null character")
      case UInt8(ascii: "\\"):
        switch readEscape(&bytes) {
        case nil: break
        case .changed: harm = .changed
        case .broken: return .broken(part: "a backslash")
        }
      default: break
      }
    }
    return harm
  }

  /// Steps over what follows a backslash.
  private static func readEscape(_ bytes: inout ArraySlice<UInt8>) -> Harm? {
    let broken = Harm.broken(part: "a backslash")
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
