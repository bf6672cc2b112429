import JSONSyntax
import KaleWorkspace
import LanguageServerProtocol

/// The notification `kale/runState`: how far the steps of a notebook's run have come.
struct RunState: JSONEncodable {
  let uri: DocumentURI
  let record: RunRecord
  let places: RunPlaces

  var json: JSONValue {
    let failures = record.failures
    let steps = record.run.steps.compactMap { step -> JSONValue? in
      guard let name = record.currentName(of: step.name, in: places) else { return nil }
      let failure = failures.firstIndex { $0.step == step.name }
      return JSONValue(present: [
        "name": name.json, "state": step.state.rawValue.json, "seconds": step.seconds.map(JSONValue.double),
        "reason": step.reason?.json, "metrics": .array(step.metrics.map(\.json)),
        "report": step.report.map { DocumentURI(filePath: $0).json },
        "error": failure.map { error(failures[$0], cell: places.failureCells[$0]?.json) },
      ])
    }
    return ["uri": uri.json, "state": record.phase.rawValue.json, "steps": .array(steps)]
  }

  private func error(_ failure: RunRecord.Failure, cell: JSONValue?) -> JSONValue {
    JSONValue(present: [
      "cell": cell, "line": cell == nil ? nil : failure.line?.json, "message": failure.message.json,
    ])
  }
}

extension Session {
  /// The last run of a notebook.
  func runRecord(of notebook: OpenNotebook) -> RunRecord? {
    notebook.uri.filePath.flatMap { runRecords[$0] }
  }

  /// Tells a client that asked for it how far a run is, if more is known than it was told: at once if the run has ended.
  func announceState(ofRun number: Int, _ run: RunInProgress, isFinal: Bool) {
    guard abilities.receivesRunStates, phase == .running, run.record.hasNews, isLast(run) else { return }
    if isFinal || run.pace.isDue() {
      announceState(of: run.record, at: documents.notebook(meantBy: run.uri)?.uri ?? run.uri)
    } else if run.pace.isFree() {
      // What is left to say is said a little later, with what has come until then.
      environment.afterDelay(RunInProgress.interval) { [enqueueDeferred] in enqueueDeferred(number) }
    }
  }

  /// Whether the client is shown a run as the last one of its notebook.
  private func isLast(_ run: RunInProgress) -> Bool {
    run.uri.filePath.map { runRecords[$0] === run.record } ?? false
  }

  /// Tells the client where the steps of the last run are, if that has changed with the notebook.
  func announceRunState(afterChangeOf notebook: OpenNotebook) {
    guard abilities.receivesRunStates, let record = runRecord(of: notebook) else { return }
    if record.announced == RunPlaces(of: record, in: notebook.analysis) { return }
    announceState(of: record, at: notebook.uri)
  }

  private func announceState(of record: RunRecord, at uri: DocumentURI) {
    let analysis = documents.notebook(meantBy: uri)?.analysis ?? record.base
    let places = RunPlaces(of: record, in: analysis)
    record.announced = places
    record.hasNews = false
    client.notify("kale/runState", RunState(uri: uri, record: record, places: places).json)
  }
}
