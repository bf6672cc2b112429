import JSONSyntax

/// A change of a notebook in terms that hold for every shape. Each shape turns it into what its client can apply.
///
/// The indices, ranges and paths of several edits that belong together all count in the notebook before any of them.
/// What is outside the notebook is passed over.
package enum NotebookEdit: Sendable, Hashable {
  /// Replaces a tag, which keeps its index.
  case replaceTag(cell: CellIndex, index: TagIndex, with: String)
  /// Removes a tag from the cell's list.
  case removeTag(cell: CellIndex, index: TagIndex)
  /// Puts a tag after the cell's other tags.
  case addTag(cell: CellIndex, tag: String)
  /// Replaces bytes of a cell's source. Of edits that overlap, the first counts; those that touch become one.
  case replaceSource(cell: CellIndex, range: Range<Int>, with: String)
  /// Puts a new code cell before another; the count of cells stands for the end of the notebook.
  case insertCell(before: CellIndex, source: String, tags: [String])
  /// Puts a value into `metadata.kubeflow_notebook`, by the keys that lead to it; an element of a list is named by its
  /// decimal index, one after the end is appended. What is missing on the way is made.
  case setConfiguration(path: [String], to: JSONValue)
  /// Removes a value from `metadata.kubeflow_notebook`, by the keys that lead to it.
  case removeConfiguration(path: [String])
  /// Gives a value another name in its object; nothing happens where another value has that name.
  case renameConfiguration(path: [String], to: String)
  /// Puts a value into `metadata.kale_lsp`, the settings of kale-lsp, in the same way as `setConfiguration`.
  case setSetting(path: [String], to: JSONValue)
  /// Removes a value from `metadata.kale_lsp`, by the keys that lead to it.
  case removeSetting(path: [String])
}

/// What becomes of a cell's list of tags.
struct TagListChanges {
  /// The new texts of tags of the old list, by their indices.
  private(set) var replaced: [TagIndex: String] = [:]
  /// The indices of tags that go.
  private(set) var removed: Set<TagIndex> = []
  /// What follows the others.
  private(set) var added: [String] = []

  /// What those of `edits` say that concern tags of one cell, whose old tags have these indices.
  init(_ edits: [NotebookEdit], among indices: Range<TagIndex>) {
    for edit in edits {
      switch edit {
      case .replaceTag(_, let index, let tag) where indices.contains(index): replaced[index] = tag
      case .removeTag(_, let index) where indices.contains(index): removed.insert(index)
      case .addTag(_, let tag): added.append(tag)
      default: break
      }
    }
  }

  /// The new list where `tags` is the old one.
  func tags(from tags: TagArray<NotebookTag>) -> [NotebookTag] {
    let kept = tags.indices.lazy.filter { !removed.contains($0) }.map { index in
      replaced[index].map(NotebookTag.text) ?? tags[index]
    }
    return kept + added.map(NotebookTag.text)
  }
}
