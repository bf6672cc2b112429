import JSONSyntax

/// `textDocument/diagnostic`
package struct DocumentDiagnosticParams: Sendable, Hashable, JSONDecodable {
  /// The document whose diagnostics are wanted.
  package let textDocument: TextDocumentIdentifier
  /// The report that the client has, by its name.
  package let previousResultId: String?

  package init(json: JSONNode) throws(JSONDecodingError) {
    textDocument = try json.required("textDocument")
    previousResultId = try json.optional("previousResultId")
  }
}

/// What is to be told about a document that is asked about: the specification's `FullDocumentDiagnosticReport` and
/// `UnchangedDocumentDiagnosticReport`.
package enum DocumentDiagnosticReport: Sendable, Hashable, JSONEncodable {
  /// All diagnostics of the document; `resultId` names the report in later requests.
  case full(resultId: String?, items: [Diagnostic])
  /// The report that the client has still holds.
  case unchanged(resultId: String)

  package var json: JSONValue {
    switch self {
    case .full(let resultId, let items):
      JSONValue(present: ["kind": "full", "resultId": resultId?.json, "items": items.json])
    case .unchanged(let resultId): ["kind": "unchanged", "resultId": resultId.json]
    }
  }
}

/// `workspace/diagnostic`
package struct WorkspaceDiagnosticParams: Sendable, Hashable, JSONDecodable {
  /// The reports that the client has.
  package let previousResultIds: [PreviousResultId]
  /// Where the client wants to hear of the progress.
  package let workDoneToken: ProgressToken?
  /// Where the client would take parts of the answer; a client that sends it can wait for the answer.
  package let partialResultToken: ProgressToken?

  package init(json: JSONNode) throws(JSONDecodingError) {
    previousResultIds = try json.required("previousResultIds")
    workDoneToken = try json.optional("workDoneToken")
    partialResultToken = try json.optional("partialResultToken")
  }
}

/// A report that a client has.
package struct PreviousResultId: Sendable, Hashable, JSONDecodable {
  /// The document of the report.
  package let uri: DocumentURI
  /// The name that the server gave the report.
  package let value: String

  package init(json: JSONNode) throws(JSONDecodingError) {
    uri = try json.required("uri")
    value = try json.required("value")
  }
}

/// The answer to `workspace/diagnostic`.
package struct WorkspaceDiagnosticReport: Sendable, Hashable, JSONEncodable {
  /// The reports on documents that changed, or that are new to the client.
  package var items: [WorkspaceDocumentDiagnosticReport]

  /// The reports of some documents.
  package init(items: [WorkspaceDocumentDiagnosticReport]) { self.items = items }

  package var json: JSONValue { ["items": items.json] }
}

/// What is to be told about a document that need not be open.
package struct WorkspaceDocumentDiagnosticReport: Sendable, Hashable, JSONEncodable {
  /// The document.
  package var uri: DocumentURI
  /// Its diagnostics.
  package var report: DocumentDiagnosticReport

  /// The report of `uri` as it stands on disk.
  package init(uri: DocumentURI, report: DocumentDiagnosticReport) {
    self.uri = uri
    self.report = report
  }

  package var json: JSONValue {
    guard case .object(let members) = report.json else { return report.json }
    // A file on disk has no version.
    return .object(
      [JSONMember(key: "uri", value: uri.json), JSONMember(key: "version", value: .null)] + members)
  }
}

/// Which diagnostics clients may ask for.
package struct DiagnosticRegistrationOptions: Sendable, Hashable, JSONEncodable {
  /// The documents to ask about.
  package var documentSelector: [TextDocumentFilter]
  /// Whether a change of one document may change the diagnostics of others.
  package var interFileDependencies: Bool
  /// Whether the server answers `workspace/diagnostic`.
  package var workspaceDiagnostics: Bool

  /// The options of diagnostics of the documents that `documentSelector` selects.
  package init(
    documentSelector: [TextDocumentFilter], interFileDependencies: Bool, workspaceDiagnostics: Bool
  ) {
    self.documentSelector = documentSelector
    self.interFileDependencies = interFileDependencies
    self.workspaceDiagnostics = workspaceDiagnostics
  }

  package var json: JSONValue {
    [
      "documentSelector": documentSelector.json, "interFileDependencies": interFileDependencies.json,
      "workspaceDiagnostics": workspaceDiagnostics.json,
    ]
  }
}

/// A choice of documents, by the scheme of their URIs.
package struct TextDocumentFilter: Sendable, Hashable, JSONEncodable {
  /// The scheme, without its colon: `file`.
  package var scheme: String

  /// The documents whose URIs begin with `scheme`.
  package init(scheme: String) { self.scheme = scheme }

  package var json: JSONValue { ["scheme": scheme.json] }
}
