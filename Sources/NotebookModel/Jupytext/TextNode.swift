import JSONSyntax

/// A value written in a text, in whatever notation, and where it stands.
struct TextNode: Sendable {
  enum Content: Sendable {
    case scalar(JSONValue)
    case list([TextNode])
    case object([TextMember])
  }

  /// The value's bytes, brackets and quotes included. A value in YAML's block notation reaches from its first part to the
  /// end of its last.
  var range: Range<Int>
  var content: Content
  /// Whether it is a list or an object in YAML's block notation, a line for each part.
  var isBlock = false

  /// The value of the member called `key`, the last of that name.
  subscript(key: String) -> TextNode? { members.last { $0.key == key }?.value }

  var members: [TextMember] {
    if case .object(let members) = content { return members }
    return []
  }

  var elements: [TextNode] {
    if case .list(let elements) = content { return elements }
    return []
  }

  var isList: Bool {
    if case .list = content { return true }
    return false
  }

  var isObject: Bool {
    if case .object = content { return true }
    return false
  }

  var string: String? {
    if case .scalar(.string(let text)) = content { return text }
    return nil
  }

  /// The value free of its text. As deep as what reads it allows.
  var value: JSONValue {
    switch content {
    case .scalar(let value): value
    case .list(let elements): .array(elements.map(\.value))
    case .object(let members): .object(members.map { JSONMember(key: $0.key, value: $0.value.value) })
    }
  }
}

/// A name and a value in an object.
struct TextMember: Sendable {
  var key: String
  var keyRange: Range<Int>
  var value: TextNode

  /// The bytes from the key to the end of the value.
  var range: Range<Int> { keyRange.lowerBound..<max(keyRange.upperBound, value.range.upperBound) }
}
