import JSONSyntax

/// The name of a document, in the client's exact spelling: that is what it expects back, and two spellings are
/// two documents to it.
package struct DocumentURI: Sendable, Hashable, JSONDecodable, JSONEncodable, CustomStringConvertible {
  /// The URI as the client writes it.
  package let description: String

  /// The URI spelt `string`.
  package init(_ string: String) { description = string }

  package init(json: JSONNode) throws(JSONDecodingError) { description = try String(json: json) }

  package var json: JSONValue { .string(description) }

  /// The `file:` URI of an absolute path, percent-encoded as VS Code writes it.
  package init(filePath: String) {
    var uri = Array("file://".utf8)
    for byte in filePath.utf8 {
      if Self.isUnreserved(byte) {
        uri.append(byte)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        uri += Array((byte < 0x10 ? "%0" : "%").utf8) + Array(digits.utf8)
      }
    }
    description = String(decoding: uri, as: UTF8.self)
  }

  /// What stands before the first colon, in lower case; nil where there is none.
  package var scheme: String? {
    description.firstIndex(of: ":").map { description[..<$0].lowercased() }
  }

  /// The path that a `file:` URI of this machine names; nil for other URIs and for one that is malformed.
  package var filePath: String? {
    guard scheme == "file" else { return nil }
    var rest = description.utf8.dropFirst("file:".utf8.count)
    rest = rest.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    if rest.starts(with: "//".utf8) {
      rest = rest.dropFirst(2)
      let host = rest.prefix { $0 != UInt8(ascii: "/") }
      guard host.isEmpty || host.elementsEqual("localhost".utf8) else { return nil }
      rest = rest.dropFirst(host.count)
    }
    guard rest.first == UInt8(ascii: "/") else { return nil }
    return Self.percentDecoded(rest)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"), UInt8(ascii: "/"):
      true
    default: false
    }
  }

  private static func percentDecoded(_ text: Substring.UTF8View) -> String? {
    var decoded: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        let digits = rest.prefix(2)
        guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
          let value = UInt8(String(Substring(digits)), radix: 16), value != 0
        else { return nil }
        decoded.append(value)
        rest = rest.dropFirst(2)
      } else {
        decoded.append(byte)
      }
    }
    return String(validating: decoded, as: UTF8.self)
  }
}
