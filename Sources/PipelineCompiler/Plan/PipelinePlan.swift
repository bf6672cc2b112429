import KalePipeline

/// A pipeline with every name and setting worked out: what the pipeline spec and the DSL script are both written
/// from, which is why they describe the same pipeline.
struct PipelinePlan {
  var name: String
  /// What the notebook's configuration says of the pipeline, nil where that is nothing.
  var description: String?
  var parameters: [PlannedParameter]
  /// In an order in which every step comes after those it depends on.
  var steps: [PlannedStep]
  /// Claims that the pipeline makes before its steps and deletes after them.
  var claims: [PlannedClaim]
  var packagesToInstall: [String]
  var packageIndex: PackageIndex
  var marshalPath: String

  /// Name of the Python function that is the pipeline.
  static let function = "auto_generated_pipeline"
  /// What KFP shows where the notebook says nothing: the function's documentation.
  static let fallbackDescription = "Auto-generated pipeline function."

  /// What KFP shows of the pipeline.
  var shownDescription: String { description ?? Self.fallbackDescription }
}

/// A pipeline parameter under its three names.
struct PlannedParameter {
  /// The variable that the person's code reads.
  var variable: String
  /// The input of the pipeline.
  var pipelineInput: String
  /// The input of every component.
  var componentInput: String
  var value: ParameterValue
}

/// A step as one KFP component and its one task.
struct PlannedStep {
  var name: String
  /// Name of the Python function that is the component.
  var function: String
  /// Name of the Python variable for the task in the DSL script.
  var taskVariable: String
  /// Name of the task, and the stem of the component's and executor's names.
  var task: String
  /// What KFP shows for the task.
  var displayName: String

  /// Name of the artifact for the HTML report, nil where the step makes none.
  var htmlReport: String?
  var inputs: [PlannedInput]
  var outputs: [PlannedArtifact]
  /// Whether there is an artifact for the metrics, and what is in it.
  var metrics: [PipelineMetric]
  var sharedBlocks: [CodeBlock]
  var blocks: [CodeBlock]

  /// Tasks that have to be done before this one: sorted.
  var dependentTasks: [String]
  /// Task variables of the declared previous steps, as `prev:` tags have them: sorted.
  var previousTaskVariables: [String]

  var settings: StepSettings
}

/// A value that is handed from step to step.
struct PlannedArtifact {
  var variable: String
  /// Name of the component's output or input.
  var artifact: String
  var type: ArtifactType
}

/// A value that a step takes in.
struct PlannedInput {
  var artifact: PlannedArtifact
  /// The task that makes it, its variable in the DSL script, and which of its outputs it is.
  var producerTask: String
  var producerTaskVariable: String
  var producerOutput: String
}

/// KFP's types of artifacts, as far as Kale has a use for them.
enum ArtifactType: String {
  case dataset = "Dataset"
  case model = "Model"
  case html = "HTML"
  case metrics = "Metrics"

  /// The type that Kale gives a variable: a model is what is named one.
  init(variable: String) {
    self = variable.holds("model") ? .model : .dataset
  }
}

/// How a step's container runs, from the step's tags, `steps_defaults` and the notebook's configuration.
struct StepSettings {
  var image: String
  /// nil where nothing is said, which KFP takes for yes.
  var isCachingEnabled: Bool?
  var resources: StepResources
  var labels: [KeyedValue]
  var annotations: [KeyedValue]
  var secrets: [SecretReference]
  var volumes: [PlannedVolume]
  /// In the order they are set.
  var environment: [KeyedValue]
  var securityContext: SecurityContext?
  /// Seconds after which the step is stopped; nil for never.
  var timeout: Int?
  var retries: StepRetries?
}
