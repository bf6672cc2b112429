/// A component, and what carries it out: `ComponentSpec`.
struct ComponentSpec: Equatable {
  /// The `implementation` of the message: a graph of tasks, or an executor.
  enum Implementation: Equatable {
    case dag(DagSpec)
    /// The label of an executor in the deployment configuration.
    case executorLabel(String)
  }

  var inputDefinitions = ComponentInputsSpec()
  var outputDefinitions = ComponentOutputsSpec()
  var implementation: Implementation
}

extension ComponentSpec: YAMLConvertible {
  var yaml: YAMLValue {
    var fields: [String: YAMLValue?] = [
      "inputDefinitions": inputDefinitions.yaml.unlessEmpty,
      "outputDefinitions": outputDefinitions.yaml.unlessEmpty,
    ]
    switch implementation {
    case .dag(let dag): fields["dag"] = dag.yaml
    case .executorLabel(let label): fields["executorLabel"] = .string(label)
    }
    return .message(fields)
  }
}

/// What a component takes in: `ComponentInputsSpec`.
struct ComponentInputsSpec: Equatable {
  /// `ComponentInputsSpec.ArtifactSpec`.
  struct ArtifactSpec: Equatable {
    var artifactType: ArtifactTypeSchema
  }

  /// `ComponentInputsSpec.ParameterSpec`.
  struct ParameterSpec: Equatable {
    var parameterType: ParameterTypeEnum
    /// A protobuf `Value`: a string, a truth value or a number.
    var defaultValue: YAMLValue?
    var isOptional: Bool
  }

  var artifacts: [String: ArtifactSpec] = [:]
  var parameters: [String: ParameterSpec] = [:]
}

extension ComponentInputsSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["artifacts": artifacts.yaml, "parameters": parameters.yaml])
  }
}

extension ComponentInputsSpec.ArtifactSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["artifactType": artifactType.yaml])
  }
}

extension ComponentInputsSpec.ParameterSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message([
      "parameterType": .string(parameterType.rawValue),
      "defaultValue": defaultValue,
      "isOptional": isOptional ? .boolean(true) : nil,
    ])
  }
}

/// What a component hands on: `ComponentOutputsSpec`.
struct ComponentOutputsSpec: Equatable {
  /// `ComponentOutputsSpec.ArtifactSpec`.
  struct ArtifactSpec: Equatable {
    var artifactType: ArtifactTypeSchema
  }

  /// `ComponentOutputsSpec.ParameterSpec`.
  struct ParameterSpec: Equatable {
    var parameterType: ParameterTypeEnum
  }

  var artifacts: [String: ArtifactSpec] = [:]
  var parameters: [String: ParameterSpec] = [:]
}

extension ComponentOutputsSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["artifacts": artifacts.yaml, "parameters": parameters.yaml])
  }
}

extension ComponentOutputsSpec.ArtifactSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["artifactType": artifactType.yaml])
  }
}

extension ComponentOutputsSpec.ParameterSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["parameterType": .string(parameterType.rawValue)])
  }
}

/// The type of an artifact: `ArtifactTypeSchema`.
struct ArtifactTypeSchema: Equatable {
  /// One of KFP's own types: `system.Dataset`, `system.Model` …
  var schemaTitle: String
  var schemaVersion: String
}

extension ArtifactTypeSchema: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["schemaTitle": .string(schemaTitle), "schemaVersion": .string(schemaVersion)])
  }
}

/// The type of a parameter: `ParameterType.ParameterTypeEnum`.
enum ParameterTypeEnum: String {
  case numberDouble = "NUMBER_DOUBLE"
  case numberInteger = "NUMBER_INTEGER"
  case string = "STRING"
  case boolean = "BOOLEAN"
  case list = "LIST"
  case structure = "STRUCT"
}
