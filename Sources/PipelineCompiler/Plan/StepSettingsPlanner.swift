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
    let isCachingEnabled =
      own.isCachingEnabled ?? defaults.isCachingEnabled ?? (configuration.isCachingEnabled ? nil : false)
    return StepSettings(
      image: image ?? PipelineConfiguration.defaultBaseImage,
      isCachingEnabled: isCachingEnabled,
      accelerator: try accelerator(of: step),
      labels: Self.merge(own.labels, defaults.labels, by: \.key),
      annotations: Self.merge(own.annotations, defaults.annotations, by: \.key),
      secrets: Self.merge(own.secrets, defaults.secrets, by: \.environmentVariable),
      volumes: volumes,
      environment: environment,
      securityContext: configuration.securityContext.isEnabled ? configuration.securityContext : nil
    )
  }

  func makesReport(_ step: Step) -> Bool {
    step.configuration.isReportEnabled ?? configuration.stepsDefaults.isReportEnabled ?? true
  }

  /// The step's own entries, then those defaults whose key the step does not have itself.
  private static func merge<Entry>(_ own: [Entry], _ defaults: [Entry], by key: KeyPath<Entry, String>)
    -> [Entry]
  {
    let keys = Set(own.map { $0[keyPath: key] })
    return own + defaults.filter { !keys.contains($0[keyPath: key]) }
  }

  /// The last accelerator among the step's limits, since a KFP task has room for one.
  private func accelerator(of step: Step) throws(PipelineCompilerError) -> Accelerator? {
    let limits = Self.merge(step.configuration.limits, configuration.stepsDefaults.limits, by: \.key)
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
