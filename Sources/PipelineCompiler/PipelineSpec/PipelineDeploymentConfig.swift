/// What carries components out: `PipelineDeploymentConfig`.
struct PipelineDeploymentConfig: Equatable {
  /// Executors by label.
  var executors: [String: ExecutorSpec]
}

extension PipelineDeploymentConfig: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["executors": executors.yaml])
  }
}

/// `PipelineDeploymentConfig.ExecutorSpec`, of the kind `container`.
struct ExecutorSpec: Equatable {
  var container: PipelineContainerSpec
}

extension ExecutorSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["container": container.yaml])
  }
}

/// A container: `PipelineDeploymentConfig.PipelineContainerSpec`.
struct PipelineContainerSpec: Equatable {
  var image: String
  var command: [String] = []
  var args: [String] = []
  var resources: ResourceSpec?
  var env: [EnvVar] = []
}

extension PipelineContainerSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message([
      "image": .string(image),
      "command": YAMLValue.strings(command).unlessEmpty,
      "args": YAMLValue.strings(args).unlessEmpty,
      "resources": resources?.yaml,
      "env": env.yaml,
    ])
  }
}

/// `PipelineContainerSpec.EnvVar`.
struct EnvVar: Equatable {
  var name: String
  var value: String
}

extension EnvVar: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["name": .string(name), "value": value.isEmpty ? nil : .string(value)])
  }
}

/// `PipelineContainerSpec.ResourceSpec`.
///
/// Each amount stands in it twice: as a number, for installations of KFP that do not know the fields that begin with
/// `resource`, and as text.
struct ResourceSpec: Equatable {
  /// Cores.
  var cpuLimit: Double = 0
  /// Units of 10^9 bytes.
  var memoryLimit: Double = 0
  var cpuRequest: Double = 0
  var memoryRequest: Double = 0
  var accelerator: AcceleratorConfig?
  var resourceCpuLimit: String?
  var resourceMemoryLimit: String?
  var resourceCpuRequest: String?
  var resourceMemoryRequest: String?
}

extension ResourceSpec: YAMLConvertible {
  var yaml: YAMLValue {
    let number = { (value: Double) -> YAMLValue? in value == 0 ? nil : .number(value) }
    let text = { (value: String?) -> YAMLValue? in value.map { .string($0) } }
    return .message([
      "cpuLimit": number(cpuLimit),
      "memoryLimit": number(memoryLimit),
      "cpuRequest": number(cpuRequest),
      "memoryRequest": number(memoryRequest),
      "accelerator": accelerator?.yaml,
      "resourceCpuLimit": text(resourceCpuLimit),
      "resourceMemoryLimit": text(resourceMemoryLimit),
      "resourceCpuRequest": text(resourceCpuRequest),
      "resourceMemoryRequest": text(resourceMemoryRequest),
    ])
  }
}

/// `PipelineContainerSpec.ResourceSpec.AcceleratorConfig`.
struct AcceleratorConfig: Equatable {
  /// The kind of accelerator, for installations of KFP that do not know `resourceType`.
  var type: String
  /// How many, for installations of KFP that do not know `resourceCount`.
  var count: Int
  var resourceType: String
  var resourceCount: String
}

extension AcceleratorConfig: YAMLConvertible {
  var yaml: YAMLValue {
    .message([
      "type": .string(type),
      "count": count == 0 ? nil : .integer64(count),
      "resourceType": .string(resourceType),
      "resourceCount": .string(resourceCount),
    ])
  }
}
