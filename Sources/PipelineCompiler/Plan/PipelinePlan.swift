import KaleAnalysis

/// A pipeline with every name and setting worked out: what the pipeline spec and the DSL script are both written
/// from, which is why they describe the same pipeline.
///
/// A notebook that another refers to is a pipeline inside the other's, with a plan of its own.
struct PipelinePlan: Sendable {
  var name: String
  /// What the notebook's configuration says of the pipeline, nil where that is nothing.
  var description: String?
  /// Name of the Python function that is the pipeline.
  var function: String
  var parameters: [PlannedParameter]
  /// Values that come in from the pipeline around this one; none for the outermost.
  var inputs: [PlannedArtifact]
  /// Values that this pipeline hands on to the one around it; nil where that is none.
  var outputs: PlannedOutputs? = nil
  /// In an order in which every task comes after those it depends on.
  var tasks: [PlannedTask]
  /// Claims that this pipeline's steps mount, and those of pipelines inside. The outermost makes them, before its tasks,
  /// and deletes them after; the others are handed their names.
  var claims: [PlannedClaim]
  var packageIndex: PackageIndex

  /// Name of the Python function that is the outermost pipeline.
  static let rootFunction = "auto_generated_pipeline"
  /// What KFP shows where the notebook says nothing: the function's documentation.
  static let fallbackDescription = "Auto-generated pipeline function."

  /// The pipeline's name as KFP makes it fit for Kubernetes: one dash where the notebook has several.
  var shownName: String { KubernetesName.fitted(name) }
  /// What KFP shows of the pipeline.
  var shownDescription: String { description ?? Self.fallbackDescription }

  /// Whether this is the outermost pipeline.
  var isRoot: Bool { function == Self.rootFunction }

  /// The steps that are tasks of this pipeline itself, in order.
  var steps: [PlannedStep] {
    tasks.compactMap { task in
      if case .step(let step) = task.work { step } else { nil }
    }
  }

  /// The pipelines that are tasks of this pipeline itself, in order.
  var pipelines: [PipelinePlan] {
    tasks.compactMap { task in
      if case .pipeline(let pipeline) = task.work { pipeline } else { nil }
    }
  }

  /// This pipeline and all inside it, each after those inside it.
  var allFromTheInside: [PipelinePlan] {
    // The planner has seen to it that they do not nest deep.
    pipelines.flatMap(\.allFromTheInside) + [self]
  }

  /// The steps of this pipeline and of all inside it.
  var allSteps: [PlannedStep] { allFromTheInside.flatMap(\.steps) }

  /// For each step its component, as the SDK calls it, and its name after those of the notebooks it is in: `part/fit`.
  func stepNames(behind front: String = "") -> [(component: String, name: String)] {
    tasks.flatMap { task in
      switch task.work {
      case .step: [(component: task.name, name: front + task.unit)]
      case .pipeline(let inner): inner.stepNames(behind: front + task.unit + "/")
      }
    }
  }

  /// For each step its name after those of the notebooks it is in, and the packages that it installs.
  func stepPackages(behind front: String = "") -> [(String, [String])] {
    tasks.flatMap { task in
      switch task.work {
      case .step(let step): [(front + task.unit, step.packagesToInstall)]
      case .pipeline(let inner): inner.stepPackages(behind: front + task.unit + "/")
      }
    }
  }

  /// Returns the names of a task's steps and of all steps that run before it, for each of some tasks of this pipeline
  /// itself. A notebook inside counts as a whole.
  func stepNames(neededForUnits units: Set<String>) -> Set<String> {
    var needed: Set<String> = []
    var names: Set<String> = []
    // A task comes after those it depends on.
    for task in tasks.reversed() where units.contains(task.unit) || needed.contains(task.name) {
      needed.formUnion(task.dependentTasks)
      switch task.work {
      case .step: names.insert(task.unit)
      case .pipeline(let inner): names.formUnion(inner.stepNames(behind: task.unit + "/").map(\.name))
      }
    }
    return names
  }
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

/// A task of a pipeline: a step, or a pipeline inside.
struct PlannedTask {
  enum Work {
    case step(PlannedStep)
    case pipeline(PipelinePlan)
  }

  /// Name of the task, and the stem of its component's and executor's names.
  var name: String
  /// What the notebook calls the step, or the reference to another notebook.
  var unit: String
  /// Name of the Python variable for the task in the DSL script.
  var variable: String
  /// What KFP shows for the task.
  var displayName: String
  /// nil where nothing is said, which KFP takes for yes.
  var isCachingEnabled: Bool?
  var inputs: [PlannedInput]
  /// The pipeline's parameters, each under its name in this pipeline and in the task's component.
  var arguments: [PlannedArgument]
  /// Tasks that have to be done before this one: sorted.
  var dependentTasks: [String]
  /// Task variables of the declared previous steps, as `prev:` tags have them: sorted.
  var previousVariables: [String]
  var work: Work

  /// Name of the Python function that is the component.
  var function: String {
    switch work {
    case .step(let step): step.function
    case .pipeline(let pipeline): pipeline.function
    }
  }
}

/// A parameter that is handed to a task.
struct PlannedArgument {
  /// The input of the pipeline that the task is in.
  var pipelineInput: String
  /// The input of the task's component.
  var componentInput: String
}

/// A step as one KFP component.
struct PlannedStep {
  var name: String
  /// Name of the Python function that is the component.
  var function: String
  /// Label of the executor that carries the component out.
  var executorLabel: String
  var parameters: [PlannedParameter]

  /// Name of the artifact for the HTML report, nil where the step makes none.
  var htmlReport: String?
  var inputs: [PlannedArtifact]
  var outputs: [PlannedArtifact]
  /// Whether there is an artifact for the metrics, and what is in it.
  var metrics: [PipelineMetric]
  var sharedBlocks: [CodeBlock]
  var blocks: [CodeBlock]

  var packagesToInstall: [String]
  /// Those of them that the code may do without.
  var optionalPackages: [String] = []
  var marshalPath: String
  /// What the exact runtime needs to know of the step; nil for a step on Kale's runtime.
  var exactState: ExactState?
  /// Functions that its own calls, which stand in the script once, and in each program.
  var additionalFunctions: [AdditionalFunction] = []
  var settings: StepSettings
}

/// A value that is handed from step to step.
struct PlannedArtifact {
  var variable: String
  /// Name of the component's output or input.
  var artifact: String
  var type: ArtifactType
}

/// A value that a task takes in, and where it comes from.
struct PlannedInput {
  enum Source {
    /// The task that makes it, its variable in the DSL script, and which of its outputs it is.
    case task(String, variable: String, output: String)
    /// An input of the pipeline that the task is in.
    case pipelineInput(String)
  }

  /// Name of the component's input.
  var artifact: String
  var source: Source
}

/// What a pipeline hands on to the one around it.
struct PlannedOutputs {
  struct Output {
    var artifact: PlannedArtifact
    /// The task inside that makes it, its variable in the DSL script, and which of its outputs it is.
    var producerTask: String
    var producerVariable: String
    var producerOutput: String
  }

  /// Sorted by variable; not empty.
  var list: [Output]
  /// Name of the Python class that holds them where there are several.
  var className: String

  /// KFP's name for what a pipeline hands on that hands on one thing.
  static let single = "Output"
}

/// KFP's types of artifacts, as far as Kale has a use for them.
enum ArtifactType: String {
  case dataset = "Dataset"
  case model = "Model"
  case html = "HTML"
  case metrics = "Metrics"
  /// One of no particular kind.
  case artifact = "Artifact"

  /// The type that Kale gives a variable: a model is what is named one.
  init(variable: String) {
    self = variable.holds("model") ? .model : .dataset
  }
}

/// How a step's container runs, from the step's tags, `steps_defaults` and the notebook's configuration.
struct StepSettings {
  var image: String
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
