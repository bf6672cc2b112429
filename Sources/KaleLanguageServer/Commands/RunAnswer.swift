import JSONSyntax
import KaleWorkspace
import LanguageServerProtocol

/// `{succeeded, text?, runURL?, tasks: [{name, state, metrics?: [{name, value}]}]}`: what came of a run.
struct RunAnswer: JSONEncodable {
  /// A step, and how far it got.
  struct Task: JSONEncodable {
    let name: String
    let state: StepProgress.State
    let metrics: [StepProgress.Metric]

    init(_ step: StepProgress) {
      (name, state, metrics) = (step.name, step.state, step.metrics)
    }

    var json: JSONValue {
      JSONValue(present: [
        "name": name.json, "state": state.rawValue.json,
        "metrics": metrics.isEmpty ? nil : .array(metrics.map(\.json)),
      ])
    }
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

extension StepProgress.Metric {
  /// `{name, value}`; JSON has no word for a value that is not finite.
  var json: JSONValue { ["name": name.json, "value": value.isFinite ? .double(value) : .null] }
}
