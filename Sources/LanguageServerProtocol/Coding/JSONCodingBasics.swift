import JSONSyntax

extension String: JSONDecodable, JSONEncodable {
  package init(json: JSONNode) throws(JSONDecodingError) {
    guard let string = json.string else { throw JSONDecodingError(expected: "a string") }
    self = string
  }

  package var json: JSONValue { .string(self) }
}

extension Int: JSONDecodable, JSONEncodable {
  package init(json: JSONNode) throws(JSONDecodingError) {
    guard let integer = json.int else { throw JSONDecodingError(expected: "an integer") }
    self = integer
  }

  package var json: JSONValue { .integer(self) }
}

extension Bool: JSONDecodable, JSONEncodable {
  package init(json: JSONNode) throws(JSONDecodingError) {
    guard let bool = json.bool else { throw JSONDecodingError(expected: "true or false") }
    self = bool
  }

  package var json: JSONValue { .bool(self) }
}

extension JSONValue: JSONDecodable, JSONEncodable {
  package init(json: JSONNode) throws(JSONDecodingError) { self = json.value }

  package var json: JSONValue { self }
}

/// A value that is read later, by those who know its type.
extension JSONNode: JSONDecodable {
  package init(json: JSONNode) { self = json }
}

extension Array: JSONDecodable where Element: JSONDecodable {
  package init(json: JSONNode) throws(JSONDecodingError) {
    guard json.kind == .array else { throw JSONDecodingError(expected: "an array") }
    self = []
    for element in json.elements {
      do {
        append(try Element(json: element))
      } catch {
        throw error.inside(String(count))
      }
    }
  }
}

extension Array: JSONEncodable where Element: JSONEncodable {
  package var json: JSONValue { .array(map(\.json)) }
}

/// Nothing is null.
extension Optional: JSONEncodable where Wrapped: JSONEncodable {
  package var json: JSONValue { self?.json ?? .null }
}

/// Enumerations are their raw values.
extension JSONDecodable where Self: RawRepresentable, RawValue: JSONDecodable {
  package init(json: JSONNode) throws(JSONDecodingError) {
    guard let value = Self(rawValue: try RawValue(json: json)) else {
      throw JSONDecodingError(expected: "one of the values of \(Self.self)")
    }
    self = value
  }
}

extension JSONEncodable where Self: RawRepresentable, RawValue: JSONEncodable {
  package var json: JSONValue { rawValue.json }
}

/// `integer | string`: the type of progress tokens, request identifiers and diagnostic codes.
package enum IntegerOrString: Sendable, Hashable, JSONDecodable, JSONEncodable {
  /// An integer.
  case integer(Int)
  /// A string. It differs from an integer of the same digits.
  case string(String)

  package init(json: JSONNode) throws(JSONDecodingError) {
    if let integer = json.int {
      self = .integer(integer)
    } else if let string = json.string {
      self = .string(string)
    } else {
      throw JSONDecodingError(expected: "an integer or a string")
    }
  }

  package var json: JSONValue {
    switch self {
    case .integer(let value): .integer(value)
    case .string(let value): .string(value)
    }
  }
}
