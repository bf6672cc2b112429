/// A change of a notebook in terms that hold for every shape. Each shape turns it into what its client can apply.
///
/// The indices of several edits that belong together all count in the notebook before any of them.
package enum NotebookEdit: Sendable, Hashable {
  case replaceTag(cell: Int, index: Int, with: String)
  case removeTag(cell: Int, index: Int)
  /// Puts a tag behind the cell's other tags.
  case addTag(cell: Int, tag: String)

  package var cell: Int {
    switch self {
    case .replaceTag(let cell, _, _), .removeTag(let cell, _), .addTag(let cell, _): cell
    }
  }
}

/// A cell's list of tags after some edits.
package struct EditedTagList: Sendable, Hashable {
  /// An element of the new list.
  package enum Element: Sendable, Hashable {
    /// The element at this index of the old list, untouched.
    case kept(Int)
    case new(String)
  }

  package var elements: [Element]

  /// The list of `count` tags after those of `edits` that concern `cell`.
  package init(count: Int, cell: Int, edits: [NotebookEdit]) {
    var replacements: [Int: String] = [:]
    var removed: Set<Int> = []
    var added: [String] = []
    for edit in edits where edit.cell == cell {
      switch edit {
      case .replaceTag(_, let index, let tag): replacements[index] = tag
      case .removeTag(_, let index): removed.insert(index)
      case .addTag(_, let tag): added.append(tag)
      }
    }
    elements = (0..<count).compactMap { index in
      if removed.contains(index) { return nil }
      return replacements[index].map(Element.new) ?? .kept(index)
    }
    elements += added.map(Element.new)
  }

  /// Whether the new list differs from an old one of `count` tags by elements replaced where they stand.
  package func keepsPlaces(of count: Int) -> Bool {
    elements.count == count
      && elements.enumerated().allSatisfy { place, element in
        if case .kept(let index) = element { index == place } else { true }
      }
  }

  /// The new list where `tags` is the old one.
  package func tags(from tags: [NotebookTag]) -> [NotebookTag] {
    elements.compactMap { element in
      switch element {
      case .kept(let index): tags.indices.contains(index) ? tags[index] : nil
      case .new(let tag): .text(tag)
      }
    }
  }
}
