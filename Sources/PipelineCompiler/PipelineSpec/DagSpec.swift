/// A graph of tasks: `DagSpec`.
struct DagSpec: Equatable {
  /// Tasks by name.
  var tasks: [String: PipelineTaskSpec]
  var outputs = DagOutputsSpec()
}

extension DagSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["tasks": tasks.yaml, "outputs": outputs.yaml.unlessEmpty])
  }
}

/// What a graph hands on: `DagOutputsSpec`.
struct DagOutputsSpec: Equatable {
  /// `DagOutputsSpec.ArtifactSelectorSpec`.
  struct ArtifactSelectorSpec: Equatable {
    var producerSubtask: String
    var outputArtifactKey: String
  }

  /// `DagOutputsSpec.DagOutputArtifactSpec`.
  struct DagOutputArtifactSpec: Equatable {
    var artifactSelectors: [ArtifactSelectorSpec]
  }

  /// Artifacts by the name of the component's output.
  var artifacts: [String: DagOutputArtifactSpec] = [:]
}

extension DagOutputsSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["artifacts": artifacts.yaml])
  }
}

extension DagOutputsSpec.DagOutputArtifactSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["artifactSelectors": artifactSelectors.yaml])
  }
}

extension DagOutputsSpec.ArtifactSelectorSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message([
      "producerSubtask": .string(producerSubtask), "outputArtifactKey": .string(outputArtifactKey),
    ])
  }
}

/// One task, a component at work: `PipelineTaskSpec`.
struct PipelineTaskSpec: Equatable {
  var taskInfo: PipelineTaskInfo
  var inputs: TaskInputsSpec
  /// Names of the tasks that have to be done before this one.
  var dependentTasks: [String]
  var cachingOptions: CachingOptions
  var retryPolicy: RetryPolicy?
  var componentRef: ComponentRef
}

extension PipelineTaskSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message([
      "taskInfo": taskInfo.yaml,
      "inputs": inputs.yaml.unlessEmpty,
      "dependentTasks": YAMLValue.strings(dependentTasks).unlessEmpty,
      "cachingOptions": cachingOptions.yaml,
      "retryPolicy": retryPolicy?.yaml,
      "componentRef": componentRef.yaml,
    ])
  }
}

/// What a task is shown as: `PipelineTaskInfo`.
struct PipelineTaskInfo: Equatable {
  var name: String
}

extension PipelineTaskInfo: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["name": .string(name)])
  }
}

/// Where a task's inputs come from: `TaskInputsSpec`.
struct TaskInputsSpec: Equatable {
  /// The `kind` of a `TaskInputsSpec.InputArtifactSpec`.
  enum InputArtifactSpec: Equatable {
    case taskOutputArtifact(TaskOutputArtifactSpec)
    /// An input of the pipeline that the task is in.
    case componentInputArtifact(String)
  }

  /// `TaskInputsSpec.InputArtifactSpec.TaskOutputArtifactSpec`.
  struct TaskOutputArtifactSpec: Equatable {
    var producerTask: String
    var outputArtifactKey: String
  }

  /// The `kind` of a `TaskInputsSpec.InputParameterSpec`.
  enum InputParameterSpec: Equatable {
    /// An input of the pipeline.
    case componentInputParameter(String)
    /// A value that is known now: a `ValueOrRuntimeParameter` of the kind `constant`.
    case runtimeValue(constant: YAMLValue)
    case taskOutputParameter(TaskOutputParameterSpec)
  }

  /// `TaskInputsSpec.InputParameterSpec.TaskOutputParameterSpec`.
  struct TaskOutputParameterSpec: Equatable {
    var producerTask: String
    var outputParameterKey: String
  }

  var parameters: [String: InputParameterSpec]
  var artifacts: [String: InputArtifactSpec]
}

extension TaskInputsSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["parameters": parameters.yaml, "artifacts": artifacts.yaml])
  }
}

extension TaskInputsSpec.InputArtifactSpec: YAMLConvertible {
  var yaml: YAMLValue {
    switch self {
    case .taskOutputArtifact(let output): .message(["taskOutputArtifact": output.yaml])
    case .componentInputArtifact(let name): .message(["componentInputArtifact": .string(name)])
    }
  }
}

extension TaskInputsSpec.TaskOutputArtifactSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["producerTask": .string(producerTask), "outputArtifactKey": .string(outputArtifactKey)])
  }
}

extension TaskInputsSpec.InputParameterSpec: YAMLConvertible {
  var yaml: YAMLValue {
    switch self {
    case .componentInputParameter(let name): .message(["componentInputParameter": .string(name)])
    case .runtimeValue(let constant): .message(["runtimeValue": .message(["constant": constant])])
    case .taskOutputParameter(let output): .message(["taskOutputParameter": output.yaml])
    }
  }
}

extension TaskInputsSpec.TaskOutputParameterSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message([
      "producerTask": .string(producerTask), "outputParameterKey": .string(outputParameterKey),
    ])
  }
}

/// Whether a task's results are reused: `PipelineTaskSpec.CachingOptions`.
struct CachingOptions: Equatable {
  var enableCache: Bool
}

extension CachingOptions: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["enableCache": enableCache ? .boolean(true) : nil])
  }
}

/// How a task that fails is tried again: `PipelineTaskSpec.RetryPolicy`.
struct RetryPolicy: Equatable {
  var maxRetryCount: Int
  /// Seconds to wait before the first time.
  var backoffDuration: Int
  /// What the wait grows by each time.
  var backoffFactor: Double
  /// Seconds that the task is tried for at most.
  var backoffMaxDuration: Int
}

extension RetryPolicy: YAMLConvertible {
  var yaml: YAMLValue {
    .message([
      "maxRetryCount": maxRetryCount == 0 ? nil : .number(Double(maxRetryCount)),
      "backoffDuration": .string("\(backoffDuration)s"),
      "backoffFactor": .number(backoffFactor),
      "backoffMaxDuration": .string("\(backoffMaxDuration)s"),
    ])
  }
}

/// A component by name: `ComponentRef`.
struct ComponentRef: Equatable {
  var name: String
}

extension ComponentRef: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["name": .string(name)])
  }
}
