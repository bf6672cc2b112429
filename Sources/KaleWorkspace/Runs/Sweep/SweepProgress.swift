import JSONSyntax

/// The runs of a sweep, as far as they have come.
package struct SweepProgress: Sendable {
  /// The runs, in the order of their combinations.
  package private(set) var runs: [PipelineRun]
  /// For each run the values of parameters that are not the defaults.
  package let values: [[(name: String, value: JSONValue)]]
  private var times: [RunText]

  /// Creates the progress of a sweep that has not begun.
  package init(of prepared: PreparedRun) {
    values = prepared.values
    runs = Array(repeating: prepared.run, count: prepared.values.count)
    times = Array(repeating: RunText(), count: prepared.values.count)
  }

  /// How many runs have ended.
  package var doneCount: Int { runs.lazy.filter(\.isOver).count }

  /// Takes in a line of the driver's.
  ///
  /// - Returns: The lines to show, without their line breaks.
  package mutating func take(_ line: [UInt8]) -> [String] {
    if line.isEmpty { return [] }
    guard let event = RunEvent(line) else {
      for index in runs.indices { _ = runs[index].takePlainLine(line) }
      return [String(decoding: line, as: UTF8.self)]
    }
    if event.kind == "impossible" {
      for index in runs.indices where !runs[index].isOver { _ = runs[index].take(event) }
      return []
    }
    guard runs.indices.contains(event.run) else { return [] }
    let index = event.run
    let wasOver = runs[index].isOver
    let hasBegun = runs[index].hasBegun
    let news = runs[index].take(event)
    var lines: [String] = []
    if !hasBegun, runs[index].hasBegun {
      times[index] = RunText()
      lines.append("\(name(of: index)): \(Self.text(of: values[index]))")
    }
    if let news, let text = times[index].line(for: news, of: runs[index]) {
      lines.append("\(name(of: index)) \(text)")
    }
    if !wasOver, runs[index].isOver {
      lines.append(
        "\(name(of: index)): \(event.kind == "failed" ? "failed" : "succeeded") after \(times[index].elapsed) (\(doneCount) of \(runs.count))"
      )
    }
    return lines
  }

  /// Returns what came of the runs, once the driver has ended.
  package func rows(at end: ProgramEnd) -> [SweepRow] {
    runs.indices.map { SweepRow(values: values[$0], run: runs[$0], outcome: runs[$0].outcome(at: end)) }
  }

  /// What came of the runs that have ended before the driver was stopped.
  package var rowsOfEndedRuns: [SweepRow] {
    runs.indices.filter { runs[$0].isOver }.map {
      SweepRow(values: values[$0], run: runs[$0], outcome: runs[$0].outcome(at: .status(0)))
    }
  }

  /// Why no run could be begun; nil if one could.
  package func problem(at end: ProgramEnd) -> String? {
    var problem: String?
    for run in runs {
      guard case .impossible(let message) = run.outcome(at: end), !run.hasBegun else { return nil }
      problem = problem ?? message
    }
    return problem
  }

  /// How lines name a run.
  private func name(of index: Int) -> String { "#\(index + 1)" }

  private static func text(of values: [(name: String, value: JSONValue)]) -> String {
    values.map { "\($0.name)=\(SweepRow.text(of: $0.value))" }.joined(separator: " ")
  }
}

/// A combination of a sweep, and what came of it.
package struct SweepRow: Sendable {
  /// The values of parameters.
  package let values: [(name: String, value: JSONValue)]
  /// The metrics, each once.
  package let metrics: [(name: String, value: Double)]
  /// Why it failed; nil if it succeeded.
  package let error: String?

  init(values: [(name: String, value: JSONValue)], run: PipelineRun, outcome: PipelineRun.Outcome) {
    self.values = values
    metrics = Self.metrics(of: run)
    switch outcome {
    case .succeeded: error = nil
    case .failed(let message), .impossible(let message): error = message.isEmpty ? "The run failed." : message
    }
  }

  init(values: [(name: String, value: JSONValue)], metrics: [(name: String, value: Double)], error: String?) {
    self.values = values
    self.metrics = metrics
    self.error = error
  }

  /// The metrics of all steps. A name that several steps report has the step's name behind it.
  private static func metrics(of run: PipelineRun) -> [(name: String, value: Double)] {
    let all = run.steps.flatMap { step in step.metrics.map { (step: step.name, metric: $0) } }
    let counts = Dictionary(all.map { ($0.metric.name, 1) }, uniquingKeysWith: +)
    return all.map { step, metric in
      (counts[metric.name] == 1 ? metric.name : "\(metric.name) (\(step))", metric.value)
    }
  }

  /// A value of a parameter as people read it.
  static func text(of value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .double(let number): NumberText.text(of: number)
    case .bool(let value): value ? "True" : "False"
    default: String(decoding: value.serialized(), as: UTF8.self)
    }
  }
}
