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
  var command: [String]
  var args: [String]
  var resources: ResourceSpec?
  var env: [EnvVar]
}

extension PipelineContainerSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message([
      "image": .string(image),
      "command": .strings(command),
      "args": .strings(args),
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
struct ResourceSpec: Equatable {
  var accelerator: AcceleratorConfig
}

extension ResourceSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["accelerator": accelerator.yaml])
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
