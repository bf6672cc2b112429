import JSONSyntax
import NotebookModel

/// The contents of `metadata.kubeflow_notebook` and `metadata.kale_lsp`, and their faults.
package struct ConfigurationReading: Sendable {
  /// The values that have the type that Kale expects; defaults for all others.
  package private(set) var configuration: PipelineConfiguration
  /// The faults of `kubeflow_notebook`.
  package private(set) var faults: [ConfigurationFault] = []
  /// The entries of `steps_defaults` that can be applied.
  package private(set) var defaultTags: [DefaultTag] = []

  /// The faults of `kale_lsp`.
  package private(set) var settingFaults: [NotebookSettingFault] = []

  /// Reads a notebook's metadata.
  ///
  /// - Parameters:
  ///   - metadata: The value of `kubeflow_notebook`; nil where the notebook has none.
  ///   - settings: The value of `kale_lsp`; nil where the notebook has none.
  ///   - release: The release of Kale whose defaults hold.
  ///   - project: What the project decides where the notebook says nothing.
  package init(
    _ metadata: JSONValue?, settings: JSONValue?, of release: KaleRelease,
    in project: ProjectDefaults = ProjectDefaults()
  ) {
    configuration = PipelineConfiguration(of: release)
    configuration.project = project
    let settings = NotebookSettingsReading(settings)
    configuration.stepLimits = settings.stepLimits
    configuration.packages = settings.packages
    configuration.packages.names = project.packageNames(besides: settings.packages.names)
    configuration.runtime = settings.runtime
    configuration.files = settings.files
    settingFaults = settings.faults
    let metadata = metadata ?? .object([])
    guard case .object = metadata else {
      faults = [ConfigurationFault(kind: .invalid, path: [], reason: "`kubeflow_notebook` must be an object")]
      return
    }
    faults = ConfigurationCheck(metadata, of: release).faults
    readNames(metadata)
    readVolumes(metadata["volumes"])
    let defaults = StepsDefaultsReading(metadata["steps_defaults"], of: release)
    configuration.stepsDefaults = defaults.configuration
    defaultTags = defaults.entries
    faults += defaults.faults
    readSecurityContext(metadata["security_context"])
    checkVolumeVariables()
  }

  private mutating func readNames(_ metadata: JSONValue) {
    let text = { (key: String) -> String? in
      if case .string(let text) = metadata[key] { return text }
      return nil
    }
    configuration.pipelineName = text("pipeline_name") ?? ""
    configuration.experimentName = text("experiment_name") ?? ""
    configuration.pipelineDescription = text("pipeline_description") ?? ""
    configuration.baseImage = text("base_image").flatMap { $0.isEmpty ? nil : $0 }
    configuration.marshalPath = text("marshal_path") ?? configuration.marshalPath
    configuration.outputPath = text("output_path").flatMap { $0.isEmpty ? nil : $0 }
    configuration.volumeAccessMode = AccessMode(metadata["volume_access_mode"])
    configuration.storageClassName = text("storage_class_name").flatMap { $0.isEmpty ? nil : $0 }
    if case .integer(let seconds) = metadata["timeout"], NumberForm.seconds.fault(in: seconds) == nil {
      configuration.timeout = seconds
    }
    if case .bool(let isEnabled) = metadata["enable_caching"] { configuration.isCachingEnabled = isEnabled }
  }

  private mutating func readVolumes(_ list: JSONValue?) {
    guard case .array(let volumes) = list else { return }
    for (index, volume) in volumes.enumerated() {
      guard var read = Volume(volume) else { continue }
      read.index = index
      configuration.volumes.append(read)
    }
  }

  private mutating func readSecurityContext(_ object: JSONValue?) {
    guard let object, case .object = object else { return }
    var context = SecurityContext()
    if case .bool(let flag) = object["enabled"] { context.isEnabled = flag }
    if case .bool(let flag) = object["run_as_non_root"] { context.runAsNonRoot = flag }
    if case .integer(let user) = object["run_as_user"] { context.runAsUser = user }
    if case .integer(let group) = object["run_as_group"] { context.runAsGroup = group }
    configuration.securityContext = context
  }

  /// Kale rejects two volumes that set the same environment variable, but only when it compiles.
  private mutating func checkVolumeVariables() {
    var volumes: [String: String] = [:]
    for volume in configuration.volumes where volume.isExposedAsEnvironmentVariable {
      let variable = volume.environmentVariable
      guard let other = volumes.updateValue(volume.name, forKey: variable) else { continue }
      let path = ["volumes", "\(volume.index)", "expose_as_env_var"]
      faults.append(
        ConfigurationFault(
          kind: .unusable, path: path,
          reason:
            "volumes `\(other)` and `\(volume.name)` both set the environment variable `\(variable)`",
          fixes: [
            Fix(
              "Remove the environment variable of `\(volume.name)`",
              [.setConfiguration(path: path, to: .bool(false))])
          ]))
    }
  }
}
