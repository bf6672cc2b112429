import KaleAnalysis

/// What a comparison says of the settings of a whole pipeline, in words.
struct PipelineSettings {
  private let pipeline: Pipeline
  private var configuration: PipelineConfiguration { pipeline.configuration }

  /// Reads the settings of a pipeline.
  init(_ pipeline: Pipeline) { self.pipeline = pipeline }

  /// What is different in another pipeline.
  func differences(to other: PipelineSettings) -> [Difference] {
    let values: [(String, (PipelineSettings) -> String?)] = [
      ("name", { $0.configuration.pipelineName }), ("experiment", { $0.configuration.experimentName }),
      ("description", { Self.text($0.configuration.pipelineDescription) }),
      ("base image", { $0.configuration.baseImage }),
      ("runtime", { $0.configuration.runtime?.rawValue }),
      ("caching", { $0.configuration.isCachingEnabled ? "on" : "off" }),
      ("timeout", { $0.configuration.stepTimeout.map { "\($0) s" } }),
      ("retries", { $0.configuration.stepLimits.retries.map { "\($0.count)" } }),
      ("storage class", { $0.configuration.storageClassName }),
      ("access mode", { $0.configuration.volumeAccessMode?.kubernetesName }),
      ("security context", { $0.configuration.securityContext.map(Self.words) }),
      ("data folder", { $0.configuration.marshalPath }),
      ("output folder", { $0.configuration.outputPath }),
      ("packages of every step", { $0.configuration.packages.scope?.rawValue }),
    ]
    let lists: [(String, (PipelineSettings) -> [String])] = [
      ("volumes", { $0.configuration.volumes.map(Self.words) }),
      ("requirements", { ($0.configuration.packages.requirements + $0.pipeline.requirements).map(\.text) }),
      ("package names", { $0.packageNames }),
      ("files", { $0.pipeline.files.map(\.path) }),
    ]
    return values.compactMap { Difference($0.0, $0.1(self), $0.1(other)) }
      + lists.compactMap { Difference($0.0, $0.1(self), $0.1(other)) }
      + StepFacts.differences(configuration.stepsDefaults, other.configuration.stepsDefaults).map {
        var difference = $0
        difference.subject += " of every step"
        return difference
      }
  }

  private var packageNames: [String] {
    configuration.packages.names.map { "\($0.key) in \($0.value ?? "no package")" }.sorted()
  }

  private static func text(_ text: String) -> String? { text.isEmpty ? nil : text }

  private static func words(_ volume: Volume) -> String {
    let details = [volume.type.rawValue, volume.size, volume.accessMode?.kubernetesName].compactMap { $0 }
    return "\(volume.name) at \(volume.mountPoint) (\(details.joined(separator: ", ")))"
  }

  private static func words(_ context: SecurityContext) -> String {
    guard context.isEnabled else { return "none" }
    return "user \(context.runAsUser), group \(context.runAsGroup)"
      + (context.runAsNonRoot ? "" : ", root allowed")
  }
}
