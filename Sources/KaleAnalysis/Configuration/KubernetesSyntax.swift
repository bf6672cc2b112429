/// What Kubernetes requires of values that Kale does not check.
package enum KubernetesSyntax {
  /// The length of the longest value of a label, name in a key, or name of a volume.
  private static let longestName = 63
  private static let longestTag = 128

  // MARK: Labels and annotations

  /// Returns what is wrong with the value of a label; nil for a valid one.
  ///
  /// Colons count as valid: Kale and kale-lsp treat them on their own.
  package static func fault(inLabelValue value: String) -> String? {
    let bytes = value.utf8
    if bytes.count > longestName { return "it has more than \(longestName) characters" }
    if let bad = value.first(where: { !isNameCharacter($0) && $0 != ":" }) {
      return "it may contain only letters, digits and `-_.`, not `\(bad)`"
    }
    guard let first = bytes.first, let last = bytes.last else { return nil }
    return first.isLetterOrDigit && last.isLetterOrDigit
      ? nil : "it must start and end with a letter or digit"
  }

  /// Returns what is wrong with the key of a label or annotation that Kale takes; nil for a valid one.
  package static func fault(inKey key: String) -> String? {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    if let name = parts.last, name.utf8.count > longestName {
      return "its name has more than \(longestName) characters"
    }
    if parts.count == 2, !KubernetesName.isSubdomain(String(parts[0])) {
      return "`\(parts[0])` is not a lowercase DNS name"
    }
    return nil
  }

  /// The valid value of a label that is most like another.
  package static func fitted(labelValue value: String) -> String {
    let kept = value.map { isNameCharacter($0) ? $0 : "-" }
    let isEnd = { (character: Character) in character.isLetter || character.isNumber }
    let trimmed = kept.drop { !isEnd($0) }.prefix(longestName)
    return String(String(trimmed.reversed().drop { !isEnd($0) }.reversed()))
  }

  private static func isNameCharacter(_ character: Character) -> Bool {
    guard let byte = character.asciiValue else { return false }
    return byte.isLetterOrDigit || "-_.".utf8.contains(byte)
  }

  // MARK: Images

  /// Returns what is wrong with the reference of an image; nil for a valid one.
  package static func fault(inImage image: String) -> String? {
    if let bad = image.first(where: { $0.isWhitespace || !$0.isASCII }) {
      return bad.isWhitespace ? "it contains white space" : "it contains `\(bad)`"
    }
    let reference = image.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)[0]
    var parts = reference.split(separator: "/", omittingEmptySubsequences: false)
    if let last = parts.last, let colon = last.firstIndex(of: ":") {
      let tag = last[last.index(after: colon)...]
      let isValid = !tag.isEmpty && tag.utf8.count <= longestTag && tag.allSatisfy(isNameCharacter)
      if !isValid { return "`\(tag)` is not a valid tag" }
      parts[parts.count - 1] = last[..<colon]
    }
    if parts.count > 1, parts[0].contains(where: { ".:".contains($0) }) || parts[0] == "localhost" {
      parts.removeFirst()
    }
    for part in parts {
      if part.isEmpty { return "a part of it is empty" }
      if let bad = part.first(where: { $0.isUppercase }) { return "`\(bad)` must be lowercase" }
      guard part.allSatisfy(isNameCharacter), let first = part.utf8.first, let last = part.utf8.last,
        first.isLetterOrDigit, last.isLetterOrDigit
      else { return "`\(part)` is not a valid name" }
    }
    return nil
  }

  /// Returns the valid reference that is closest to an image, or nil if there isn't one.
  package static func fitted(image: String) -> String? {
    let text = image.split(whereSeparator: \.isWhitespace).joined(separator: "-")
    let tag = text.lastIndex(of: ":").flatMap { text[$0...].contains("/") ? nil : $0 } ?? text.endIndex
    let fitted = text[..<tag].lowercased() + text[tag...]
    return fitted != image && fault(inImage: fitted) == nil ? fitted : nil
  }

  // MARK: Volumes

  /// Returns what is wrong with the name of a claim as the name of a pod's volume; nil for a valid one.
  ///
  /// Kubeflow Pipelines names the volume like the claim, and puts a UUID before the name of a claim that it creates.
  package static func fault(inClaim volume: Volume) -> String? {
    let prefix = volume.isCreated ? "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx-".count : 0
    if volume.name.utf8.count + prefix > longestName {
      let limit = longestName - prefix
      return volume.isCreated
        ? "with the UUID that Kubeflow Pipelines adds, it may have at most \(limit) characters"
        : "the name of a pod's volume has at most \(limit) characters"
    }
    return volume.name.contains(".")
      ? "the name of a pod's volume cannot contain dots" : nil
  }
}
