import JSONSyntax
import KaleWorkspace
import LanguageServerProtocol

/// `{succeeded, text?, runURL?, tasks}`: what came of a run.
struct RunAnswer: JSONEncodable {
  /// A step, and how far it got.
  struct Task: JSONEncodable {
    let name: String
    let state: PipelineRun.State

    var json: JSONValue { ["name": name.json, "state": state.rawValue.json] }
  }

  let succeeded: Bool
  /// What failed.
  var text: String?
  /// The page of a run on a server.
  var runURL: String?
  let tasks: [Task]

  var json: JSONValue {
    JSONValue(present: [
      "succeeded": succeeded.json, "text": text?.json, "runURL": runURL?.json, "tasks": tasks.json,
    ])
  }
}
