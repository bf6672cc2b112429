/// A requirement that pip takes: a distribution, and perhaps which version of it, as
/// [PEP 508](https://peps.python.org/pep-0508/) has it.
///
/// It becomes part of a shell command, so that only what is plainly a requirement is taken for one: options of pip, paths
/// and files are not.
package struct Requirement: Sendable, Hashable {
  /// As pip is given it, on one line and without single quotes.
  package let text: String
  /// The distribution's name, one spelling for all that pip takes for the same.
  package let distribution: String
  /// Whether it names a distribution and says nothing of it.
  package var isBare: Bool { text.utf8.allSatisfy(\.isPartOfDistributionName) }

  /// Reads a requirement; nil if the string is not one.
  package init?(_ text: some StringProtocol) {
    var reader = RequirementReader(Array(text.utf8))
    guard let name = reader.read() else { return nil }
    self.text = reader.text
    distribution = Self.normalized(name)
  }

  /// The one spelling: lower case, and a dash for each run of dashes, dots and underscores.
  static func normalized(_ name: String) -> String {
    name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
  }
}

/// Reads one requirement: `name [extras] specifiers ; marker` or `name [extras] @ address ; marker`.
private struct RequirementReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    // A shell's single quotes hold everything but a single quote, and Python has two kinds.
    let single = UInt8(ascii: "'")
    let double = UInt8(ascii: "\"")
    let front = bytes.drop(while: \.isBlank)
    let back = front.reversed().drop(while: \.isBlank).reversed()
    self.bytes = back.map { $0 == single ? double : $0 }
  }

  /// The whole requirement.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The name of the distribution; nil if the string is not a requirement.
  mutating func read() -> String? {
    guard let name = word(while: \.isPartOfDistributionName),
      let first = name.utf8.first, let last = name.utf8.last, first.isLetterOrDigit, last.isLetterOrDigit
    else { return nil }
    skipBlanks()
    if skip("["), !readExtras() { return nil }
    skipBlanks()
    if skip("@") {
      skipBlanks()
      guard readAddress() else { return nil }
    } else if !readSpecifiers() {
      return nil
    }
    skipBlanks()
    if skip(";"), !readMarker() { return nil }
    return position == bytes.count ? name : nil
  }

  private mutating func readExtras() -> Bool {
    repeat {
      skipBlanks()
      guard word(while: \.isPartOfDistributionName) != nil else { return false }
      skipBlanks()
    } while skip(",")
    return skip("]")
  }

  /// None, or some with commas between.
  private mutating func readSpecifiers() -> Bool {
    guard position < bytes.count, bytes[position] != UInt8(ascii: ";") else { return true }
    repeat {
      skipBlanks()
      guard let sign = word(while: \.isPartOfOperator), Self.operators.contains(sign) else { return false }
      skipBlanks()
      guard word(while: \.isPartOfVersion) != nil else { return false }
      skipBlanks()
    } while skip(",")
    return true
  }

  private static let operators: Set<String> = ["==", "===", "!=", "<=", ">=", "<", ">", "~="]
  private static let schemes = ["https://", "http://", "git+https://", "git+ssh://", "file:///"]

  private mutating func readAddress() -> Bool {
    guard let address = word(while: \.isPartOfAddress) else { return false }
    return Self.schemes.contains { address.hasPrefix($0) && address.utf8.count > $0.utf8.count }
  }

  /// Kept as it is written: pip reads it, and only what it is made of matters here.
  private mutating func readMarker() -> Bool {
    guard let marker = word(while: \.isPartOfMarker) else { return false }
    return marker.utf8.contains { $0.isLetterOrDigit }
  }

  private mutating func word(while isPart: (UInt8) -> Bool) -> String? {
    let start = position
    while position < bytes.count, isPart(bytes[position]) { position += 1 }
    return start < position ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
  }

  private mutating func skipBlanks() {
    while position < bytes.count, bytes[position].isBlank { position += 1 }
  }

  private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  fileprivate var isPartOfDistributionName: Bool { isLetterOrDigit || "-_.".utf8.contains(self) }
  fileprivate var isPartOfOperator: Bool { "=!<>~".utf8.contains(self) }
  fileprivate var isPartOfVersion: Bool { isLetterOrDigit || "-_.+!*".utf8.contains(self) }
  fileprivate var isPartOfAddress: Bool { isLetterOrDigit || "-._~:/?#[]@!&()*+,;=%".utf8.contains(self) }
  fileprivate var isPartOfMarker: Bool { isLetterOrDigit || " \t\"()<>=!~.,_-+*".utf8.contains(self) }
}
