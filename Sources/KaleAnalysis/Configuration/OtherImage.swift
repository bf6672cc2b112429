/// Finds images with another version of Python.
package enum OtherImage {
  /// Finds the image to use in place of one whose Python does not suit.
  ///
  /// - Parameters:
  ///   - image: The reference of the image.
  ///   - versions: The versions of Python that suit.
  ///   - preferred: The version to use if several suit.
  /// - Returns: An image of the same kind, with its variant; nil if none is known and a plain image of Python would lack
  ///   the libraries for a GPU.
  package static func image(
    insteadOf image: String, with versions: ClosedRange<PythonVersion>, preferring preferred: PythonVersion
  ) -> String? {
    let kind = ImageTable.newerImages.first {
      image.hasPrefix($0.key) || image.hasPrefix("docker.io/" + $0.key)
    }
    if let kind {
      let newer = kind.value.filter { image.hasSuffix($0.key) }.max { $0.key.count < $1.key.count }?.value
      return newer.flatMap { newer in
        newer != image && PythonVersion(ofImage: newer).map(versions.contains) == true ? newer : nil
      }
    }
    let words = image.lowercased().split { !$0.isLetter }
    if words.contains(where: { ImageTable.wordsForGPU.contains(String($0)) }) { return nil }
    let version = min(max(preferred, versions.lowerBound), versions.upperBound)
    // Tags name a variant after the version: `3.7-slim-buster`. The release of Debian may be too old for the version.
    let variant = image.contains("python:") ? ["-slim", "-alpine"].first { image.contains($0) } ?? "" : ""
    return "python:\(version.major).\(version.minor)\(variant)"
  }
}
