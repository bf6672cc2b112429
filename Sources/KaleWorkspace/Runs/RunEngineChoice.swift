import KaleAnalysis

/// The engine that runs a pipeline, and what to say of it.
struct RunEngineChoice {
  let engine: RunEngine
  /// A sentence about an engine that nobody has asked for.
  private(set) var notice: String?

  /// Chooses the engine.
  ///
  /// - Throws: That the engine which is asked for cannot do what is asked for.
  init(_ options: LocalRunOptions, _ pipeline: Pipeline) throws(RunProblem) {
    guard let reason = Self.reasonForKFP(options, pipeline) else {
      engine = options.engine ?? .embedded
      if engine == .kfp { try Self.checkWhatTheSDKCannotDo(options, because: "the embedded engine") }
      return
    }
    if options.engine == .embedded {
      throw RunProblem("The embedded engine cannot run this pipeline: \(reason). Use `--engine kfp`.")
    }
    engine = .kfp
    try Self.checkWhatTheSDKCannotDo(options, because: "the embedded engine, and \(reason)")
    if options.engine == nil { notice = "Using the KFP SDK (--engine kfp): \(reason)." }
  }

  private static func reasonForKFP(_ options: LocalRunOptions, _ pipeline: Pipeline) -> String? {
    if options.isIsolated { return "each step runs in its own environment" }
    return pipeline.configuration.runtime == .kale ? "the steps use Kale's runtime" : nil
  }

  private static func checkWhatTheSDKCannotDo(
    _ options: LocalRunOptions, because reason: String
  ) throws(RunProblem) {
    let asked: [(option: String, isGiven: Bool)] = [
      ("--step", options.step != nil), ("--until", options.until != nil), ("--jobs", options.jobs != nil),
      ("--sweep", options.sweep != nil), ("shell", options.shell != nil),
    ]
    guard let first = asked.first(where: \.isGiven) else { return }
    throw RunProblem("`\(first.option)` requires \(reason).")
  }
}
