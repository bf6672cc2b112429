import JSONSyntax

/// What ties reports of progress together.
package typealias ProgressToken = IntegerOrString

/// `$/progress` of some work.
package struct ProgressParams: Sendable, Hashable, JSONEncodable {
  /// The token that client and server have agreed on for the work.
  package var token: ProgressToken
  /// The news.
  package var value: WorkDoneProgress

  /// News of the work that `token` stands for.
  package init(token: ProgressToken, value: WorkDoneProgress) {
    self.token = token
    self.value = value
  }

  package var json: JSONValue { ["token": token.json, "value": value.json] }
}

/// News of some work: the specification's `WorkDoneProgressBegin`, `WorkDoneProgressReport` and
/// `WorkDoneProgressEnd`. A percentage is from 0 to 100.
package enum WorkDoneProgress: Sendable, Hashable, JSONEncodable {
  /// The work has begun. The client shows `title` as long as it goes on.
  case begin(title: String, cancellable: Bool? = nil, message: String? = nil, percentage: Int? = nil)
  /// The work goes on. What is nil stays as it was.
  case report(cancellable: Bool? = nil, message: String? = nil, percentage: Int? = nil)
  /// The work is over, and the token has no further use.
  case end(message: String? = nil)

  package var json: JSONValue {
    switch self {
    case .begin(let title, let cancellable, let message, let percentage):
      JSONValue(present: [
        "kind": "begin", "title": title.json, "cancellable": cancellable?.json, "message": message?.json,
        "percentage": percentage?.json,
      ])
    case .report(let cancellable, let message, let percentage):
      JSONValue(present: [
        "kind": "report", "cancellable": cancellable?.json, "message": message?.json,
        "percentage": percentage?.json,
      ])
    case .end(let message):
      JSONValue(present: ["kind": "end", "message": message?.json])
    }
  }
}

/// `window/workDoneProgress/create`: asks the client for a place to show progress of the server's own.
package struct WorkDoneProgressCreateParams: Sendable, Hashable, JSONEncodable {
  /// The token, which the server chooses.
  package var token: ProgressToken

  /// The request to accept progress under `token`.
  package init(token: ProgressToken) { self.token = token }

  package var json: JSONValue { ["token": token.json] }
}

/// `window/workDoneProgress/cancel`
package struct WorkDoneProgressCancelParams: Sendable, Hashable, JSONDecodable {
  /// The token under which the client shows the progress.
  package let token: ProgressToken

  package init(json: JSONNode) throws(JSONDecodingError) { token = try json.required("token") }
}
