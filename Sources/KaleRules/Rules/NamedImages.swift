import JSONSyntax
import KaleAnalysis
import NotebookModel

/// An image that a notebook or its configuration file names, and where the notebook does, or could.
struct NamedImage {
  let image: String
  let place: NotebookPlace

  /// The edit that puts another image in its place.
  func replacing(with image: String) -> NotebookEdit {
    switch place {
    case .tag(let cell, let index): .replaceTag(cell: cell, index: index, with: "image:" + image)
    case .metadata(let path):
      .setConfiguration(
        path: Array(path.dropFirst()),
        to: .string(path.last == "base_image" ? image : "image:" + image))
    default: .setConfiguration(path: ["base_image"], to: .string(image))
    }
  }
}

extension NotebookAnalysis {
  /// The images that the configuration and the tags of steps name, in that order. What a configuration file names counts
  /// where the notebook names no default image.
  var namedImages: [NamedImage] {
    let defaultImage = configuration.configuration.baseImage ?? configuration.configuration.project.baseImage
    let base = defaultImage.map {
      NamedImage(image: $0, place: .metadata(path: ["kubeflow_notebook", "base_image"]))
    }
    let defaults = configuration.defaultTags.compactMap { tag -> NamedImage? in
      guard case .image(let image) = tag.meaning else { return nil }
      return NamedImage(image: image, place: .metadata(path: ["kubeflow_notebook"] + tag.path))
    }
    return [base].compactMap(\.self) + defaults + cells(with: .configurationTags).flatMap(images)
  }

  private func images(ofCell cell: CellIndex) -> [NamedImage] {
    guard step(definedBy: cell) != nil else { return [] }
    return tags[cell].configurationTags.compactMap { index in
      guard case .image(let image) = tags[cell].entries[index].parsed?.meaning else { return nil }
      return NamedImage(image: image, place: .tag(cell: cell, index: index))
    }
  }

  /// Returns the image that a step runs in, or for nil steps that name none, and whether the notebook names it.
  func image(of unit: UnitIndex?) -> (name: String, isNamed: Bool) {
    let images = [
      unit.flatMap { tags[outline.units[$0].definition].configuration.image },
      configuration.configuration.stepsDefaults.image, configuration.configuration.baseImage,
    ]
    let named = images.lazy.compactMap { $0 }.first { !$0.isEmpty }
    let unnamed = configuration.configuration.project.baseImage ?? release.defaults.baseImage
    return (named ?? unnamed, named != nil)
  }

  /// Returns the image that a cell's code runs in, and whether the notebook names it.
  func image(ofCell cell: CellIndex) -> (name: String, isNamed: Bool) {
    if case .step(let unit) = outline.assignments[cell] { return image(of: unit) }
    return image(of: nil)
  }

  /// The edit that has a cell's code run in an image: in the tag that names the one it runs in, else in the configuration.
  func edit(usingImage image: String, inCell cell: CellIndex) -> NotebookEdit {
    if case .step(let unit) = outline.assignments[cell] {
      let definition = outline.units[unit].definition
      let tag = tags[definition].configurationTags.first { index in
        if case .image = tags[definition].entries[index].parsed?.meaning { true } else { false }
      }
      if let tag { return .replaceTag(cell: definition, index: tag, with: "image:" + image) }
    }
    let ofSteps = namedImages.last { named in
      if case .metadata(let path) = named.place { path.last != "base_image" } else { false }
    }
    return ofSteps?.replacing(with: image) ?? .setConfiguration(path: ["base_image"], to: .string(image))
  }

  /// Returns the cells of steps that run a cell's code, one for each image: the cell itself unless every step runs it.
  func cellsOfImages(running cell: CellIndex) -> [CellIndex] {
    guard case .block = outline.assignments[cell] else { return [cell] }
    var images: Set<String> = []
    let steps = outline.units.filter { !$0.isNotebook }.map(\.definition)
    return steps.filter { images.insert(image(ofCell: $0).name).inserted }
  }
}
