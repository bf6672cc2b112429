import KaleAnalysis
import NotebookModel

extension NotebookAnalysis {
  /// Finds the image that a unit runs in.
  ///
  /// - Parameter unit: The unit; nil for the default image of units.
  /// - Returns: The image as messages show it, if the notebook sets one that may contain more than Python.
  func ownImage(of unit: UnitIndex?) -> String? {
    let images = [
      unit.flatMap { tags[outline.units[$0].definition].configuration.image },
      configuration.configuration.stepsDefaults.image,
      configuration.configuration.baseImage, configuration.configuration.project.baseImage,
    ]
    let image = images.lazy.compactMap { $0 }.first { !$0.isEmpty }
    return image.flatMap { $0.hasPrefix("python:") ? nil : $0.shortImageReference }
  }

  /// Returns the image that a cell's code runs in, if the notebook sets one that may contain more than Python.
  func ownImage(ofCell cell: CellIndex) -> String? {
    if case .step(let unit) = outline.assignments[cell] { return ownImage(of: unit) }
    return ownImage(of: nil)
  }
}

extension String {
  /// The reference of an image without what nobody reads: all but the start of a digest, and of a long path all but the
  /// last part.
  var shortImageReference: String {
    var (name, digest) = (self, "")
    if let at = utf8.lastIndex(of: UInt8(ascii: "@")) {
      name = String(self[..<at])
      let algorithm = self[at...].prefix { $0 != ":" }
      let value = self[at...].dropFirst(algorithm.count + 1)
      digest = value.count > 8 ? "\(algorithm):\(value.prefix(4))…" : String(self[at...])
    }
    if name.utf8.count > Self.longestImageName, let slash = name.utf8.lastIndex(of: UInt8(ascii: "/")) {
      name = "…" + name[slash...]
    }
    return name + digest
  }

  private static var longestImageName: Int { 30 }
}
