import JSONSyntax

/// `textDocument/documentSymbol`
package typealias DocumentSymbolParams = TextDocumentParams

/// A part of a document that has a name, with the parts inside it.
package struct DocumentSymbol: Sendable, Hashable, JSONEncodable {
  /// The name, which must not be empty.
  package var name: String
  /// A few words that outlines show beside the name.
  package var detail: String?
  /// The kind, which decides the icon.
  package var kind: SymbolKind
  /// All of the part.
  package var range: PositionRange
  /// What the client selects of it; inside `range`.
  package var selectionRange: PositionRange
  /// The symbols inside this one, in the order of the document.
  package var children: [DocumentSymbol]?

  /// The part called `name`.
  package init(
    name: String, detail: String? = nil, kind: SymbolKind, range: PositionRange,
    selectionRange: PositionRange, children: [DocumentSymbol]? = nil
  ) {
    self.name = name
    self.detail = detail
    self.kind = kind
    self.range = range
    self.selectionRange = selectionRange
    self.children = children
  }

  package var json: JSONValue {
    JSONValue(present: [
      "name": name.json, "detail": detail?.json, "kind": kind.json, "range": range.json,
      "selectionRange": selectionRange.json, "children": children?.json,
    ])
  }
}

/// A part of any document that has a name.
package struct SymbolInformation: Sendable, Hashable, JSONEncodable {
  /// The name, which the client compares with the query again.
  package var name: String
  /// The kind, which decides the icon.
  package var kind: SymbolKind
  /// The part of the document.
  package var location: Location
  /// The name of what it is in.
  package var containerName: String?

  /// The part called `name` at `location`.
  package init(name: String, kind: SymbolKind, location: Location, containerName: String? = nil) {
    self.name = name
    self.kind = kind
    self.location = location
    self.containerName = containerName
  }

  package var json: JSONValue {
    JSONValue(present: [
      "name": name.json, "kind": kind.json, "location": location.json, "containerName": containerName?.json,
    ])
  }
}

/// What a named part of a document is. Those that the server uses.
package enum SymbolKind: Int, Sendable, Hashable, JSONEncodable {
  case file = 1
  case module = 2
  case namespace = 3
  case function = 12
  case object = 19
}

/// `workspace/symbol`
package struct WorkspaceSymbolParams: Sendable, Hashable, JSONDecodable {
  /// What the person has typed; empty for all.
  package let query: String

  package init(json: JSONNode) throws(JSONDecodingError) { query = try json.required("query") }
}
