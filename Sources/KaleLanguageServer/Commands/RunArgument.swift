import JSONSyntax
import KaleWorkspace
import LanguageServerProtocol

/// `{uri, parameters?, submit?, isolated?, python?, outputDirectory?, step?, until?, noCache?, engine?}`: which pipeline to
/// run, and how.
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
  /// The step to run again, with what it depends on.
  var step: String?
  /// The step to run up to.
  var until: String?
  /// Whether results of steps are taken from earlier runs, and kept for later ones.
  let usesCache: Bool
  /// What runs the steps; nil to leave it to kale-lsp.
  let engine: RunEngine?

  /// A run on this machine with the default values: of the whole pipeline, of a step again, or up to a step.
  init(uri: DocumentURI, step: String? = nil, until: String? = nil) {
    self.uri = uri
    self.step = step
    self.until = until
    (parameters, submit, isIsolated, python, outputDirectory) = (nil, nil, false, nil, nil)
    (usesCache, engine) = (true, nil)
  }

  init(json: JSONNode) throws(JSONDecodingError) {
    uri = try json.required("uri")
    parameters = try json.optionalObject("parameters")
    submit = try json.optional("submit")
    isIsolated = try json.optional("isolated") ?? false
    python = try json.optional("python")
    outputDirectory = try json.optional("outputDirectory")
    step = try json.optional("step")
    until = try json.optional("until")
    usesCache = try json.optional("noCache") != true
    engine = try json.optional("engine")
  }

  var json: JSONValue {
    JSONValue(present: [
      "uri": uri.json, "parameters": parameters, "submit": submit?.json,
      "isolated": isIsolated ? true : nil, "python": python?.json, "outputDirectory": outputDirectory?.json,
      "step": step?.json, "until": until?.json, "noCache": usesCache ? nil : true,
      "engine": engine?.rawValue.json,
    ])
  }

  /// Returns the options of the run. Results of steps are kept in a store, if the machine has one.
  func options(_ store: RunStore?) -> RunOptions {
    let target: RunOptions.Target =
      if let submit {
        .server(submit.submission(usesCache: usesCache))
      } else {
        .thisMachine(localOptions(store))
      }
    var values: [JSONMember] = []
    if case .object(let members) = parameters { values = members }
    return RunOptions(target: target, python: python, parameters: values.map { ($0.key, $0.value) })
  }

  private func localOptions(_ store: RunStore?) -> LocalRunOptions {
    var options = LocalRunOptions(store: usesCache ? store : nil)
    options.engine = engine
    options.step = step
    options.until = until
    options.isIsolated = isIsolated
    options.output = outputDirectory.map(FileSystem.absolute)
    options.keepsProgram = options.store != nil
    return options
  }
}

extension RunEngine: JSONDecodable {
  package init(json: JSONNode) throws(JSONDecodingError) {
    guard let word = json.string, let engine = RunEngine(rawValue: word) else {
      let words = RunEngine.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      throw JSONDecodingError(expected: "one of \(words)")
    }
    self = engine
  }
}
