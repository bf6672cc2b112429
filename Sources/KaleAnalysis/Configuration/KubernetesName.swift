/// Names for Kubernetes and KFP, derived from the notebook's.
package enum KubernetesName {
  /// A name as KFP makes it fit for Kubernetes: lower case, one dash for each run of other characters, none at the
  /// ends.
  package static func fitted(_ name: String) -> String {
    name.lowercased().utf8.split { !isNameByte($0) }.map { String(Substring($0)) }.joined(separator: "-")
  }

  /// The name that is nearest to what a person has called something: `grosse-2` for `Größe 2`.
  package static func proposal(for text: String) -> String {
    fitted(text.map { LatinLetters.plain($0) ?? String($0) }.joined())
  }

  /// KFP's rule for the name of a pipeline.
  package static func isPipelineName(_ name: String) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "-") else { return false }
    return name.utf8.count <= longestPipelineName && isMadeOfNameBytesAndDashes(name[...])
  }

  /// Length of the longest name that KFP accepts for a pipeline, in bytes.
  static let longestPipelineName = 128

  /// Kale's rule for the name of a pipeline: lower-case letters, digits and inner dashes.
  static func isValidForKale(pipeline name: Substring) -> Bool {
    guard let first = name.utf8.first, let last = name.utf8.last else { return false }
    return isNameByte(first) && isNameByte(last) && isMadeOfNameBytesAndDashes(name)
  }

  /// Kale's rule for the names of volumes and storage classes: as for pipelines, with a letter in front.
  package static func isValidForKale(resource name: Substring) -> Bool {
    name.utf8.first?.isLowercaseLetter == true && isValidForKale(pipeline: name)
  }

  /// Kubernetes' rule for the names of claims, storage classes and most other things: parts of lower-case letters, digits
  /// and inner dashes, with dots between.
  static func isSubdomain(_ name: String) -> Bool {
    name.utf8.count <= 253 && KubernetesKey.isSubdomain(name[...])
  }

  private static func isMadeOfNameBytesAndDashes(_ name: Substring) -> Bool {
    name.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: "-") }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool { byte.isLowercaseLetter || byte.isDigit }
}
