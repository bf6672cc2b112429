import JSONSyntax

/// `textDocument/completion`
package typealias CompletionParams = TextDocumentPositionParams

/// What a text may go on with.
package struct CompletionItem: Sendable, Hashable, JSONEncodable {
  /// What the list shows, and what is inserted if nothing else is given.
  package var label: String
  /// The kind, which decides the icon.
  package var kind: CompletionItemKind?
  /// A few words that the list shows beside the label.
  package var detail: String?
  /// A text that the client shows beside the list.
  package var documentation: MarkupContent?
  /// What items are put in order by.
  package var sortText: String?
  /// What is compared with what the person has typed; `label` where nil.
  package var filterText: String?
  /// Whether the inserted text contains placeholders; nil for plain text.
  package var insertTextFormat: InsertTextFormat?
  /// What is replaced by what, if not the word under the cursor by the label.
  package var textEdit: TextEdit?

  /// The item shown as `label`.
  package init(
    label: String, kind: CompletionItemKind? = nil, detail: String? = nil,
    documentation: MarkupContent? = nil, sortText: String? = nil, filterText: String? = nil,
    insertTextFormat: InsertTextFormat? = nil, textEdit: TextEdit? = nil
  ) {
    self.label = label
    self.kind = kind
    self.detail = detail
    self.documentation = documentation
    self.sortText = sortText
    self.filterText = filterText
    self.insertTextFormat = insertTextFormat
    self.textEdit = textEdit
  }

  package var json: JSONValue {
    JSONValue(present: [
      "label": label.json, "kind": kind?.json, "detail": detail?.json, "documentation": documentation?.json,
      "sortText": sortText?.json, "filterText": filterText?.json, "insertTextFormat": insertTextFormat?.json,
      "textEdit": textEdit?.json,
    ])
  }
}

/// What an item of a completion is. Those that the server uses.
package enum CompletionItemKind: Int, Sendable, Hashable, JSONEncodable {
  case keyword = 14
  case snippet = 15
  case reference = 18
}

/// How the text of a completion is written.
package enum InsertTextFormat: Int, Sendable, Hashable, JSONEncodable {
  case plainText = 1
  /// With places to fill in: `${1:name}`.
  case snippet = 2
}

/// Which completions there are.
package struct CompletionOptions: Sendable, Hashable, JSONEncodable {
  /// Signs at which the client is to ask, besides letters.
  package var triggerCharacters: [String]?

  /// Options with the signs to ask at.
  package init(triggerCharacters: [String]? = nil) { self.triggerCharacters = triggerCharacters }

  package var json: JSONValue { JSONValue(present: ["triggerCharacters": triggerCharacters?.json]) }
}
