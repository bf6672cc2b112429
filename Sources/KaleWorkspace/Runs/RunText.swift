/// How a person reads of a run.
package struct RunText {
  private var starts: [String: Stopwatch] = [:]
  /// More steps than a pipeline has: a program that makes up steps without end must not fill the memory.
  private static let mostSteps = 10_000
  private let start = Stopwatch()

  /// Starts the clock by which lines show how long steps took.
  package init() {}

  /// Returns the line for a piece of news, once the run has taken it in; nil for news without a line.
  package mutating func line(for news: PipelineRun.News, of run: PipelineRun) -> String? {
    switch news {
    case .detail, .progress: return nil
    case .output(let step?, let text): return "\(step) | \(text)"
    case .output(nil, let text): return text
    case .state(let step, .running, let reason, _):
      if starts.count < Self.mostSteps || starts[step] != nil { starts[step] = Stopwatch() }
      return "\(step): running" + (reason.map { " (\($0))" } ?? "")
    case .state(let step, .cached, _, _): return "\(step): from the cache"
    case .state(let step, .skipped, _, _): return "\(step): skipped, because a step before it failed"
    case .state(let step, let state, _, let seconds):
      let time = seconds.map(Stopwatch.text) ?? starts[step]?.seconds
      let count = state.isOver ? " (\(run.doneCount) of \(run.steps.count))" : ""
      return "\(step): \(state.rawValue)" + (time.map { " after \($0)" } ?? "") + count
    }
  }

  /// The time since the run began.
  package var elapsed: String { start.seconds }

  /// Returns the lines that end the text of a run whose steps have all ended.
  package func ending(of run: PipelineRun, succeeded: Bool) -> [String] {
    Self.metricLines(of: run) + [
      "\(succeeded ? "Succeeded in" : "Failed after") \(elapsed). \(Self.counts(of: run))"
    ]
  }

  /// A line for each metric, in the order of the steps.
  private static func metricLines(of run: PipelineRun) -> [String] {
    run.steps.flatMap { step in
      step.metrics.map { "\($0.name) = \(NumberText.text(of: $0.value)) (\(step.name))" }
    }
  }

  /// What became of the steps: `1 step ran, 4 from the cache.`
  private static func counts(of run: PipelineRun) -> String {
    func count(_ state: StepProgress.State) -> Int { run.steps.lazy.filter { $0.state == state }.count }
    if count(.cached) == run.steps.count { return "All steps are from the cache." }
    var parts: [String] = []
    for (state, words) in [
      (StepProgress.State.done, "ran"), (.cached, "from the cache"), (.failed, "failed"),
      (.skipped, "skipped"),
    ] where count(state) > 0 {
      let noun = parts.isEmpty ? count(state) == 1 ? " step" : " steps" : ""
      parts.append("\(count(state))\(noun) \(words)")
    }
    return parts.joined(separator: ", ") + "."
  }
}

/// Numbers as people read them.
package enum NumberText {
  /// Returns a number with the digits that it has, without a fraction that is zero.
  package static func text(of number: Double) -> String {
    if let whole = Int(exactly: number), abs(number) < 1e15 { return String(whole) }
    return String(number)
  }
}
