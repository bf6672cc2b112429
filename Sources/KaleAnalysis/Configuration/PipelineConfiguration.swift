/// What `metadata.kubeflow_notebook` says of the whole pipeline, with Kale's defaults filled in.
package struct PipelineConfiguration: Sendable, Equatable {
  /// The name of the pipeline, as written; empty if the notebook names none.
  package var pipelineName: String
  /// The KFP experiment that runs belong to; empty if the notebook names none.
  package var experimentName: String
  /// What KFP's UI shows about the pipeline; empty for nothing.
  package var pipelineDescription = ""
  /// Image of every step that names none; nil for Kale's.
  package var baseImage: String?
  /// Whether steps may take results from earlier runs, unless a step or `stepsDefaults` says otherwise.
  package var isCachingEnabled = true
  /// The folder in which steps save what they pass on.
  package var marshalPath = KaleRelease.current.defaults.marshalPath
  /// Where compiled files go, relative to the notebook's folder; nil for Kale's.
  package var outputPath: String?
  /// The volumes, in the order of the configuration.
  package var volumes: [Volume] = []
  /// That of volumes which have none of their own.
  package var volumeAccessMode: AccessMode?
  /// What applies to every step whose tags say nothing else.
  package var stepsDefaults = StepConfiguration()
  /// The storage class of claims that the pipeline makes and that name none of their own.
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

  /// Creates a configuration with Kale's defaults for everything else.
  package init(pipelineName: String = "", experimentName: String = "") {
    self.pipelineName = pipelineName
    self.experimentName = experimentName
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
  /// Whether KFP may reuse results of an earlier run; nil if nothing is said.
  package var isCachingEnabled: Bool?
  /// Whether the step writes an HTML report; nil if nothing is said.
  package var isReportEnabled: Bool?

  /// Creates a configuration that says nothing.
  package init() {}
}

/// A key and its value: a label, an annotation, a resource limit.
package struct KeyedValue: Sendable, Hashable {
  /// The key; for a limit, the resource.
  package var key: String
  /// The value, as written.
  package var value: String

  /// Creates a pair. Neither part is checked.
  package init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}

/// A key of a Kubernetes secret, given to the step as an environment variable.
package struct SecretReference: Sendable, Hashable {
  /// The name of the secret in the namespace of the run.
  package var secret: String
  /// The key in the secret.
  package var key: String
  /// The environment variable that gets the value of the key.
  package var environmentVariable: String

  /// Creates a reference. No part of it is checked.
  package init(secret: String, key: String, environmentVariable: String) {
    self.secret = secret
    self.key = key
    self.environmentVariable = environmentVariable
  }
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
