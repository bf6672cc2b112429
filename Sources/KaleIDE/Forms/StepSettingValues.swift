import JSONSyntax
import KaleAnalysis

/// What the tags of a step set, and what holds where they set nothing.
struct StepSettingValues {
  private let own: StepConfiguration
  /// What holds where they set nothing; nil for the settings of the pipeline themselves.
  private let pipeline: PipelineConfiguration?
  private let images: [String]

  /// The settings of a step.
  init(_ own: StepConfiguration, in analysis: NotebookAnalysis) {
    self.own = own
    pipeline = analysis.configuration.configuration
    images = analysis.namedImages
  }

  /// The settings of steps that have none of their own.
  init(ofDefaults defaults: StepConfiguration) {
    (own, pipeline, images) = (defaults, nil, [])
  }

  /// The field of a setting.
  func field(of setting: StepSetting) -> FormField {
    var field = FormField(
      setting.id, setting.label, setting.group, setting.kind, choices: choices(of: setting.content),
      columns: setting.content == .secrets ? StepSetting.secretColumns : [],
      placeholder: placeholder(of: setting.content), help: setting.documentation)
    field.value = value(of: setting.content)
    return field
  }

  private func value(of content: StepSetting.Content) -> JSONValue {
    switch content {
    case .image: own.image.map(JSONValue.string) ?? .null
    case .resource(let name): limit(name, in: own).map(JSONValue.string) ?? .null
    case .acceleratorCount:
      accelerator(in: own).map { Int($0.value).map(JSONValue.integer) ?? .string($0.value) } ?? .null
    case .acceleratorKind: accelerator(in: own).map { .string($0.key) } ?? .null
    case .cache: Self.word(own.isCachingEnabled)
    case .report: Self.word(own.isReportEnabled)
    case .labels: Self.pairs(own.labels)
    case .annotations: Self.pairs(own.annotations)
    case .secrets:
      .array(
        own.secrets.map { secret in
          [
            "secret": .string(secret.secret), "key": .string(secret.key),
            "variable": .string(secret.environmentVariable),
          ]
        })
    }
  }

  private func placeholder(of content: StepSetting.Content) -> String? {
    guard let pipeline else { return nil }
    let defaults = pipeline.stepsDefaults
    func shared(_ text: String) -> String { "\(text) (the pipeline's default)" }
    switch content {
    case .image:
      return shared(defaults.image ?? pipeline.baseImage ?? pipeline.release.defaults.baseImage)
    case .resource(let name): return limit(name, in: defaults).map(shared) ?? "not set"
    case .acceleratorCount: return accelerator(in: defaults).map { shared($0.value) } ?? "none"
    case .acceleratorKind:
      return (accelerator(in: defaults)?.key).map(shared) ?? StepSetting.accelerators.first?.label
    case .cache:
      return shared(Self.words[defaults.isCachingEnabled ?? pipeline.isCachingEnabled ? 0 : 1].label)
    case .report: return shared(Self.words[defaults.isReportEnabled ?? true ? 0 : 1].label)
    case .labels, .annotations, .secrets: return nil
    }
  }

  private func choices(of content: StepSetting.Content) -> [FormField.Choice] {
    switch content {
    case .image: images.map { FormField.Choice($0) }
    case .acceleratorKind: StepSetting.accelerators
    case .cache, .report: Self.words
    case .resource, .acceleratorCount, .labels, .annotations, .secrets: []
    }
  }

  private func limit(_ name: String, in configuration: StepConfiguration) -> String? {
    let wanted = KeyedValue(key: name, value: "")
    return configuration.limits.last { $0.isLimit(sameAs: wanted) }?.value
  }

  private func accelerator(in configuration: StepConfiguration) -> KeyedValue? {
    configuration.limits.last(where: \.isAccelerator)
  }

  /// The values of settings that are on or off, as tags write them.
  static let words = [FormField.Choice("enabled", "Enabled"), FormField.Choice("disabled", "Disabled")]

  private static func word(_ isEnabled: Bool?) -> JSONValue {
    isEnabled.map { .string($0 ? words[0].value : words[1].value) } ?? .null
  }

  private static func pairs(_ values: [KeyedValue]) -> JSONValue {
    .array(values.map { ["key": .string($0.key), "value": .string($0.value)] })
  }
}

extension NotebookAnalysis {
  /// The images that the notebook names, sorted.
  var namedImages: [String] {
    let named =
      cells(with: .configurationTags).compactMap { tags[$0].configuration.image }
      + [configuration.configuration.baseImage, configuration.configuration.stepsDefaults.image]
      .compactMap(\.self)
    return Set(named).sorted()
  }
}
