/// What is wrong with a value of the right type.
package struct FormFault {
  /// What is wrong, a sentence without its stop, that begins with the value.
  var reason: String
  /// Who rejects it.
  var rejecter: Rejecter

  /// Who can do nothing with a value.
  enum Rejecter {
    /// Kale, and Kubernetes or KFP could do no more with it.
    case kale
    /// Kale alone.
    case kaleAlone
    /// Kubernetes or KFP.
    case cluster
  }
}

/// The form that a text must have.
package enum TextForm: Sendable {
  case pipelineName, claimName, storageClassName, accessMode, volumeType, outputPath, mountPoint

  /// What is wrong with a text; nil for a good one.
  package func fault(in text: String) -> FormFault? {
    if let reason = refusal(of: text) {
      return FormFault(reason: reason, rejecter: isValidForKubernetes(text) ? .kaleAlone : .kale)
    }
    if let reason = uselessness(of: text) { return FormFault(reason: reason, rejecter: .cluster) }
    return nil
  }

  /// Whether Kubernetes has things under such a name, though Kale does not allow it.
  private func isValidForKubernetes(_ text: String) -> Bool {
    switch self {
    case .claimName, .storageClassName: KubernetesName.isSubdomain(text)
    case .pipelineName, .accessMode, .volumeType, .outputPath, .mountPoint: false
    }
  }

  /// The good text nearest to one at fault; nil where none is near.
  package func suggestion(for text: String) -> String? {
    let suggestion: String? =
      switch self {
      case .pipelineName: String(KubernetesName.fitted(text).prefix(KubernetesName.longestPipelineName))
      case .claimName, .storageClassName: KubernetesName.fitted(text)
      case .accessMode:
        Self.accessModes[text.lowercased()] ?? TagSuggestion.nearest(to: text, among: Self.modes)
      case .volumeType:
        Self.volumeTypes.contains(text.lowercased())
          ? text.lowercased() : TagSuggestion.nearest(to: text.lowercased(), among: Self.volumeTypes)
      case .outputPath, .mountPoint: nil
      }
    return suggestion.flatMap { $0 != text && fault(in: $0) == nil ? $0 : nil }
  }

  private func refusal(of text: String) -> String? {
    // Kale's patterns end in `$`, which also matches before a final line break.
    let matched = text.utf8.last == UInt8(ascii: "\n") ? Substring(text.utf8.dropLast()) : text[...]
    switch self {
    case .pipelineName where !KubernetesName.isValidForKale(pipeline: matched):
      return
        "`\(text)` is not made of lower-case letters, digits and inner dashes, as a pipeline's name must be"
    case .claimName where !KubernetesName.isValidForKale(resource: matched),
      .storageClassName where !KubernetesName.isValidForKale(resource: matched):
      return isValidForKubernetes(text)
        ? "\(KaleRelease.current) rejects `\(text)`, which is valid in Kubernetes; `kale-lsp compile` accepts it. Kale allows only "
          + "lower-case letters, digits and inner dashes after a first letter"
        : "`\(text)` is not a valid Kubernetes name: use lower-case letters, digits and inner dashes after a first letter"
    case .accessMode where !text.isEmpty && !Self.modes.contains(text):
      return "`\(text)` is none of `rom`, `rwo` and `rwm`"
    case .volumeType where !Self.volumeTypes.contains(text):
      return "`\(text)` is none of `pvc`, `new_pvc`, `clone` and `pv`"
    case .outputPath: return Self.outputPathFault(text)
    default: return nil
    }
  }

  private func uselessness(of text: String) -> String? {
    switch self {
    case .pipelineName where text.utf8.count > KubernetesName.longestPipelineName:
      "it is longer than the \(KubernetesName.longestPipelineName) characters that Kubeflow takes"
    case .pipelineName where text.utf8.last == UInt8(ascii: "\n"),
      .claimName where text.utf8.last == UInt8(ascii: "\n"),
      .storageClassName where text.utf8.last == UInt8(ascii: "\n"):
      "it ends in a line break"
    case .mountPoint where text.isEmpty: "Kubernetes needs a path to mount the volume at"
    case .mountPoint where text.utf8.contains(UInt8(ascii: ":")):
      "`\(text)` holds a colon, which Kubernetes does not allow in the path of a mount"
    default: nil
    }
  }

  private static let modes = ["rom", "rwo", "rwm"]
  private static let volumeTypes = ["pvc", "new_pvc", "clone", "pv"]
  private static let accessModes = [
    "rom": "rom", "rwo": "rwo", "rwm": "rwm", "readonlymany": "rom", "rox": "rom", "readwriteonce": "rwo",
    "readwritemany": "rwm", "rwx": "rwm",
  ]

  /// Kale resolves the path against the working directory; it must not lead out of it.
  private static func outputPathFault(_ path: String) -> String? {
    if path.utf8.contains(0) { return "a path cannot hold a null character" }
    if path.utf8.first == UInt8(ascii: "/") { return "`\(path)` is not relative to the notebook's folder" }
    var depth = 0
    // By bytes: to Swift, a slash with a combining mark behind it is another character.
    for part in path.utf8.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
      depth += part.elementsEqual("..".utf8) ? -1 : 1
      if depth < 0 { return "`\(path)` leads out of the notebook's folder" }
    }
    return nil
  }
}

/// What a whole number must be.
enum NumberForm: Sendable {
  /// How long something may take.
  case seconds
  /// The number of a user or a group.
  case identifier

  /// What is wrong with a number; nil for a good one.
  package func fault(in number: Int) -> FormFault? {
    switch self {
    case .seconds where number <= 0:
      FormFault(reason: "\(number) is not a positive number of seconds", rejecter: .kale)
    case .seconds where number > Int(Int32.max):
      FormFault(reason: "Kubernetes takes no more than \(Int32.max) seconds", rejecter: .cluster)
    case .identifier where number < 0: FormFault(reason: "\(number) is below 0", rejecter: .cluster)
    case .identifier where number > Int(Int32.max):
      FormFault(reason: "\(number) is larger than any number of a user or group", rejecter: .cluster)
    case .seconds, .identifier: nil
    }
  }

  /// To Python, true and false are the numbers 1 and 0.
  package func fault(in flag: Bool) -> FormFault? {
    switch self {
    case .seconds:
      FormFault(
        reason: "it must be a number of seconds, not \(flag ? "true" : "false")",
        rejecter: flag ? .cluster : .kale)
    case .identifier: FormFault(reason: "it must be a whole number, not true or false", rejecter: .cluster)
    }
  }
}
