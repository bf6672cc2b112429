import KaleAnalysis

/// What a comparison says of a step, in words.
struct StepFacts {
  private var previous: [String] = []
  /// What it takes, and from which step.
  private var inputs: [StepInput] = []
  private var outputs: [String] = []
  private var parameters: [String] = []
  private var metrics: [String] = []
  private var packages: [String] = []
  private var notebook: String?
  private var configuration = StepConfiguration()

  /// Nothing, as of a step that does not exist.
  init() {}

  /// Reads a step.
  init(_ step: Step, packages: [String]) {
    previous = step.previous
    inputs = step.inputs
    outputs = step.outputs
    parameters = step.parameters
    metrics = step.metrics.map(\.variable)
    notebook = step.notebook?.file
    configuration = step.configuration
    self.packages = packages
  }

  /// Uses the new names of steps.
  mutating func rename(_ newNames: [String: String]) {
    previous = previous.map { newNames[$0] ?? $0 }
    for index in inputs.indices {
      inputs[index].provider = newNames[inputs[index].provider] ?? inputs[index].provider
    }
  }

  /// What is different in another step.
  func differences(to other: StepFacts) -> [Difference] {
    let lists = [
      Difference("runs after", previous, other.previous),
      Difference("takes", inputs.map(Self.words), other.inputs.map(Self.words)),
      Difference("passes on", outputs, other.outputs),
      Difference("parameters", parameters, other.parameters),
      Difference("metrics", metrics, other.metrics),
      Difference("packages", packages, other.packages),
      Difference("notebook", notebook, other.notebook),
    ]
    return lists.compactMap { $0 } + Self.differences(configuration, other.configuration)
  }

  /// What is different in the configuration of a step.
  static func differences(_ old: StepConfiguration, _ new: StepConfiguration) -> [Difference] {
    func words(_ values: [KeyedValue]) -> [String] { values.map { "\($0.key)=\($0.value)" } }
    func secrets(_ configuration: StepConfiguration) -> [String] {
      configuration.secrets.map { "\($0.environmentVariable) from \($0.secret):\($0.key)" }
    }
    func flag(_ isOn: Bool?) -> String? { isOn.map { $0 ? "on" : "off" } }
    return [
      Difference("image", old.image, new.image),
      Difference("limits", words(old.limits), words(new.limits)),
      Difference("labels", words(old.labels), words(new.labels)),
      Difference("annotations", words(old.annotations), words(new.annotations)),
      Difference("secrets", secrets(old), secrets(new)),
      Difference("caching", flag(old.isCachingEnabled), flag(new.isCachingEnabled)),
      Difference("report", flag(old.isReportEnabled), flag(new.isReportEnabled)),
    ].compactMap { $0 }
  }

  private static func words(_ input: StepInput) -> String {
    input.provider.isEmpty ? input.name : "\(input.name) (from \(input.provider))"
  }
}
