import KaleAnalysis
import NotebookModel

extension NotebookAnalysis {
  /// Finds the image that a unit runs in.
  ///
  /// - Parameter unit: The unit; nil for the default image of units.
  /// - Returns: The image, if the notebook sets one that may contain more than Python.
  func ownImage(of unit: UnitIndex?) -> String? {
    let images = [
      unit.flatMap { tags[outline.units[$0].definition].configuration.image },
      configuration.configuration.stepsDefaults.image,
      configuration.configuration.baseImage,
    ]
    let image = images.lazy.compactMap { $0 }.first { !$0.isEmpty }
    return image.flatMap { $0.hasPrefix("python:") ? nil : $0 }
  }

  /// Returns the image that a cell's code runs in, if the notebook sets one that may contain more than Python.
  func ownImage(ofCell cell: CellIndex) -> String? {
    if case .step(let unit) = outline.assignments[cell] { return ownImage(of: unit) }
    return ownImage(of: nil)
  }
}
