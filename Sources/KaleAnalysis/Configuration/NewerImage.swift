/// Finds images with a newer Python.
package enum NewerImage {
  /// Finds the image to use in place of one whose Python is too old.
  ///
  /// - Parameters:
  ///   - image: The reference of the old image.
  ///   - plain: An image with nothing but Python, for what needs no more.
  /// - Returns: A newer image of the same kind; nil if none is known and `plain` would lack the libraries for a GPU.
  package static func image(insteadOf image: String, plain: String) -> String? {
    let kind = ImageTable.newerImages.first {
      image.hasPrefix($0.key) || image.hasPrefix("docker.io/" + $0.key)
    }
    if let kind {
      return kind.value.filter { image.hasSuffix($0.key) }.max { $0.key.count < $1.key.count }?.value
    }
    let words = image.lowercased().split { !$0.isLetter }
    if words.contains(where: { ImageTable.wordsForGPU.contains(String($0)) }) { return nil }
    guard plain.hasPrefix("python:"), image.hasPrefix("python:") else { return plain }
    // Tags name a variant after the version: `3.7-slim-buster`.
    let variant = ["-slim", "-alpine"].first { image.contains($0) } ?? ""
    return plain.contains("-") ? plain : plain + variant
  }
}
