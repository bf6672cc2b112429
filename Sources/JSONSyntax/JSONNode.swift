/// A value in a JSON tree, and where it stands in the text.
///
/// Every question may be asked of every node; the answer is nil, or empty, where the node is of another kind.
package struct JSONNode: Sendable {
  /// What a node is.
  package enum Kind: Sendable, Hashable {
    case object, array, string, number, boolean, null
    /// Bytes that are no JSON value, or none at all, where a value or a key has to be.
    case invalid
  }

  let storage: JSONStorage
  let index: Int

  /// A `null` that stands in a text of its own.
  package static let null = JSONNode(
    storage: JSONStorage(
      bytes: Array("null".utf8), tape: [JSONTapeEntry(kind: .null, range: 0..<4, next: 1)]),
    index: 0)

  var entry: JSONTapeEntry { storage.tape[index] }

  /// What the node is.
  package var kind: Kind { entry.kind }

  /// The node's bytes in the text, quotes and brackets included.
  package var range: Range<Int> { entry.range }

  /// Whether the node is `null`.
  package var isNull: Bool { kind == .null }

  /// The value of `true` and `false`.
  package var bool: Bool? {
    guard entry.kind == .boolean else { return nil }
    return storage.bytes[entry.range.lowerBound] == UInt8(ascii: "t")
  }

  /// The value of a number written without fraction and exponent that fits an `Int`.
  package var int: Int? {
    guard kind == .number else { return nil }
    return Int(sourceText)
  }

  /// The value of a number; infinite where it is too large, or where Python's dialect says so.
  package var double: Double? {
    guard kind == .number else { return nil }
    return Double(sourceText)
  }

  /// The content of a string, escapes decoded; what is not Unicode text (lone surrogates, malformed UTF-8) is
  /// U+FFFD.
  package var string: String? {
    guard let contentRange else { return nil }
    guard entry.needsDecoding else {
      return String(decoding: storage.bytes[contentRange], as: UTF8.self)
    }
    return JSONStringContent(bytes: storage.bytes, range: contentRange).decoded
  }

  /// The UTF-8 bytes of `string`.
  package var utf8Content: [UInt8]? {
    guard kind == .string else { return nil }
    var bytes: [UInt8] = []
    appendUTF8Content(to: &bytes)
    return bytes
  }

  /// Appends the UTF-8 bytes of `string`; appends nothing if the node is not a string.
  package func appendUTF8Content(to bytes: inout [UInt8]) {
    guard let contentRange else { return }
    if entry.needsDecoding {
      JSONStringContent(bytes: storage.bytes, range: contentRange).appendDecoded(to: &bytes)
    } else {
      bytes.append(contentsOf: storage.bytes[contentRange])
    }
  }

  /// The bytes of a string in the text without its quotes. The closing quote may be missing.
  package var contentRange: Range<Int>? {
    let entry = entry
    guard entry.kind == .string else { return nil }
    let end = entry.isClosed ? entry.range.upperBound - 1 : entry.range.upperBound
    return entry.range.lowerBound + 1..<end
  }

  /// How offsets in `string` and in the text correspond.
  package var stringMap: JSONStringMap? {
    guard let contentRange else { return nil }
    guard entry.needsDecoding else { return JSONStringMap(verbatim: contentRange) }
    return storage.stringMap(at: index) {
      JSONStringMap(JSONStringContent(bytes: storage.bytes, range: contentRange))
    }
  }

  /// The value of the member called `key`, the last of that name, as Python's `json` reads it.
  package subscript(key: String) -> JSONNode? {
    guard entry.kind == .object else { return nil }
    var found: Int?
    let end = entry.next
    // Walked by places alone: a node for each key and value would count references up and down.
    var place = index + 1
    while place < end, case let value = storage.tape[place].next, value < end {
      if storage.hasContent(key, at: place) { found = value }
      place = storage.tape[value].next
    }
    return found.map { JSONNode(storage: storage, index: $0) }
  }

  /// Whether the node is a string whose content is `text`, byte for byte. Allocates only for escapes.
  func hasContent(_ text: String) -> Bool { storage.hasContent(text, at: index) }

  /// The node as a value free of its text. An invalid node becomes null.
  package var value: JSONValue {
    switch kind {
    case .object:
      return .object(
        members.compactMap { member in
          member.key.string.map { JSONMember(key: $0, value: member.value.value) }
        })
    case .array: return .array(elements.map(\.value))
    case .string: return .string(string ?? "")
    case .number: return JSONValue(numberLiteral: sourceText)
    case .boolean: return .bool(bool ?? false)
    case .null, .invalid: return .null
    }
  }

  /// The node as it is written.
  private var sourceText: String { String(decoding: storage.bytes[range], as: UTF8.self) }
}
