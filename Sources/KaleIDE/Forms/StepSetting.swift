import KaleAnalysis

/// A setting of a step that configuration tags express: what editors call it, and what it means.
///
/// Forms and the completion of tags both take their words from here.
struct StepSetting: Sendable {
  /// The part of a step's configuration that the setting is.
  enum Content: Sendable, Hashable {
    case image
    /// A limit or request of CPU or memory, by the name that `limit:` tags give it.
    case resource(String)
    /// How many accelerators the step has, and of which kind: together they are one tag.
    case acceleratorCount, acceleratorKind
    case cache, report
    case labels, annotations, secrets
  }

  /// What changes call it.
  let id: String
  /// What a form calls it.
  let label: String
  let group: FormField.Group
  let kind: FormField.Kind
  let content: Content
  /// A few words that say what it does.
  let detail: String
  /// A sentence, with code in backticks.
  let documentation: String

  private init(
    _ id: String, _ label: String, _ group: FormField.Group, _ kind: FormField.Kind, _ content: Content,
    _ detail: String, _ documentation: String
  ) {
    (self.id, self.label, self.group, self.kind, self.content) = (id, label, group, kind, content)
    (self.detail, self.documentation) = (detail, documentation)
  }

  /// The settings, in the order in which a form shows them.
  static let all = [
    StepSetting(
      "image", "Image", .container, .text, .image, "container image",
      "Runs the step in this container image."),
    StepSetting(
      "cpu-limit", "CPU limit", .resources, .text, .resource("cpu"), "CPU limit",
      "The most CPU that the step's container can use, for example `2` or `500m`."),
    StepSetting(
      "memory-limit", "Memory limit", .resources, .text, .resource("memory"), "memory limit",
      "Kubernetes ends the step's container if it uses more, for example `4Gi`."),
    StepSetting(
      "cpu-request", "CPU request", .resources, .text, .resource("requests.cpu"), "CPU request",
      "The step needs a node with this much free CPU, for example `1` or `500m`."),
    StepSetting(
      "memory-request", "Memory request", .resources, .text, .resource("requests.memory"), "memory request",
      "The step needs a node with this much free memory, for example `2Gi`."),
    StepSetting(
      "gpu-count", "GPUs", .resources, .number, .acceleratorCount, "GPUs",
      "The step needs a node with this many free GPUs."),
    StepSetting(
      "gpu-type", "GPU type", .resources, .choice, .acceleratorKind, "GPU type",
      "The vendor of the step's GPUs."),
    StepSetting(
      "cache", "Cache", .execution, .choice, .cache, "cached results",
      "Reuses earlier results while the step's code and inputs are unchanged."),
    StepSetting(
      "report", "HTML report", .execution, .choice, .report, "HTML report",
      "Writes an HTML report with the output of the step's cells."),
    StepSetting(
      "secrets", "Secrets", .container, .list, .secrets, "environment variable from a secret",
      "`secret:NAME:KEY:VARIABLE` sets an environment variable to the value of a key in a Kubernetes secret."
    ),
    StepSetting(
      "labels", "Labels", .metadata, .pairs, .labels, "pod label",
      "`label:KEY:VALUE` adds a Kubernetes label to the step's pod."),
    StepSetting(
      "annotations", "Annotations", .metadata, .pairs, .annotations, "pod annotation",
      "`annotation:KEY:VALUE` adds a Kubernetes annotation to the step's pod."),
  ]

  /// The kinds of accelerators that KFP knows, by the resource that a tag limits; the first is the usual one.
  static let accelerators = [
    FormField.Choice("nvidia.com/gpu", "NVIDIA"), FormField.Choice("amd.com/gpu", "AMD"),
  ]

  /// The fields of a secret's reference.
  static let secretColumns = [
    FormField("secret", "Secret", .container, .text, help: "The name of a Kubernetes secret."),
    FormField("key", "Key", .container, .text, help: "A key in the secret."),
    FormField(
      "variable", "Variable", .container, .text, help: "The environment variable that gets the value."),
  ]

  /// Whether a tag expresses the setting.
  func isExpressed(by meaning: TagMeaning) -> Bool {
    switch (content, meaning) {
    case (.image, .image), (.cache, .cache), (.report, .report), (.labels, .label),
      (.annotations, .annotation), (.secrets, .secret):
      true
    case (.resource(let name), .limit(let limit)):
      limit.isLimit(sameAs: KeyedValue(key: name, value: ""))
    case (.acceleratorCount, .limit(let limit)), (.acceleratorKind, .limit(let limit)): limit.isAccelerator
    default: false
    }
  }
}

extension StepSetting {
  /// The word that tags which express the setting begin with.
  var prefix: TagPrefix {
    switch content {
    case .image: .image
    case .resource, .acceleratorCount, .acceleratorKind: .limit
    case .cache: .cache
    case .report: .report
    case .labels: .label
    case .annotations: .annotation
    case .secrets: .secret
    }
  }
}
