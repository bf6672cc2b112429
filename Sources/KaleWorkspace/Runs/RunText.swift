/// How a person reads of a run.
package struct RunText {
  private var starts: [String: Stopwatch] = [:]
  /// More steps than a pipeline has: a program that makes up steps without end must not fill the memory.
  private static let mostSteps = 10_000
  private let start = Stopwatch()

  /// Starts the clock by which lines show how long steps took.
  package init() {}

  /// The line for a piece of news.
  package mutating func line(for news: PipelineRun.News) -> String {
    switch news {
    case .output(let step?, let text): return "\(step) | \(text)"
    case .output(nil, let text): return text
    case .state(let step, .running):
      if starts.count < Self.mostSteps || starts[step] != nil { starts[step] = Stopwatch() }
      return "\(step): running"
    case .state(let step, let state):
      return "\(step): \(state.rawValue)"
        + (starts[step].map { " after \($0.seconds)" } ?? "")
    }
  }

  /// The time since the run began.
  package var elapsed: String { start.seconds }
}
