/// What a step's pod asks of Kubernetes: `KubernetesExecutorConfig` of
/// [kubernetes_executor_config.proto](https://github.com/kubeflow/pipelines/blob/master/kubernetes_platform/proto/kubernetes_executor_config.proto).
///
/// The types in this file mirror that file's messages as those beside it mirror `pipeline_spec.proto`.
struct KubernetesExecutorConfig: Equatable {
  var secretAsEnv: [SecretAsEnv] = []
  var pvcMount: [PvcMount] = []
  var podMetadata: PodMetadata?
  /// Seconds after which the pod is stopped; 0 for never.
  var activeDeadlineSeconds = 0
  var securityContext: KubernetesSecurityContext?
}

extension KubernetesExecutorConfig: YAMLConvertible {
  var yaml: YAMLValue {
    .message([
      "secretAsEnv": secretAsEnv.yaml,
      "pvcMount": pvcMount.yaml,
      "podMetadata": podMetadata?.yaml,
      "activeDeadlineSeconds": activeDeadlineSeconds == 0 ? nil : .integer64(activeDeadlineSeconds),
      "securityContext": securityContext?.yaml,
    ])
  }
}

/// Keys of a secret as environment variables: `SecretAsEnv`.
struct SecretAsEnv: Equatable {
  /// `SecretAsEnv.SecretKeyToEnvMap`.
  struct SecretKeyToEnvMap: Equatable {
    var secretKey: String
    var envVar: String
  }

  /// The secret's name. Written twice: KFP has deprecated `secretName` in favour of `secretNameParameter`.
  var secretName: String
  var keyToEnv: [SecretKeyToEnvMap]
  /// Whether the step may start without the secret.
  var optional: Bool
}

extension SecretAsEnv: YAMLConvertible {
  var yaml: YAMLValue {
    .message([
      "secretName": .string(secretName),
      "secretNameParameter": TaskInputsSpec.InputParameterSpec.runtimeValue(constant: .string(secretName))
        .yaml,
      "keyToEnv": keyToEnv.yaml,
      // Has presence in the message: KFP writes it whatever it is.
      "optional": .boolean(optional),
    ])
  }
}

extension SecretAsEnv.SecretKeyToEnvMap: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["secretKey": .string(secretKey), "envVar": .string(envVar)])
  }
}

/// A persistent volume claim and where it is mounted: `PvcMount`.
struct PvcMount: Equatable {
  /// The `pvc_reference`, the claim's name. Written twice: KFP has deprecated it in favour of `pvcNameParameter`.
  enum PvcReference: Equatable {
    case constant(String)
    case taskOutputParameter(TaskInputsSpec.TaskOutputParameterSpec)
    case componentInputParameter(String)
  }

  var pvcReference: PvcReference
  var mountPath: String
}

extension PvcMount: YAMLConvertible {
  var yaml: YAMLValue {
    var fields: [String: YAMLValue?] = ["mountPath": mountPath.isEmpty ? nil : .string(mountPath)]
    switch pvcReference {
    case .constant(let name):
      fields["constant"] = .string(name)
      fields["pvcNameParameter"] =
        TaskInputsSpec.InputParameterSpec.runtimeValue(constant: .string(name)).yaml
    case .taskOutputParameter(let output):
      fields["taskOutputParameter"] = output.yaml
      fields["pvcNameParameter"] = TaskInputsSpec.InputParameterSpec.taskOutputParameter(output).yaml
    case .componentInputParameter(let name):
      fields["componentInputParameter"] = .string(name)
      fields["pvcNameParameter"] = TaskInputsSpec.InputParameterSpec.componentInputParameter(name).yaml
    }
    return .message(fields)
  }
}

/// `PodMetadata`.
struct PodMetadata: Equatable {
  var labels: [String: String] = [:]
  var annotations: [String: String] = [:]
}

extension PodMetadata: YAMLConvertible {
  var yaml: YAMLValue {
    .message([
      "labels": YAMLValue.mapping(labels.mapValues { .string($0) }).unlessEmpty,
      "annotations": YAMLValue.mapping(annotations.mapValues { .string($0) }).unlessEmpty,
    ])
  }
}

/// `SecurityContext`, here with its platform's name since a notebook's configuration has a `SecurityContext` too.
struct KubernetesSecurityContext: Equatable {
  var runAsUser: Int
  var runAsGroup: Int
  var runAsNonRoot: Bool
}

extension KubernetesSecurityContext: YAMLConvertible {
  var yaml: YAMLValue {
    // All three have presence in the message: 0 and no are written.
    .message([
      "runAsUser": .integer64(runAsUser),
      "runAsGroup": .integer64(runAsGroup),
      "runAsNonRoot": .boolean(runAsNonRoot),
    ])
  }
}
