import JSONSyntax

/// A type of the protocol that is received.
package protocol JSONDecodable {
  /// Reads a value.
  ///
  /// - Parameter json: The value as it was received.
  /// - Throws: Which field is not what the specification requires.
  init(json: JSONNode) throws(JSONDecodingError)
}

/// A type of the protocol that is sent.
package protocol JSONEncodable {
  /// The value as it is sent.
  var json: JSONValue { get }
}

extension JSONDecodable {
  /// Reads the parameters of a message.
  ///
  /// - Parameter params: The parameters; nil for a message without any.
  /// - Throws: Which field is not what the specification requires.
  package init(params: JSONNode?) throws(JSONDecodingError) {
    guard let params else { throw JSONDecodingError(expected: "an object") }
    try self.init(json: params)
  }
}

/// A place in a message that is not as the specification has it.
package struct JSONDecodingError: Error, Sendable, Hashable {
  /// The keys and indices that lead to the place, outermost first; empty for the message's parameters as a whole.
  package var path: [String]
  /// What should be there, as a noun with its article.
  package var expected: String

  /// An error at the value being read.
  package init(expected: String) {
    path = []
    self.expected = expected
  }

  /// The same error as seen by the one who read the value at `key`.
  package func inside(_ key: String) -> JSONDecodingError {
    var error = self
    error.path.insert(key, at: 0)
    return error
  }

  /// A sentence for the person who writes the client.
  package var message: String {
    "'\((["params"] + path).joined(separator: "."))' must be \(expected)"
  }
}

extension JSONNode {
  /// The field called `key`; absent and null are the same error.
  ///
  /// - Throws: A `JSONDecodingError` that names the field if it is absent or not a `Value`.
  package func required<Value: JSONDecodable>(_ key: String) throws(JSONDecodingError) -> Value {
    guard let value: Value = try optional(key) else {
      throw JSONDecodingError(expected: "present").inside(key)
    }
    return value
  }

  /// The field called `key`; nil where it is absent or, as clients write that too, null.
  ///
  /// - Throws: A `JSONDecodingError` that names the field if it is not a `Value`.
  package func optional<Value: JSONDecodable>(_ key: String) throws(JSONDecodingError) -> Value? {
    try optional(key, reading: Value.init(json:))
  }

  /// The field called `key` as `read` takes it; nil where it is absent or null.
  ///
  /// - Throws: A `JSONDecodingError` that names the field if `read` cannot take it.
  package func optional<Value>(
    _ key: String, reading read: (JSONNode) throws(JSONDecodingError) -> Value
  ) throws(JSONDecodingError) -> Value? {
    guard let field = try field(key) else { return nil }
    do {
      return try read(field)
    } catch {
      throw error.inside(key)
    }
  }

  /// A field of the specification's type `uinteger`. Values beyond 2³¹ are let through: clients write "the end of
  /// the line" that way.
  ///
  /// - Throws: A `JSONDecodingError` that names the field if it is absent or not a number from 0.
  package func requiredUnsigned(_ key: String) throws(JSONDecodingError) -> Int {
    let value: Int = try required(key)
    guard value >= 0 else { throw JSONDecodingError(expected: "a number, 0 or greater").inside(key) }
    return value
  }

  /// A field of one of the specification's enumerations; nil also for a value that this version does not know.
  ///
  /// - Throws: A `JSONDecodingError` that names the field if it is not of the enumeration's raw type.
  package func optionalKnown<Value: RawRepresentable>(
    _ key: String, as _: Value.Type = Value.self
  ) throws(JSONDecodingError) -> Value? where Value.RawValue: JSONDecodable {
    let raw: Value.RawValue? = try optional(key)
    return raw.flatMap { Value(rawValue: $0) }
  }

  /// A field of the specification's type `LSPObject`.
  ///
  /// - Throws: A `JSONDecodingError` that names the field if it is not an object.
  package func optionalObject(_ key: String) throws(JSONDecodingError) -> JSONValue? {
    guard let field = try field(key) else { return nil }
    guard field.isObject else { throw JSONDecodingError(expected: "an object").inside(key) }
    return field.kind == .object ? field.value : [:]
  }

  private func field(_ key: String) throws(JSONDecodingError) -> JSONNode? {
    guard isObject else { throw JSONDecodingError(expected: "an object") }
    return self[key].flatMap { $0.isNull ? nil : $0 }
  }

  /// Whether the node is an object, or the empty array that clients in Lua write for an empty one.
  private var isObject: Bool {
    kind == .object || (kind == .array && !elements.contains { _ in true })
  }
}
