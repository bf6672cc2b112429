import JSONSyntax

/// A place between two characters of a text.
package struct Position: Sendable, Hashable, Comparable, JSONDecodable, JSONEncodable {
  /// From 0.
  package var line: Int
  /// From 0, in code units of the negotiated position encoding.
  package var character: Int

  /// The place before `character` of `line`.
  package init(line: Int, character: Int) {
    self.line = line
    self.character = character
  }

  package init(json: JSONNode) throws(JSONDecodingError) {
    line = try json.requiredUnsigned("line")
    character = try json.requiredUnsigned("character")
  }

  package var json: JSONValue { ["line": .integer(line), "character": .integer(character)] }

  package static func < (left: Position, right: Position) -> Bool {
    (left.line, left.character) < (right.line, right.character)
  }
}

/// The specification's `Range`, under a name that leaves Swift's own alone. The end is not inside.
package struct PositionRange: Sendable, Hashable, JSONDecodable, JSONEncodable {
  /// The position of the first character.
  package var start: Position
  /// The position after the last character; never before `start`.
  package var end: Position

  /// The text from `start` to `end`.
  package init(start: Position, end: Position) {
    self.start = start
    self.end = end
  }

  package init(json: JSONNode) throws(JSONDecodingError) {
    start = try json.required("start")
    end = try json.required("end")
    guard start <= end else { throw JSONDecodingError(expected: "a range that ends after its start") }
  }

  /// The range between two places that come in either order, as those of a selection made backwards.
  init(betweenEndsOf json: JSONNode) throws(JSONDecodingError) {
    let first: Position = try json.required("start")
    let second: Position = try json.required("end")
    start = min(first, second)
    end = max(first, second)
  }

  package var json: JSONValue { ["start": start.json, "end": end.json] }
}

/// A range of a document.
package struct Location: Sendable, Hashable, JSONDecodable, JSONEncodable {
  /// The document.
  package var uri: DocumentURI
  /// The part of the document.
  package var range: PositionRange

  /// The place `range` in the document `uri`.
  package init(uri: DocumentURI, range: PositionRange) {
    self.uri = uri
    self.range = range
  }

  package init(json: JSONNode) throws(JSONDecodingError) {
    uri = try json.required("uri")
    range = try json.required("range")
  }

  package var json: JSONValue { ["uri": uri.json, "range": range.json] }
}

/// What a `character` of a position counts. Clients may name encodings that are not listed here.
package struct PositionEncodingKind: RawRepresentable, Sendable, Hashable, JSONDecodable, JSONEncodable {
  package let rawValue: String

  /// The kind with this name.
  package init(rawValue: String) { self.rawValue = rawValue }

  /// Bytes of UTF-8.
  package static let utf8 = PositionEncodingKind(rawValue: "utf-8")
  /// What holds where nothing was negotiated.
  package static let utf16 = PositionEncodingKind(rawValue: "utf-16")
  /// Unicode code points.
  package static let utf32 = PositionEncodingKind(rawValue: "utf-32")
}
