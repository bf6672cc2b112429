import KaleAnalysis

// From a step's resources and retries to KFP's messages.

extension ResourceSpec {
  /// nil where the step asks for nothing.
  init?(_ resources: StepResources) {
    guard resources != StepResources() else { return nil }
    let cores = { (amount: String?) in amount.flatMap(ResourceAmount.cores) ?? 0 }
    let gigabytes = { (amount: String?) in amount.flatMap(ResourceAmount.gigabytes) ?? 0 }
    self.init(
      cpuLimit: cores(resources.cpuLimit), memoryLimit: gigabytes(resources.memoryLimit),
      cpuRequest: cores(resources.cpuRequest), memoryRequest: gigabytes(resources.memoryRequest),
      accelerator: resources.accelerator.map(AcceleratorConfig.init),
      resourceCpuLimit: resources.cpuLimit, resourceMemoryLimit: resources.memoryLimit,
      resourceCpuRequest: resources.cpuRequest, resourceMemoryRequest: resources.memoryRequest)
  }
}

extension AcceleratorConfig {
  fileprivate init(_ accelerator: StepResources.Accelerator) {
    self.init(
      type: accelerator.type, count: accelerator.count, resourceType: accelerator.type,
      resourceCount: String(accelerator.count))
  }
}

extension PlannedTask {
  /// How KFP tries the task again; a pipeline inside has its own steps tried again.
  var retryPolicy: RetryPolicy? {
    guard case .step(let step) = work else { return nil }
    return step.settings.retries.map(RetryPolicy.init)
  }
}

extension RetryPolicy {
  /// With KFP's defaults for what is not said, as the SDK writes them.
  fileprivate init(_ retries: StepRetries) {
    self.init(
      maxRetryCount: retries.count, backoffDuration: retries.backoffSeconds ?? 0,
      backoffFactor: retries.backoffFactor ?? 2, backoffMaxDuration: retries.backoffMaxSeconds ?? 3600)
  }
}
