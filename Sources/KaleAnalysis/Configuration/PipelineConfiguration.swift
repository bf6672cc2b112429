/// What `metadata.kubeflow_notebook` says of the whole pipeline, with Kale's defaults filled in.
package struct PipelineConfiguration: Sendable, Equatable {
  /// The release of Kale whose defaults hold.
  package let release: KaleRelease
  package var pipelineName: String
  package var experimentName: String
  package var pipelineDescription = ""
  /// Image of every step that names none; nil for Kale's.
  package var baseImage: String?
  package var isCachingEnabled = true
  package var marshalPath: String
  /// Where compiled files go, relative to the notebook's folder; nil for Kale's.
  package var outputPath: String?
  package var volumes: [Volume] = []
  /// That of volumes which have none of their own.
  package var volumeAccessMode: AccessMode?
  package var stepsDefaults = StepConfiguration()
  /// The storage class of claims that the pipeline creates and that do not name one.
  package var storageClassName: String?
  /// Seconds that the configuration's `timeout` gives to each step.
  package var timeout: Int?
  /// What the metadata `kale_lsp` says of every step.
  package var stepLimits = StepLimits()
  /// What it says of packages.
  package var packages = PackageSettings()
  /// Seconds after which a step is stopped; nil for never.
  package var stepTimeout: Int? { stepLimits.timeout ?? timeout }
  /// nil where the notebook says nothing of one, and the environment decides.
  package var securityContext: SecurityContext?

  /// A configuration in which the defaults of a release of Kale hold.
  package init(pipelineName: String = "", experimentName: String = "", of release: KaleRelease) {
    self.release = release
    marshalPath = release.defaults.marshalPath
    self.pipelineName = pipelineName
    self.experimentName = experimentName
  }
}

/// What the configuration tags of a step's first cell, or `steps_defaults`, say.
///
/// Lists keep the order of the tags; a key given twice has the last value, at the first place, as in a Python dict.
package struct StepConfiguration: Sendable, Equatable {
  package var limits: [KeyedValue] = []
  package var labels: [KeyedValue] = []
  package var annotations: [KeyedValue] = []
  package var secrets: [SecretReference] = []
  package var image: String?
  package var isCachingEnabled: Bool?
  package var isReportEnabled: Bool?

  package init() {}
}

/// The security context of every step.
package struct SecurityContext: Sendable, Hashable {
  package var isEnabled = true
  package var runAsUser = 65534
  package var runAsGroup = 0
  package var runAsNonRoot = true

  package init() {}
}
