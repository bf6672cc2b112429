import KalePipeline

/// Works out how a step's container runs.
///
/// What the step's tags say goes before `steps_defaults`, and that before the notebook's configuration. (In Kale a
/// label, annotation, limit or secret of `steps_defaults` goes before the step's own, against what its own
/// documentation says.)
struct StepSettingsPlanner {
  private let configuration: PipelineConfiguration
  private let volumes: VolumePlanner
  private let environment: [KeyedValue]

  init(_ configuration: PipelineConfiguration) throws(PipelineCompilerError) {
    self.configuration = configuration
    for identifier in [configuration.securityContext.runAsUser, configuration.securityContext.runAsGroup]
    where identifier < 0 {
      throw .negativeSecurityIdentifier(identifier)
    }
    volumes = try VolumePlanner(configuration)
    environment = try Self.environment(configuration.volumes.filter(\.isMounted))
  }

  /// The claims that the pipeline makes.
  var claims: [PlannedClaim] { volumes.claims }

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
      resources: try ResourcePlanner(step: step.name, own: own.limits, defaults: defaults.limits).resources,
      labels: Self.merge(own.labels, defaults.labels, by: \.key),
      annotations: Self.merge(own.annotations, defaults.annotations, by: \.key),
      secrets: Self.merge(own.secrets, defaults.secrets, by: \.environmentVariable),
      volumes: volumes.volumes,
      environment: environment,
      securityContext: configuration.securityContext.isEnabled ? configuration.securityContext : nil,
      timeout: configuration.stepLimits.timeout ?? configuration.timeout,
      retries: configuration.stepLimits.retries
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
