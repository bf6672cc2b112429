/// What a pipeline asks of the platforms it runs on: KFP's `PlatformSpec` message, with the one platform there is.
///
/// Of the same file as `PipelineSpec`, as are `SinglePlatformSpec` and `PlatformDeploymentConfig`.
struct PlatformSpec: Equatable {
  /// Name of the platform that KFP's own extension is for.
  static let kubernetes = "kubernetes"

  /// Platforms by name.
  var platforms: [String: SinglePlatformSpec]
}

extension PlatformSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["platforms": platforms.yaml])
  }
}

/// `SinglePlatformSpec`.
struct SinglePlatformSpec: Equatable {
  var deploymentSpec: PlatformDeploymentConfig
}

extension SinglePlatformSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["deploymentSpec": deploymentSpec.yaml])
  }
}

/// `PlatformDeploymentConfig`.
struct PlatformDeploymentConfig: Equatable {
  /// What each executor asks for, by the executor's label.
  var executors: [String: KubernetesExecutorConfig]
}

extension PlatformDeploymentConfig: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["executors": executors.yaml])
  }
}
