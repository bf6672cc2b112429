import JSONSyntax

/// Something to tell about a range of a document.
package struct Diagnostic: Sendable, Hashable, JSONDecodable, JSONEncodable {
  /// The text that is underlined.
  package var range: PositionRange
  /// The severity; nil leaves it to the client.
  package var severity: DiagnosticSeverity?
  /// The code of the rule.
  package var code: IntegerOrString?
  /// Where the rule is described.
  package var codeDescription: CodeDescription?
  /// Who says it.
  package var source: String?
  /// What is wrong and what to do.
  package var message: String
  /// How to show the text, besides underlining it.
  package var tags: [DiagnosticTag]?
  /// Other places that explain the diagnostic.
  package var relatedInformation: [DiagnosticRelatedInformation]?
  /// Kept by the client and given back with requests for code actions.
  package var data: JSONValue?

  /// A diagnostic; what a client cannot show is to be left out.
  package init(
    range: PositionRange, severity: DiagnosticSeverity? = nil, code: IntegerOrString? = nil,
    codeDescription: CodeDescription? = nil, source: String? = nil, message: String,
    tags: [DiagnosticTag]? = nil, relatedInformation: [DiagnosticRelatedInformation]? = nil,
    data: JSONValue? = nil
  ) {
    self.range = range
    self.severity = severity
    self.code = code
    self.codeDescription = codeDescription
    self.source = source
    self.message = message
    self.tags = tags
    self.relatedInformation = relatedInformation
    self.data = data
  }

  package init(json: JSONNode) throws(JSONDecodingError) {
    range = try json.required("range")
    severity = try json.optionalKnown("severity")
    code = try json.optional("code")
    codeDescription = try json.optional("codeDescription")
    source = try json.optional("source")
    message = try json.required("message")
    tags = try json.optional("tags")
    relatedInformation = try json.optional("relatedInformation")
    data = try json.optional("data")
  }

  package var json: JSONValue {
    JSONValue(present: [
      "range": range.json, "severity": severity?.json, "code": code?.json,
      "codeDescription": codeDescription?.json, "source": source?.json, "message": message.json,
      "tags": tags?.json, "relatedInformation": relatedInformation?.json, "data": data,
    ])
  }
}

/// How grave a diagnostic is.
package enum DiagnosticSeverity: Int, Sendable, Hashable, JSONEncodable {
  case error = 1
  case warning = 2
  case information = 3
  case hint = 4
}

/// How a client may show a diagnostic's range besides.
package struct DiagnosticTag: RawRepresentable, Sendable, Hashable, JSONDecodable, JSONEncodable {
  package let rawValue: Int

  /// The tag with this number.
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Shown faded out.
  package static let unnecessary = DiagnosticTag(rawValue: 1)
  /// Shown struck through.
  package static let deprecated = DiagnosticTag(rawValue: 2)
}

/// Where a diagnostic's code is explained.
package struct CodeDescription: Sendable, Hashable, JSONDecodable, JSONEncodable {
  /// The address of a page.
  package var href: String

  /// The page at `href`.
  package init(href: String) { self.href = href }

  package init(json: JSONNode) throws(JSONDecodingError) { href = try json.required("href") }

  package var json: JSONValue { ["href": href.json] }
}

/// Another place that has to do with a diagnostic, and what it has to do with it.
package struct DiagnosticRelatedInformation: Sendable, Hashable, JSONDecodable, JSONEncodable {
  /// The place.
  package var location: Location
  /// What the place has to do with the diagnostic.
  package var message: String

  /// What `message` says of `location`.
  package init(location: Location, message: String) {
    self.location = location
    self.message = message
  }

  package init(json: JSONNode) throws(JSONDecodingError) {
    location = try json.required("location")
    message = try json.required("message")
  }

  package var json: JSONValue { ["location": location.json, "message": message.json] }
}

/// `textDocument/publishDiagnostics`: all that is to be told about a document now.
package struct PublishDiagnosticsParams: Sendable, Hashable, JSONEncodable {
  /// The document.
  package var uri: DocumentURI
  /// The state of the document that the ranges refer to.
  package var version: Int?
  /// The diagnostics, which replace all that were published before.
  package var diagnostics: [Diagnostic]

  /// The diagnostics of `uri`; none clears those that were published before.
  package init(uri: DocumentURI, version: Int? = nil, diagnostics: [Diagnostic]) {
    self.uri = uri
    self.version = version
    self.diagnostics = diagnostics
  }

  package var json: JSONValue {
    JSONValue(present: ["uri": uri.json, "version": version?.json, "diagnostics": diagnostics.json])
  }
}
