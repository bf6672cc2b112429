import KaleAnalysis

/// How much CPU, memory and how many accelerators a step's container asks for, and may have.
///
/// Amounts are kept as the notebook has them: KFP writes them as they are, and as numbers beside that.
struct StepResources: Equatable {
  var cpuLimit: String?
  var cpuRequest: String?
  var memoryLimit: String?
  var memoryRequest: String?
  var accelerator: Accelerator?

  /// An accelerator and how many of it.
  struct Accelerator: Equatable {
    var type: String
    var count: Int
  }
}

/// Works out a step's resources from its limits.
///
/// A limit that KFP has no place for has no effect. Of several for one resource the last counts, since a task has room
/// for one, and any of the step's own counts more than those of `steps_defaults`.
struct ResourcePlanner {
  private(set) var resources = StepResources()
  private let step: String

  init(step: String, own: [KeyedValue], defaults: [KeyedValue]) throws(PipelineCompilerError) {
    self.step = step
    let ownResources = Set(own.compactMap(\.resource))
    for limit in defaults where limit.resource.map({ !ownResources.contains($0) }) == true {
      try apply(limit)
    }
    for limit in own { try apply(limit) }
  }

  private mutating func apply(_ limit: KeyedValue) throws(PipelineCompilerError) {
    switch limit.resource {
    case .cpuLimit: resources.cpuLimit = try cpu(limit)
    case .cpuRequest: resources.cpuRequest = try cpu(limit)
    case .memoryLimit: resources.memoryLimit = try memory(limit)
    case .memoryRequest: resources.memoryRequest = try memory(limit)
    case .accelerator:
      guard let count = Int(limit.value), count >= 0, limit.value.utf8.first != UInt8(ascii: "+") else {
        throw .invalidAcceleratorLimit(step: step, resource: limit.key, value: limit.value)
      }
      resources.accelerator = StepResources.Accelerator(type: limit.key, count: count)
    case nil: break
    }
  }

  private func cpu(_ limit: KeyedValue) throws(PipelineCompilerError) -> String {
    guard ResourceAmount.cores(limit.value) != nil else { throw invalid(limit) }
    return limit.value
  }

  private func memory(_ limit: KeyedValue) throws(PipelineCompilerError) -> String {
    guard ResourceAmount.gigabytes(limit.value) != nil else { throw invalid(limit) }
    return limit.value
  }

  private func invalid(_ limit: KeyedValue) -> PipelineCompilerError {
    .invalidResourceAmount(step: step, resource: limit.key, value: limit.value)
  }
}
