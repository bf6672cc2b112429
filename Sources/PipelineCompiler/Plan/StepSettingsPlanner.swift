import KalePipeline

/// Works out how a step's container runs.
///
/// What the step's tags say goes before `steps_defaults`, and that before the notebook's configuration. (In Kale a
/// label, annotation, limit or secret of `steps_defaults` goes before the step's own, against what its own
/// documentation says.)
struct StepSettingsPlanner {
  private let configuration: PipelineConfiguration
  private let volumes: [Volume]
  private let environment: [KeyedValue]

  init(_ configuration: PipelineConfiguration) throws(PipelineCompilerError) {
    self.configuration = configuration
    for identifier in [configuration.securityContext.runAsUser, configuration.securityContext.runAsGroup]
    where identifier < 0 {
      throw .negativeSecurityIdentifier(identifier)
    }
    volumes = configuration.volumes.filter { $0.type == "pvc" }
    environment = try Self.environment(volumes)
  }

  func settings(of step: Step) throws(PipelineCompilerError) -> StepSettings {
    let own = step.configuration
    let defaults = configuration.stepsDefaults
    let images = [own.image, defaults.image, configuration.baseImage]
    let image = images.lazy.compactMap { $0 }.first { !$0.isEmpty }
    return StepSettings(
      image: image ?? PipelineConfiguration.defaultBaseImage,
      accelerator: try accelerator(of: step),
      labels: own.labels.filled(from: defaults.labels, by: \.key),
      annotations: own.annotations.filled(from: defaults.annotations, by: \.key),
      secrets: own.secrets.filled(from: defaults.secrets, by: \.environmentVariable),
      volumes: volumes,
      environment: environment,
      securityContext: configuration.securityContext.isEnabled ? configuration.securityContext : nil
    )
  }

  /// Whether the results of a unit's task are reused; nil where nothing is said.
  func isCachingEnabled(_ unit: Step) -> Bool? {
    unit.configuration.isCachingEnabled ?? configuration.stepsDefaults.isCachingEnabled
      ?? (configuration.isCachingEnabled ? nil : false)
  }

  func makesReport(_ step: Step) -> Bool {
    step.configuration.isReportEnabled ?? configuration.stepsDefaults.isReportEnabled ?? true
  }

  /// The last accelerator among the step's limits, since a KFP task has room for one.
  private func accelerator(of step: Step) throws(PipelineCompilerError) -> Accelerator? {
    let limits = step.configuration.limits.filled(from: configuration.stepsDefaults.limits, by: \.key)
    var accelerator: Accelerator?
    for limit in limits where limit.key == "nvidia.com/gpu" || limit.key == "amd.com/gpu" {
      guard let count = Int(limit.value), count >= 0, limit.value.utf8.first != UInt8(ascii: "+") else {
        throw .invalidAcceleratorLimit(step: step.name, resource: limit.key, value: limit.value)
      }
      accelerator = Accelerator(type: limit.key, count: count)
    }
    return accelerator
  }

  /// A home folder that any user may write to, as Kale gives every step, and where the volumes are.
  private static func environment(_ volumes: [Volume]) throws(PipelineCompilerError) -> [KeyedValue] {
    var environment = [KeyedValue(key: "HOME", value: "/tmp")]
    var volumesByVariable: [String: String] = [:]
    for volume in volumes where volume.isExposedAsEnvironmentVariable {
      let variable = volume.environmentVariable
      if let other = volumesByVariable.updateValue(volume.name, forKey: variable) {
        throw .volumeVariableClash(variable: variable, volumes: [other, volume.name])
      }
      environment.append(KeyedValue(key: variable, value: volume.mountPoint))
    }
    return environment
  }
}
