import JSONSyntax
import NotebookModel
import PipelineCompiler

/// A run of a pipeline, as far as it has come: made from what the driver says, line by line.
package struct PipelineRun: Sendable {
  /// What a line of the driver's says.
  package enum News: Equatable {
    /// A step has entered this state.
    case state(step: String, StepProgress.State, reason: String? = nil, seconds: Double? = nil)
    /// A line of output, without its line break; `step` is nil for output of the run itself.
    case output(step: String?, text: String)
    /// A line of output that has not ended yet, and will be written over.
    case progress(step: String?, text: String)
    /// More is known of a step, for which there is no line.
    case detail
  }

  /// How a run ended.
  package enum Outcome: Equatable {
    /// `url`: where a run on a server is shown.
    case succeeded(url: String?)
    /// A step failed, or the run itself. The message says which and why; it may be empty.
    case failed(String)
    /// It could not be begun.
    case impossible(String)
  }

  /// In an order in which they could run.
  package private(set) var steps: [StepProgress]
  /// The name of the pipeline in the configuration of its notebook.
  package let pipelineName: String
  private let python: String
  /// The steps by the names that the drivers have for their tasks.
  private var stepsByTask: [String: Int]
  /// Where a server shows the run, if it is followed.
  package private(set) var serverURL: String?
  /// What the driver said last.
  private var outcome: Outcome?
  /// What a step said was its error.
  private var errors: [Int: String] = [:]
  /// Where a step said that it failed. The SDK says nothing of it.
  private var placesOfFailures: [Int: CellIndex] = [:]
  /// The last line that each step has printed.
  private var lastLines: [Int: String] = [:]
  /// The last line that was no event: where Python itself fails, that says why.
  private var lastPlainLine: String?
  /// Whether the driver has said anything: a program that is not a Python says nothing.
  private var hasSpoken = false

  /// Creates a run that has not begun.
  ///
  /// - Parameters:
  ///   - compiled: The pipeline.
  ///   - pipelineName: Its name in the configuration of the notebook.
  ///   - python: The path of the Python that runs the driver.
  ///   - names: The names of the steps that take part; nil for all.
  init(of compiled: CompiledPipeline, pipelineName: String, python: String, steps names: Set<String>? = nil) {
    self.python = python
    self.pipelineName = pipelineName
    let parts = compiled.stepNames.filter { names?.contains($0.name) ?? true }
    steps = parts.map { StepProgress(name: $0.name) }
    stepsByTask = Dictionary(
      parts.enumerated().map { ($0.element.component, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// How many steps are done, in whatever way.
  package var doneCount: Int { steps.lazy.filter(\.state.isOver).count }

  /// Whether any step has begun or has results.
  var hasBegun: Bool { steps.contains { $0.state != .waiting } }

  /// Whether the driver has said how it ended.
  var isOver: Bool { outcome != nil }

  /// Whether nothing is left of the run, and the driver waits for another one.
  package private(set) var isDriverIdle = false

  /// Takes in a line of the driver's.
  package mutating func take(_ line: [UInt8]) -> News? {
    if line.isEmpty { return nil }
    guard let event = RunEvent(line) else { return takePlainLine(line) }
    return take(event)
  }

  /// Takes in a line that is no event.
  mutating func takePlainLine(_ line: [UInt8]) -> News {
    let text = String(decoding: line, as: UTF8.self)
    lastPlainLine = text
    return .output(step: nil, text: text)
  }

  /// Takes in an event.
  mutating func take(_ event: RunEvent) -> News? {
    hasSpoken = true
    let message = event[text: "message"] ?? ""
    switch event.kind {
    case "plan": return takePlan(event)
    case "state": return takeState(event)
    case "output": return takeOutput(event)
    case "progress": return takeProgress(event)
    case "idle": isDriverIdle = true
    case "metric", "artifact", "error": return takeDetail(event)
    case "started": serverURL = event[text: "url"]
    case "succeeded": outcome = .succeeded(url: event[text: "url"])
    case "failed": outcome = .failed(message)
    case "impossible": outcome = .impossible(message)
    default: break
    }
    return nil
  }

  /// What came of it, once the driver has ended.
  package func outcome(at end: ProgramEnd) -> Outcome {
    switch outcome {
    case .succeeded, .impossible: break
    case .failed(let message):
      let failures = steps.indices.compactMap { failureText(of: $0, message) }
      if !failures.isEmpty { return .failed(failures.joined(separator: "\n")) }
    case nil:
      if !hasSpoken, end == .status(0), lastPlainLine == nil {
        return .impossible("\(python) is not a Python: it ended without running the pipeline.")
      }
      let how =
        switch end {
        case .status(let status): "status \(status)"
        case .signal(let signal): "signal \(signal)"
        case .unknown: "an unknown status"
        }
      let last = lastPlainLine.map { ": \($0)" } ?? "."
      return .impossible("\(python) exited with \(how) before the pipeline finished\(last)")
    }
    return outcome ?? .failed("")
  }

  private func failureText(of index: Int, _ message: String) -> String? {
    let step = steps[index]
    guard step.state == .failed else { return nil }
    if step.failure != nil { return step.failureText }
    return "Step `\(step.name)` failed" + (errors[index].map { ": \($0)" } ?? ". \(message)")
  }

  /// Only some of the steps run.
  private mutating func takePlan(_ event: RunEvent) -> News? {
    guard let tasks = event[texts: "tasks"] else { return nil }
    let indices = Set(tasks.compactMap { stepsByTask[$0] }).sorted()
    guard !indices.isEmpty else { return nil }
    let positions = Dictionary(uniqueKeysWithValues: indices.enumerated().map { ($0.element, $0.offset) })
    stepsByTask = stepsByTask.compactMapValues { positions[$0] }
    steps = indices.map { steps[$0] }
    (errors, lastLines, placesOfFailures) = ([:], [:], [:])
    return .detail
  }

  private mutating func takeState(_ event: RunEvent) -> News? {
    guard let task = event[text: "task"], let state = event[text: "state"].flatMap(StepProgress.State.init)
    else { return nil }
    let (reason, seconds) = (event[text: "reason"], event[number: "seconds"])
    guard let step = stepsByTask[task] else {
      return .state(step: task, state, reason: reason, seconds: seconds)
    }
    if state == .running {
      (errors[step], placesOfFailures[step]) = (nil, nil)
      steps[step].restart()
      steps[step].reason = reason
    }
    steps[step].state = state
    if state == .failed, steps[step].failure == nil, let cell = placesOfFailures[step] {
      steps[step].failure = StepProgress.Failure(cell: cell, line: nil, message: errors[step] ?? "")
    }
    steps[step].seconds = seconds ?? steps[step].seconds
    return .state(step: steps[step].name, state, reason: reason, seconds: seconds)
  }

  private mutating func takeDetail(_ event: RunEvent) -> News? {
    guard let step = event[text: "task"].flatMap({ stepsByTask[$0] }) else { return nil }
    switch event.kind {
    case "metric":
      guard let name = event[text: "name"], let value = event[number: "value"] else { return nil }
      steps[step].report(StepProgress.Metric(name: name, value: value))
    case "artifact":
      guard event[text: "kind"] == "report", let path = event[text: "path"] else { return nil }
      steps[step].report = path
    default:
      steps[step].failure = StepProgress.Failure(
        cell: event[cell: "cell"], line: event[count: "line"], message: event[text: "message"] ?? "")
    }
    return .detail
  }

  private func takeProgress(_ event: RunEvent) -> News? {
    guard let text = event[text: "text"], let task = event[text: "task"] else { return nil }
    return .progress(step: stepsByTask[task].map { steps[$0].name } ?? task, text: text)
  }

  private mutating func takeOutput(_ event: RunEvent) -> News? {
    guard let text = event[text: "text"] else { return nil }
    let step = event[text: "task"].flatMap { stepsByTask[$0] }
    if let step {
      // Later blocks run all the same on Kale's runtime, and fail because of the first.
      errors[step] = errors[step] ?? Self.error(in: text, after: lastLines[step])
      placesOfFailures[step] = placesOfFailures[step] ?? Self.failedCell(in: text)
      lastLines[step] = text
    }
    return .output(step: step.map { steps[$0].name } ?? event[text: "task"], text: text)
  }

  /// The cell that the exact runtime says that a step failed in.
  private static func failedCell(in line: String) -> CellIndex? {
    guard line.hasPrefix("Step `"), let words = line.firstRange(of: "` failed in cell ") else { return nil }
    let number = Int(line[words.upperBound...].prefix(while: \.isNumber))
    return number.flatMap { $0 > 0 ? CellIndex($0 - 1) : nil }
  }

  /// Returns what a line says of the error that ends a step.
  private static func error(in line: String, after previous: String?) -> String? {
    // How Kale says what its kernel ended with.
    if line.hasPrefix("Error: ") { return String(line.dropFirst("Error: ".count)) }
    // How the exact runtime ends: after a traceback, or with a sentence about a value.
    if failedCell(in: line) != nil { return previous }
    return line.hasPrefix("`") && line.contains(" cannot be passed to later steps: ") ? line : nil
  }
}
