import KaleAnalysis
import NotebookModel

/// New lists of tags for some cells of a notebook, which are changed step by step and become edits in the end.
///
/// Elements of a list that are not strings stay where they are.
struct TagDrafts {
  private let analysis: NotebookAnalysis
  private var drafts: [CellIndex: [String]] = [:]

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// The tags of a cell as they are to be.
  subscript(cell: CellIndex) -> [String] {
    get { drafts[cell] ?? analysis.tags[cell].entries.compactMap(\.text) }
    set { drafts[cell] = newValue }
  }

  /// The edits that make the drafts of the tags.
  var edits: [NotebookEdit] {
    drafts.sorted { $0.key < $1.key }.flatMap { cell, new in
      let old = analysis.tags[cell].entries.indexed.filter { $0.1.text != nil }
      let replacements = zip(old, new).compactMap { entry, tag -> NotebookEdit? in
        entry.1.text == tag ? nil : .replaceTag(cell: cell, index: entry.0, with: tag)
      }
      return replacements + new.dropFirst(old.count).map { .addTag(cell: cell, tag: $0) }
        + old.dropFirst(new.count).map { .removeTag(cell: cell, index: $0.0) }
    }
  }

  /// The meaning of a tag; nil for one that means nothing to Kale.
  func meaning(of tag: String) -> TagMeaning? { ParsedTag(tag, of: analysis.release).meaning }

  /// Whether a tag is one of Kale's, even a faulty one.
  func isKale(_ tag: String) -> Bool { ParsedTag(tag, of: analysis.release).fault != .unknown }

  /// Puts tags in the place of those of a cell that a function selects. Tags that are already there stay where they are.
  mutating func replace(
    in cell: CellIndex, with new: [String], where isOld: (TagMeaning) -> Bool
  ) {
    var missing = new
    var tags: [String] = []
    for tag in self[cell] {
      guard let meaning = meaning(of: tag), isOld(meaning) else {
        tags.append(tag)
        continue
      }
      if let index = missing.firstIndex(of: tag) { tags.append(missing.remove(at: index)) }
    }
    self[cell] = tags
    add(missing, to: cell)
  }

  /// Adds the tags that a cell does not have yet, before those of other tools.
  mutating func add(_ new: [String], to cell: CellIndex) {
    let tags = self[cell]
    let end = tags.lastIndex(where: isKale).map { $0 + 1 } ?? 0
    self[cell] = tags[..<end] + new.filter { !tags.contains($0) } + tags[end...]
  }

  /// Renames a step in every tag that contains its name.
  mutating func apply(_ rename: StepRename) {
    for edit in rename.edits {
      guard case .replaceTag(let cell, let index, let tag) = edit else { continue }
      let old = analysis.tagText(cell: cell, index: index)
      self[cell] = self[cell].map { $0 == old ? tag : $0 }
    }
  }
}
