import JSONSyntax

/// `textDocument/inlayHint`
package struct InlayHintParams: Sendable, Hashable, JSONDecodable {
  /// The document in which hints are wanted.
  package let textDocument: TextDocumentIdentifier
  /// What the client shows.
  package let range: PositionRange

  package init(json: JSONNode) throws(JSONDecodingError) {
    textDocument = try json.required("textDocument")
    range = try json.required("range")
  }
}

/// Words shown in a text that are not of it.
package struct InlayHint: Sendable, Hashable, JSONEncodable {
  /// Where the words are shown: before the character at this position.
  package var position: Position
  /// Shown one after the other.
  package var label: [InlayHintLabelPart]
  /// Whether there is space before the words.
  package var paddingLeft: Bool?

  /// The hint `label` at `position`.
  package init(position: Position, label: [InlayHintLabelPart], paddingLeft: Bool? = nil) {
    self.position = position
    self.label = label
    self.paddingLeft = paddingLeft
  }

  package var json: JSONValue {
    JSONValue(present: [
      "position": position.json, "label": label.json, "paddingLeft": paddingLeft?.json,
    ])
  }
}

/// A part of an inlay hint that stands for something of its own.
package struct InlayHintLabelPart: Sendable, Hashable, JSONEncodable {
  /// The words of the part.
  package var value: String
  /// Shown when the person points at the part.
  package var tooltip: String?
  /// Where the client goes from the part.
  package var location: Location?

  /// The part `value`.
  package init(_ value: String, tooltip: String? = nil, location: Location? = nil) {
    self.value = value
    self.tooltip = tooltip
    self.location = location
  }

  package var json: JSONValue {
    JSONValue(present: ["value": value.json, "tooltip": tooltip?.json, "location": location?.json])
  }
}
