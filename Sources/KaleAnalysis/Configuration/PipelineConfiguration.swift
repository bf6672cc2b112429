import NotebookModel

/// What `metadata.kubeflow_notebook` says of the whole pipeline, with Kale's defaults filled in.
package struct PipelineConfiguration: Sendable, Equatable {
  /// The release of Kale whose defaults hold.
  package let release: KaleRelease
  /// The pipeline's name; empty if the notebook names none.
  package var pipelineName: String
  /// The KFP experiment that runs belong to; empty if the notebook names none.
  package var experimentName: String
  /// What KFP's UI shows about the pipeline; empty for nothing.
  package var pipelineDescription = ""
  /// Image of every step that names none; nil for Kale's.
  package var baseImage: String?
  /// Whether KFP may reuse results of earlier runs, unless a step or `stepsDefaults` overrides it.
  package var isCachingEnabled = true
  /// The folder in which steps save what they pass on.
  package var marshalPath: String
  /// Where compiled files go, relative to the notebook's folder; nil for Kale's.
  package var outputPath: String?
  /// The volumes, in the order of the configuration.
  package var volumes: [Volume] = []
  /// That of volumes which have none of their own.
  package var volumeAccessMode: AccessMode?
  /// The configuration of every step, which its tags override.
  package var stepsDefaults = StepConfiguration()
  /// The storage class of claims that the pipeline creates and that do not name one.
  package var storageClassName: String?
  /// Seconds that the configuration's `timeout` gives to each step.
  package var timeout: Int?
  /// What the metadata `kale_lsp` says of every step.
  package var stepLimits = StepLimits()
  /// What it says of packages.
  package var packages = PackageSettings()
  /// The runtime that the notebook sets; nil if it does not.
  package var runtime: PipelineRuntime?
  /// The patterns of files in the notebook's folder that travel with the pipeline, in addition to imported modules.
  package var files: [FilePattern] = []
  /// Seconds after which a step is stopped; nil for never.
  package var stepTimeout: Int? { stepLimits.timeout ?? timeout }
  /// What the project decides where the notebook says nothing.
  package var project = ProjectDefaults()
  /// nil where the notebook says nothing of one, and the environment decides.
  package var securityContext: SecurityContext?

  /// A configuration in which the defaults of a release of Kale hold.
  package init(pipelineName: String = "", experimentName: String = "", of release: KaleRelease) {
    self.release = release
    marshalPath = release.defaults.marshalPath
    self.pipelineName = pipelineName
    self.experimentName = experimentName
  }

  /// Returns the runtime that counts for the notebook.
  package func runtime(by choice: RuntimeChoice) -> PipelineRuntime {
    choice.required ?? runtime ?? choice.fallback
  }
}

/// What the configuration tags of a step's first cell, or `steps_defaults`, say.
///
/// Lists keep the order of the tags; a key given twice has the last value, at the first place, as in a Python dict.
package struct StepConfiguration: Sendable, Equatable {
  /// Limits and requests of the container by resource, as written in `limit:` tags.
  package var limits: [KeyedValue] = []
  /// Labels of the pod.
  package var labels: [KeyedValue] = []
  /// Annotations of the pod.
  package var annotations: [KeyedValue] = []
  /// Keys of secrets that the step gets as environment variables.
  package var secrets: [SecretReference] = []
  /// The container image; nil for that of the pipeline.
  package var image: String?
  /// Whether KFP may reuse the results of an earlier run; nil if it is not set.
  package var isCachingEnabled: Bool?
  /// Whether the step writes an HTML report; nil if it is not set.
  package var isReportEnabled: Bool?

  /// Creates an empty configuration.
  package init() {}
}

/// The security context of every step.
package struct SecurityContext: Sendable, Hashable {
  /// Whether steps get a security context at all.
  package var isEnabled = true
  /// The user ID that steps run as; by default Kale's, that of `nobody`.
  package var runAsUser = 65534
  /// The group ID that steps run as.
  package var runAsGroup = 0
  /// Whether Kubernetes rejects a step that would run as root.
  package var runAsNonRoot = true

  /// Creates the security context that Kale gives steps by default.
  package init() {}
}
