/// A fault of a value with the right type.
package struct FormFault {
  /// What is wrong, as the predicate of a sentence about the key, without its period.
  var reason: String
  /// Who rejects it.
  var rejecter: Rejecter

  /// The program that rejects a value.
  enum Rejecter {
    /// Kale, and Kubernetes or KFP too.
    case kale
    /// Kale only.
    case kaleAlone
    /// Kubernetes or KFP.
    case cluster
  }
}

/// The required form of a string.
package enum TextForm: Sendable {
  case pipelineName, claimName, storageClassName, accessMode, volumeType, outputPath, mountPoint

  /// Returns what is wrong with a string; nil for a valid one.
  package func fault(in text: String) -> FormFault? {
    if let reason = refusal(of: text) {
      return FormFault(reason: reason, rejecter: isValidForKubernetes(text) ? .kaleAlone : .kale)
    }
    if let reason = uselessness(of: text) { return FormFault(reason: reason, rejecter: .cluster) }
    return nil
  }

  /// Whether the name is valid in Kubernetes, even if Kale rejects it.
  private func isValidForKubernetes(_ text: String) -> Bool {
    switch self {
    case .claimName, .storageClassName: KubernetesName.isSubdomain(text)
    case .pipelineName, .accessMode, .volumeType, .outputPath, .mountPoint: false
    }
  }

  /// Returns the valid string closest to an invalid one; nil if none is close.
  package func suggestion(for text: String) -> String? {
    let suggestion: String? =
      switch self {
      case .pipelineName: String(KubernetesName.fitted(text).prefix(KubernetesName.longestPipelineName))
      case .claimName, .storageClassName: KubernetesName.fitted(text)
      case .accessMode:
        Self.accessModes[text.lowercased()] ?? SpellingSuggestion.nearest(to: text, among: Self.modes)
      case .volumeType:
        Self.volumeTypes.contains(text.lowercased())
          ? text.lowercased() : SpellingSuggestion.nearest(to: text.lowercased(), among: Self.volumeTypes)
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
        "must contain only lowercase letters, digits and inner dashes, got `\(text)`"
    case .claimName where !KubernetesName.isValidForKale(resource: matched),
      .storageClassName where !KubernetesName.isValidForKale(resource: matched):
      return isValidForKubernetes(text)
        ? "is `\(text)`, a valid Kubernetes name. Kale rejects this name; `kale-lsp` accepts it. To compile with Kale, use only "
          + "lowercase letters, digits and inner dashes, starting with a letter"
        : "must contain only lowercase letters, digits and inner dashes and start with a letter, got `\(text)`"
    case .accessMode where !text.isEmpty && !Self.modes.contains(text):
      return "must be `rom`, `rwo` or `rwm`, got `\(text)`"
    case .volumeType where !Self.volumeTypes.contains(text):
      return "must be `pvc`, `new_pvc`, `clone` or `pv`, got `\(text)`"
    case .outputPath: return Self.outputPathFault(text)
    default: return nil
    }
  }

  private func uselessness(of text: String) -> String? {
    switch self {
    case .pipelineName where text.utf8.count > KubernetesName.longestPipelineName:
      "must not be longer than \(KubernetesName.longestPipelineName) characters"
    case .pipelineName where text.utf8.last == UInt8(ascii: "\n"),
      .claimName where text.utf8.last == UInt8(ascii: "\n"),
      .storageClassName where text.utf8.last == UInt8(ascii: "\n"):
      "must not end with a line break"
    case .mountPoint where text.isEmpty: "must not be empty"
    case .mountPoint where text.utf8.contains(UInt8(ascii: ":")):
      "must not contain a colon, got `\(text)`"
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
    if path.utf8.contains(0) { return "must not contain a null character" }
    if path.utf8.first == UInt8(ascii: "/") {
      return "must be relative to the notebook's folder, got `\(path)`"
    }
    var depth = 0
    // By bytes: to Swift, a slash with a combining mark after it is another character.
    for part in path.utf8.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
      depth += part.elementsEqual("..".utf8) ? -1 : 1
      if depth < 0 { return "must stay inside the notebook's folder, got `\(path)`" }
    }
    return nil
  }
}

/// The required form of an integer.
enum NumberForm: Sendable {
  /// A duration in seconds.
  case seconds
  /// The id of a user or group.
  case identifier

  /// Returns what is wrong with a number; nil for a valid one.
  package func fault(in number: Int) -> FormFault? {
    switch self {
    case .seconds where number <= 0:
      FormFault(reason: "must be a positive number of seconds, got \(number)", rejecter: .kale)
    case .seconds where number > Int(Int32.max):
      FormFault(reason: "must not exceed \(Int32.max) seconds", rejecter: .cluster)
    case .identifier where number < 0:
      FormFault(reason: "must not be negative, got \(number)", rejecter: .cluster)
    case .identifier where number > Int(Int32.max):
      FormFault(reason: "must be a valid user or group id, got \(number)", rejecter: .cluster)
    case .seconds, .identifier: nil
    }
  }

  /// To Python, true and false are the numbers 1 and 0.
  package func fault(in flag: Bool) -> FormFault? {
    switch self {
    case .seconds:
      FormFault(
        reason: "must be a number of seconds, got \(flag ? "true" : "false")",
        rejecter: flag ? .cluster : .kale)
    case .identifier: FormFault(reason: "must be an integer, not a boolean", rejecter: .cluster)
    }
  }
}
