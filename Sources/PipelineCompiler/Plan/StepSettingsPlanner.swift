import KaleAnalysis

/// Works out how a step's container runs.
///
/// What the step's tags say goes before `steps_defaults`, and that before the notebook's configuration. (In Kale a
/// label, annotation, limit or secret of `steps_defaults` goes before the step's own, against what its own
/// documentation says.)
struct StepSettingsPlanner {
  private let configuration: PipelineConfiguration
  /// What every step mounts.
  let volumes: [PlannedVolume]
  private let environment: [KeyedValue]
  /// Image of steps for which the notebook names none.
  private let defaultImage: String

  init(
    _ configuration: PipelineConfiguration, _ volumes: [PlannedVolume], defaultImage: String
  ) throws(PipelineCompilerError) {
    self.configuration = configuration
    let context = configuration.securityContext
    if let negative = context.flatMap({ [$0.runAsUser, $0.runAsGroup].first { $0 < 0 } }) {
      throw .negativeSecurityIdentifier(negative)
    }
    self.volumes = volumes
    self.defaultImage = defaultImage
    environment = try Self.environment(volumes)
  }

  func settings(of step: Step) throws(PipelineCompilerError) -> StepSettings {
    let own = step.configuration
    let defaults = configuration.stepsDefaults
    let images = [own.image, defaults.image, configuration.baseImage]
    let image = images.lazy.compactMap { $0 }.first { !$0.isEmpty }
    return StepSettings(
      image: image ?? defaultImage,
      resources: try ResourcePlanner(step: step.name, own: own.limits, defaults: defaults.limits).resources,
      labels: own.labels.filled(from: defaults.labels, by: \.key),
      annotations: own.annotations.filled(from: defaults.annotations, by: \.key),
      secrets: own.secrets.filled(from: defaults.secrets, by: \.environmentVariable),
      volumes: volumes,
      environment: environment,
      securityContext: configuration.securityContext.flatMap { $0.isEnabled ? $0 : nil },
      timeout: configuration.stepTimeout,
      retries: configuration.stepLimits.retries
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

  /// A home folder that any user may write to, as Kale gives every step, and where the volumes are.
  private static func environment(
    _ volumes: [PlannedVolume]
  ) throws(PipelineCompilerError) -> [KeyedValue] {
    var environment = [KeyedValue(key: "HOME", value: "/tmp")]
    var volumesByVariable: [String: String] = [:]
    for volume in volumes {
      guard let variable = volume.environmentVariable else { continue }
      if let other = volumesByVariable.updateValue(volume.name, forKey: variable) {
        throw .volumeVariableClash(variable: variable, volumes: [other, volume.name])
      }
      environment.append(KeyedValue(key: variable, value: volume.mountPoint))
    }
    return environment
  }
}
