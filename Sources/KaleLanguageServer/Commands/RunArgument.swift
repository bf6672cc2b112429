import JSONSyntax
import KaleWorkspace
import LanguageServerProtocol

/// `{uri, parameters?, submit?, isolated?, python?, outputDirectory?}`: which pipeline to run, and how.
struct RunArgument: JSONDecodable, JSONEncodable {
  let uri: DocumentURI
  /// The values of pipeline parameters, by name.
  let parameters: JSONValue?
  /// What a server does with the pipeline; nil for a run on this machine.
  let submit: Submission?
  /// Whether each step gets a Python environment of its own.
  let isIsolated: Bool
  let python: String?
  /// The folder that keeps values and reports of the steps; nil if nothing is kept.
  let outputDirectory: String?

  /// A run on this machine with the default values.
  init(uri: DocumentURI) {
    self.uri = uri
    (parameters, submit, isIsolated, python, outputDirectory) = (nil, nil, false, nil, nil)
  }

  init(json: JSONNode) throws(JSONDecodingError) {
    uri = try json.required("uri")
    parameters = try json.optionalObject("parameters")
    submit = try json.optional("submit")
    isIsolated = try json.optional("isolated") ?? false
    python = try json.optional("python")
    outputDirectory = try json.optional("outputDirectory")
  }

  var json: JSONValue {
    JSONValue(present: [
      "uri": uri.json, "parameters": parameters, "submit": submit?.json,
      "isolated": isIsolated ? true : nil, "python": python?.json, "outputDirectory": outputDirectory?.json,
    ])
  }

  /// The options of the run.
  var options: RunOptions {
    let target: RunOptions.Target =
      if let submit {
        .server(submit.submission)
      } else {
        .thisMachine(isIsolated: isIsolated, artifacts: outputDirectory.map(FileSystem.absolute))
      }
    var values: [JSONMember] = []
    if case .object(let members) = parameters { values = members }
    return RunOptions(target: target, python: python, parameters: values.map { ($0.key, $0.value) })
  }
}
