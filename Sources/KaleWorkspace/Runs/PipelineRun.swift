import JSONSyntax
import PipelineCompiler

/// A run of a pipeline, as far as it has come: made from what the driver says, line by line.
package struct PipelineRun {
  /// How far a step has come.
  package enum State: String, Sendable {
    case waiting, running, done, failed
  }

  /// A step that the run consists of.
  package struct Step: Sendable, Equatable {
    /// The step's name, after the names of the notebooks it is in.
    package var name: String
    /// How far it has come.
    package var state: State
  }

  /// What a line of the driver's says.
  package enum News: Equatable {
    /// A step has entered this state.
    case state(step: String, State)
    /// A line of output, without its line break; `step` is nil for output of the run itself.
    case output(step: String?, text: String)
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
  package private(set) var steps: [Step]
  /// The name of the pipeline in the configuration of its notebook.
  package let pipelineName: String
  private let python: String
  /// The steps by the names that the SDK has for their tasks.
  private let stepsByTask: [String: Int]
  /// What the driver said last.
  private var outcome: Outcome?
  /// What a step said was its error.
  private var errors: [Int: String] = [:]
  /// The last line that each step has printed.
  private var lastLines: [Int: String] = [:]
  /// The last line that was no event: where Python itself fails, that says why.
  private var lastPlainLine: String?

  init(of compiled: CompiledPipeline, pipelineName: String, python: String) {
    self.python = python
    self.pipelineName = pipelineName
    let names = compiled.stepNames
    steps = names.map { Step(name: $0.name, state: .waiting) }
    stepsByTask = Dictionary(
      names.enumerated().map { ($0.element.component, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// How many steps are done.
  package var doneCount: Int { steps.lazy.filter { $0.state == .done }.count }

  /// Takes in a line of the driver's.
  package mutating func take(_ line: [UInt8]) -> News? {
    // The driver begins each event on a line of its own.
    if line.isEmpty { return nil }
    let tree = JSONTree(parsing: line)
    guard tree.isValid, let event = tree.root, let kind = event["event"]?.string else {
      let text = String(decoding: line, as: UTF8.self)
      lastPlainLine = text
      return .output(step: nil, text: text)
    }
    let message = event["message"]?.string ?? ""
    switch kind {
    case "state": return takeState(event)
    case "output": return takeOutput(event)
    case "succeeded": outcome = .succeeded(url: event["url"]?.string)
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
      guard let failed = steps.indices.first(where: { steps[$0].state == .failed }) else { break }
      return .failed(
        "Step `\(steps[failed].name)` failed" + (errors[failed].map { ": \($0)" } ?? ". \(message)"))
    case nil:
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

  private mutating func takeState(_ event: JSONNode) -> News? {
    guard let task = event["task"]?.string, let state = event["state"]?.string.flatMap(State.init) else {
      return nil
    }
    guard let step = stepsByTask[task] else { return .state(step: task, state) }
    steps[step].state = state
    if state == .running { errors[step] = nil }
    return .state(step: steps[step].name, state)
  }

  /// Returns what a line says of the error that ends a step.
  private func error(in line: String, after previous: String?) -> String? {
    // How Kale says what its kernel ended with.
    if line.hasPrefix("Error: ") { return String(line.dropFirst("Error: ".count)) }
    // How the exact runtime ends: after a traceback, or with a sentence about a value.
    if line.hasPrefix("Step `"), line.contains("` failed in cell ") { return previous }
    return line.hasPrefix("`") && line.contains(" cannot be passed to later steps: ") ? line : nil
  }

  private mutating func takeOutput(_ event: JSONNode) -> News? {
    guard let text = event["text"]?.string else { return nil }
    let step = event["task"]?.string.flatMap { stepsByTask[$0] }
    if let step {
      // Later blocks run all the same on Kale's runtime, and fail because of the first.
      errors[step] = errors[step] ?? error(in: text, after: lastLines[step])
      lastLines[step] = text
    }
    return .output(step: step.map { steps[$0].name } ?? event["task"]?.string, text: text)
  }
}
