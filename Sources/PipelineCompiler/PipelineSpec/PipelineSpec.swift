/// The specification of a pipeline: KFP's `PipelineSpec` message.
///
/// The types in this folder mirror the messages of
/// [pipeline_spec.proto](https://github.com/kubeflow/pipelines/blob/master/api/v2alpha1/pipeline_spec.proto) by name
/// and field, in camel case as in the messages' JSON form. Fields that no notebook asks for are left out. As in
/// protobuf, a field with its default value (no, 0, nothing) is not written.
struct PipelineSpec: Equatable {
  var pipelineInfo: PipelineInfo
  var deploymentSpec: PipelineDeploymentConfig
  /// Version of the message's own schema.
  var schemaVersion: String
  /// The program that made the specification and its version.
  var sdkVersion: String
  /// Components by name.
  var components: [String: ComponentSpec]
  /// The component that is the pipeline itself.
  var root: ComponentSpec
}

extension PipelineSpec: YAMLConvertible {
  var yaml: YAMLValue {
    .message([
      "pipelineInfo": pipelineInfo.yaml,
      "deploymentSpec": deploymentSpec.yaml,
      "schemaVersion": .string(schemaVersion),
      "sdkVersion": .string(sdkVersion),
      "components": components.yaml,
      "root": root.yaml,
    ])
  }
}

/// What a pipeline is called: `PipelineInfo`.
struct PipelineInfo: Equatable {
  var name: String
  var description: String?
}

extension PipelineInfo: YAMLConvertible {
  var yaml: YAMLValue {
    .message(["name": .string(name), "description": description.map { .string($0) }])
  }
}
