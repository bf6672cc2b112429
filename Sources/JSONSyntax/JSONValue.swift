/// A JSON value free of any text: what is sent, and what is kept of a message.
package enum JSONValue: Sendable, Hashable {
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number without a fraction or an exponent that fits 64 bits.
  case integer(Int)
  /// A number with a fraction or an exponent. NaN and the infinities, which only Python's dialect has, are numbers
  /// here as well; NaN is not equal to itself.
  case double(Double)
  /// A number that neither an `Int` nor a `Double` holds to the last digit, as it was written, so that a client gets
  /// back what it sent.
  case number(String)
  /// Unicode text: the escapes of lone surrogates, which are none, have become U+FFFD.
  case string(String)
  /// Elements in their order.
  case array([JSONValue])
  /// Members in the order of writing. Equality minds the order, as bytes do.
  case object([JSONMember])

  /// The value of the member called `key`, the last of that name.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  /// An object of those members that have a value: absent is how the protocols here write "none".
  package init(present members: KeyValuePairs<String, JSONValue?>) {
    self = .object(
      members.compactMap { member in member.value.map { JSONMember(key: member.key, value: $0) } })
  }

  /// The value as JSON text without white space.
  package func serialized() -> [UInt8] {
    var writer = JSONWriter()
    writer.write(self)
    return writer.bytes
  }

  /// The value as JSON text for people, laid out as Python's `json.dumps(value, indent=…)` does.
  package func serialized(
    indent: Int, ensureASCII: Bool = false, dialect: JSONDialect = .standard
  ) -> [UInt8] {
    var writer = JSONWriter(indent: indent, ensureASCII: ensureASCII, dialect: dialect)
    writer.write(self)
    return writer.bytes
  }
}

/// A name and a value in an object.
package struct JSONMember: Sendable, Hashable {
  /// The name, its escapes decoded.
  package var key: String
  /// The value of this name; a later member of the object may have the same name.
  package var value: JSONValue

  /// The member `key: value`.
  package init(key: String, value: JSONValue) {
    self.key = key
    self.value = value
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(nilLiteral: ()) { self = .null }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .double(value) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { JSONMember(key: $0.0, value: $0.1) })
  }
}
