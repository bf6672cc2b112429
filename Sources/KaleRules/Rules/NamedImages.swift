import JSONSyntax
import KaleAnalysis
import NotebookModel

/// An image that a notebook names, and where.
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
  /// The images that the configuration and the tags of steps name, in that order.
  var namedImages: [NamedImage] {
    let base = configuration.configuration.baseImage.map {
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
    return (named ?? release.defaults.baseImage, named != nil)
  }
}
