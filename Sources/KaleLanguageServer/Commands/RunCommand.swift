import JSONRPC
import KaleWorkspace
import LanguageServerProtocol

/// Runs a notebook's pipeline as it is in the editor, unsaved changes included. The server goes on answering meanwhile.
enum RunCommand: ServerCommand {
  static let name = "kale.run"

  static func execute(
    _ argument: RunArgument, for call: CommandCall<RunAnswer>, in session: Session
  ) throws -> Reply<RunAnswer> {
    try session.run(argument, call)
  }
}

extension Session {
  fileprivate func run(_ argument: RunArgument, _ call: CommandCall<RunAnswer>) throws -> Reply<RunAnswer> {
    let notebook = try notebook(meantBy: argument.uri)
    guard let path = notebook.uri.filePath else {
      throw ResponseError(.requestFailed, "The notebook has not been saved yet. Save it first.")
    }
    guard !runs.values.contains(where: { $0.uri.filePath == path }) else {
      throw ResponseError(
        .requestFailed, "The notebook's pipeline is already running. Wait for it, or stop it.")
    }
    try checkThatItCompiles(notebook)
    var options = argument.options(store)
    options.runtime = notebook.selection.runtime
    let run = try start(call, notebook, at: path, options)
    if let notice = run.prepared.notice { showOutput(notice, of: run) }
    showOutput("Running \(run.run.pipelineName) with \(run.prepared.python)", of: run)
    withProgressToken(call.token) { [self] token in
      guard let token, runs.values.contains(where: { $0 === run }) else { return }
      run.token = token
      notify(token, .begin(title: "Running \(run.run.pipelineName)", cancellable: true, percentage: 0))
    }
    return .later
  }

  /// Where results of steps are kept.
  private var store: RunStore? {
    guard let cache = environment.cacheFolder(), let data = environment.dataFolder() else { return nil }
    return RunStore(cacheFolder: cache, dataFolder: data)
  }

  private func checkThatItCompiles(_ notebook: OpenNotebook) throws(ResponseError) {
    if let error = notebook.findings.first(where: \.stopsCompiling) {
      throw ResponseError(.requestFailed, "The notebook has errors: \(error.message)")
    }
    guard notebook.analysis.isKaleNotebook else {
      throw ResponseError(
        .requestFailed,
        "\(notebook.uri) is not a Kale notebook: it has no Kale-specific tags and no Kale configuration.")
    }
  }

  private func start(
    _ call: CommandCall<RunAnswer>, _ notebook: OpenNotebook, at path: String, _ options: RunOptions
  ) throws(ResponseError) -> RunInProgress {
    let prepared: PreparedRun
    do {
      prepared = try PreparedRun(of: notebook.analysis, notebookPath: path, options)
    } catch {
      throw ResponseError(.requestFailed, error.description)
    }
    do throws(ProgramFailure) {
      let program = try programToRun(prepared, at: path)
      let record = RunRecord(of: prepared.run, base: notebook.analysis)
      let run = RunInProgress(
        call, of: notebook.uri, prepared, program, record, options.target,
        interval: environment.runStateInterval)
      runs[program.number] = run
      if !program.isFirst(prepared) { program.carryOut(prepared) }
      if case .thisMachine = options.target { begin(record, of: notebook, at: path) }
      announceState(ofRun: program.number, run, isFinal: false)
      return run
    } catch {
      prepared.cleanUp()
      throw ResponseError(.requestFailed, error.description)
    }
  }

  /// A program that waits for a run of the notebook, or a new one.
  private func programToRun(
    _ prepared: PreparedRun, at path: String
  ) throws(ProgramFailure) -> RunProgram {
    if let program = idlePrograms.take(for: prepared, at: path) { return program }
    return try startProgram(for: prepared, at: path)
  }

  private func startProgram(
    for prepared: PreparedRun, at path: String
  ) throws(ProgramFailure) -> RunProgram {
    runCount += 1
    let number = runCount
    let reader = ProgramReader(try environment.start(prepared.program))
    reader.start { [enqueueDeferred] in enqueueDeferred(number) }
    return RunProgram(number: number, reader, for: prepared, at: path)
  }
}

extension Session {
  /// Records a run as the last run of its notebook, except a run on a server, whose steps are not followed.
  private func begin(_ record: RunRecord, of notebook: OpenNotebook, at path: String) {
    let last = runRecords.updateValue(record, forKey: path)
    // Where the last run failed, this one may do better.
    guard let last, !last.failures.isEmpty else { return }
    publishRunFailures(of: notebook.uri)
    publishReferencedFailures(of: last, at: path)
  }
}

// MARK: - While it goes on

extension Session {
  /// Handles what a run's program has written since the last call, or its end.
  func takeOutput(ofRun number: Int) {
    guard let run = runs[number] else { return idlePrograms.handle(number) }
    let (lines, isOver) = run.program.reader.take()
    for line in lines {
      if let news = run.take(line) { handle(news, of: run) }
    }
    if let text = run.waitingLines.take() { showOutput(text, of: run) }
    publishFailures(of: run)
    guard isOver || run.run.isDriverIdle else { return announceState(ofRun: number, run, isFinal: false) }
    runs[number] = nil
    if isOver, beginAgain(run) { return }
    end(run, isOver: isOver)
    run.record.hasNews = true
    announceState(ofRun: number, run, isFinal: true)
  }

  /// Starts a program in place of one that waited for the run and ended without a word, because something that it depends on
  /// has changed. Returns whether that was so.
  private func beginAgain(_ run: RunInProgress) -> Bool {
    guard run.program.isReused, !run.hasAnswered, !run.isStopped,
      let program = try? startProgram(for: run.prepared, at: run.program.notebookPath)
    else { return false }
    run.program.cleanUp()
    run.program = program
    runs[program.number] = run
    return true
  }

  /// Keeps the program of a run for the next one, if it waits for that and the notebook is open. Returns whether it does.
  private func keepProgram(of run: RunInProgress) -> Bool {
    let program = run.program
    guard phase == .running, run.run.isDriverIdle, !run.isStopped,
      documents.openNotebooks.contains(where: { $0.uri.filePath == program.notebookPath })
    else { return false }
    runCount += 1
    let expiry = runCount
    program.expiry = expiry
    environment.afterDelay(IdlePrograms.patience) { [enqueueDeferred] in enqueueDeferred(expiry) }
    idlePrograms.add(program)
    return true
  }

  private func handle(_ news: PipelineRun.News, of run: RunInProgress) {
    if case .progress(let step, let text) = news {
      return report(step.map { "\($0): \(text)" } ?? text, of: run)
    }
    guard let text = run.text.line(for: news, of: run.run) else { return }
    guard case .state = news else {
      if let full = run.waitingLines.add(text) { showOutput(full, of: run) }
      return
    }
    if let text = run.waitingLines.take() { showOutput(text, of: run) }
    showOutput(text, of: run)
    report(text, of: run)
  }

  /// Shows how far a run is where the client shows its progress.
  private func report(_ text: String, of run: RunInProgress) {
    guard phase == .running, let token = run.token else { return }
    let percentage = run.run.doneCount * 100 / max(run.run.steps.count, 1)
    notify(token, .report(message: JoinedLines.shortened(text), percentage: percentage))
  }

  /// Shows lines of a run's output.
  private func showOutput(_ text: String, of run: RunInProgress) {
    guard phase == .running else { return }
    let text = JoinedLines.shortened(text)
    if abilities.showsRunOutput {
      client.notify("kale/runOutput", ["uri": run.uri.json, "text": .string(text)])
    } else {
      client.notify("window/logMessage", LogMessageParams(type: .log, message: text).json)
    }
  }

  private func end(_ run: RunInProgress, isOver: Bool) {
    if isOver {
      run.program.cleanUp()
    } else if !keepProgram(of: run) {
      run.program.stop()
      idlePrograms.addEnding(run.program)
    }
    if isOver || !run.program.isFirst(run.prepared) { run.prepared.cleanUp() }
    let result = result(of: run)
    if phase == .running, let token = run.token { notify(token, .end(message: run.text.elapsed)) }
    run.call.finish(with: result)
  }

  private func result(of run: RunInProgress) -> Result<RunAnswer, ResponseError> {
    if run.isStopped {
      run.record.phase = .stopped
      showOutput("Stopped.", of: run)
      return .failure(.cancelledByClient)
    }
    let tasks = run.run.steps.map(RunAnswer.Task.init)
    switch run.run.outcome(at: run.program.reader.end) {
    case .succeeded(let url):
      run.record.phase = .succeeded
      let lines = url.map { ["\(run.completion): \($0)"] } ?? run.text.ending(of: run.run, succeeded: true)
      showOutput(lines.joined(separator: "\n"), of: run)
      return .success(RunAnswer(succeeded: true, runURL: url ?? run.run.serverURL, tasks: tasks))
    case .failed(let message):
      run.record.phase = .failed
      showOutput(message, of: run)
      return .success(RunAnswer(succeeded: false, text: message, runURL: run.run.serverURL, tasks: tasks))
    case .impossible(let message):
      run.record.phase = .failed
      showOutput(message, of: run)
      return .failure(ResponseError(.requestFailed, message))
    }
  }
}

// MARK: - Stopping

extension Session {
  /// Stops the run that a request has started, if it goes on.
  func stopRun(startedBy id: RequestID) {
    for run in runs.values where run.call.request.id == id { run.stop() }
  }

  /// Stops the run whose progress the client shows under a token.
  func stopRun(shownUnder token: ProgressToken) {
    for run in runs.values where run.token == token { run.stop() }
  }

  /// Ends the programs that wait for the next run of a notebook that is no longer open.
  func endIdlePrograms(afterCloseOf notebook: OpenNotebook) {
    let path = notebook.uri.filePath
    if documents.openNotebooks.contains(where: { $0.uri.filePath == path }) { return }
    idlePrograms.end { $0.notebookPath == path }
  }

  /// Stops all runs. They go on being listed until they have ended.
  func stopRuns() { for run in runs.values { run.stop() } }

  /// Stops all runs and waits until nothing of them is left.
  func endRuns() {
    stopRuns()
    for run in runs.values {
      run.program.reader.program.waitUntilEnded(seconds: 6)
      run.program.cleanUp()
      run.prepared.cleanUp()
    }
    runs = [:]
    idlePrograms.endAll()
  }
}
