import KaleAnalysis
import KaleRules
import Testing

@testable import PipelineCompiler

@Suite struct ResourceTests {
  private func limits(_ limits: [(String, String)]) -> [KeyedValue] {
    limits.map { KeyedValue(key: $0, value: $1) }
  }

  private func resources(
    _ own: [(String, String)], defaults: [(String, String)] = []
  ) throws -> StepResources {
    try ResourcePlanner(step: "a", own: limits(own), defaults: limits(defaults)).resources
  }

  @Test func limitsAndRequestsUnderBothNames() throws {
    let resources = try resources([
      ("cpu", "2"), ("requests.cpu", "500m"), ("limits.memory", "4Gi"), ("requests.memory", "1G"),
    ])
    #expect(
      resources
        == StepResources(cpuLimit: "2", cpuRequest: "500m", memoryLimit: "4Gi", memoryRequest: "1G"))
  }

  @Test func theLastOfOneResourceCounts() throws {
    #expect(try resources([("cpu", "1"), ("limits.cpu", "3")]).cpuLimit == "3")
    let accelerator = try #require(
      try resources([("nvidia.com/gpu", "2"), ("disk", "x"), ("amd.com/gpu", "0")]).accelerator)
    #expect(accelerator == .init(type: "amd.com/gpu", count: 0))
  }

  @Test func theStepsOwnCountsMoreThanTheDefaults() throws {
    let resources = try resources(
      [("limits.cpu", "1"), ("nvidia.com/gpu", "1")],
      defaults: [("cpu", "8"), ("memory", "2Gi"), ("amd.com/gpu", "4")])
    #expect(resources.cpuLimit == "1")
    #expect(resources.memoryLimit == "2Gi")
    #expect(resources.accelerator?.type == "nvidia.com/gpu")
  }

  @Test(arguments: [("cpu", "4cores"), ("requests.cpu", ""), ("memory", "1.5Gi"), ("limits.memory", "Gi")])
  func amountsThatKFPRefusesAreRefused(_ resource: String, _ amount: String) {
    #expect(throws: PipelineCompilerError.invalidResourceAmount(step: "a", resource: resource, value: amount))
    {
      try resources([(resource, amount)])
    }
  }

  @Test func theSpecHasEachAmountAsNumberAndText() throws {
    var step = Sample.step("a")
    step.configuration.limits = limits([("cpu", "500m"), ("memory", "4Gi"), ("requests.memory", "1000")])
    let compiled = try Sample.compile(Sample.pipeline(steps: [step]))
    let resources = """
              resources:
                cpuLimit: 0.5
                memoryLimit: 4.294967296
                memoryRequest: 1.0e-06
                resourceCpuLimit: '500m'
                resourceMemoryLimit: '4Gi'
                resourceMemoryRequest: '1000'

      """
    #expect(compiled.pipelineSpec.contains(resources))
    for line in ["cpu_limit(\"500m\")", "memory_limit(\"4Gi\")", "memory_request(\"1000\")"] {
      #expect(compiled.dslScript.contains("    a_task.set_\(line)\n"))
    }
  }

  @Test func aNumberThatIsZeroIsNotWritten() throws {
    var step = Sample.step("a")
    step.configuration.limits = limits([("cpu", "0m")])
    let spec = try Sample.compile(Sample.pipeline(steps: [step])).pipelineSpec
    #expect(spec.contains("        resources:\n          resourceCpuLimit: '0m'\n"))
  }
}

@Suite struct StepLimitTests {
  private func compile(_ change: (inout PipelineConfiguration) -> Void) throws -> CompiledPipeline {
    var pipeline = Sample.pipeline(steps: [Sample.step("a")])
    change(&pipeline.configuration)
    return try Sample.compile(pipeline)
  }

  @Test func theTimeoutStopsEachStep() throws {
    let compiled = try compile { $0.timeout = 600 }
    #expect(compiled.pipelineSpec.contains("        exec-a-step:\n          activeDeadlineSeconds: '600'\n"))
    #expect(compiled.dslScript.contains("    kubernetes.set_timeout(a_task, 600)\n"))
  }

  @Test func theTimeoutOfStepsGoesBeforeTheNotebooks() throws {
    let compiled = try compile {
      $0.timeout = 600
      $0.stepLimits.timeout = 60
    }
    #expect(compiled.dslScript.contains("    kubernetes.set_timeout(a_task, 60)\n"))
  }

  @Test func aTimeoutAloneNeedsThePlatform() throws {
    let compiled = try compile {
      $0.securityContext = .off
      $0.timeout = 1
    }
    #expect(compiled.dslScript.contains("from kfp import compiler, dsl, kubernetes\n"))
    #expect(compiled.pipelineSpec.contains("\n---\nplatforms:\n"))
  }

  @Test func retriesHaveTheDefaultsOfKFP() throws {
    let compiled = try compile { $0.stepLimits.retries = StepRetries(count: 3) }
    let policy = """
              retryPolicy:
                backoffDuration: '0s'
                backoffFactor: 2.0
                backoffMaxDuration: '3600s'
                maxRetryCount: 3.0

      """
    #expect(compiled.pipelineSpec.contains(policy))
    #expect(compiled.dslScript.contains("    a_task.set_retry(3)\n"))
  }

  @Test func retriesAreAsSaid() throws {
    let retries = StepRetries(count: 2, backoffSeconds: 90, backoffFactor: 1.5, backoffMaxSeconds: 600)
    let compiled = try compile { $0.stepLimits.retries = retries }
    let call = "set_retry(2, backoff_duration=\"90s\", backoff_factor=1.5, backoff_max_duration=\"600s\")"
    #expect(compiled.dslScript.contains("    a_task.\(call)\n"))
    #expect(compiled.pipelineSpec.contains("          backoffFactor: 1.5\n"))
  }
}
