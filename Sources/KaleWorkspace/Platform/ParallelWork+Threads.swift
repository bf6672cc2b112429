import KaleAnalysis

extension ParallelWork {
  /// Work shared out among threads, as many as there are processors to use.
  package static let onAllProcessors = ParallelWork { count, body in
    OrderedWork.run(on: Array(0..<count), body) { _ in }
  }
}
