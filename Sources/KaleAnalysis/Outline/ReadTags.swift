import NotebookModel
import Synchronization

/// One tag of a code cell, with where it is.
package struct ReadTag {
  /// Index of the cell in the notebook.
  package let cell: CellIndex
  /// Index of the tag in the cell's list.
  package let index: TagIndex
  /// The tag, and what it means to Kale.
  package let entry: CellTags.Entry

  /// The tag as a part of the notebook.
  package var place: NotebookPlace { .tag(cell: cell, index: index) }
  /// The tag as written; empty for an element that is not a string.
  package var text: String { entry.text ?? "" }
}

extension NotebookAnalysis {
  /// Every tag of every code cell, in the order of the notebook. Kale looks at no other cell.
  package var codeTags: [ReadTag] {
    notebook.cells.indices.filter { notebook.cells[$0].kind == .code }.flatMap(tags(of:))
  }

  /// The tags of those code cells where something may be wrong with them.
  package var suspectTags: [ReadTag] { cells(with: .suspectTags).flatMap(tags(of:)) }

  /// The tags of a cell.
  package func tags(of cell: CellIndex) -> [ReadTag] {
    tags[cell].entries.indexed.map { ReadTag(cell: cell, index: $0, entry: $1) }
  }

  /// The tags Kale reads whose fault is one that `select` picks.
  package func faultyTags<Detail>(_ select: (TagFault) -> Detail?) -> [(tag: ReadTag, detail: Detail)] {
    cells(with: .suspectTags).flatMap { faultyTags(of: $0, select) }
  }

  /// Those of a cell.
  package func faultyTags<Detail>(
    of cell: CellIndex, _ select: (TagFault) -> Detail?
  ) -> [(tag: ReadTag, detail: Detail)] {
    tags(of: cell).compactMap { tag in
      guard tag.entry.isRead, let fault = tag.entry.parsed?.fault, let detail = select(fault) else {
        return nil
      }
      return (tag, detail)
    }
  }

  /// Whether a tag would be no new mistake in a cell: a previous step has to be defined above, and not to run after the
  /// cell's own.
  package func isPossible(_ tag: String, in cell: CellIndex) -> Bool {
    guard case .previous(let name) = ParsedTag(tag, of: release).meaning else { return true }
    guard let other = outline.unit(named: name), outline.units[other].definition < cell else { return false }
    return outline.unit(ofCell: cell).map { graph.canRun($0, after: other) } ?? true
  }

  /// A step name like `base` that no unit has yet.
  package func uniqueStepName(_ base: String) -> String {
    guard outline.unit(named: base) != nil else { return base }
    return freeNames.name(like: base) { outline.unit(named: $0) == nil }
  }
}

/// The free names that have been found. Many cells may request a name like the same one, of which many are taken.
final class FreeNames: Sendable {
  private let known = Mutex<[String: String]>([:])

  /// Returns the first free name of `base_2`, `base_3` and so on.
  func name(like base: String, where isFree: (String) -> Bool) -> String {
    if let name = known.withLock({ $0[base] }) { return name }
    let name = (2...).lazy.map { "\(base)_\($0)" }.first(where: isFree) ?? base
    known.withLock { $0[base] = name }
    return name
  }
}

/// The tags that say the names of steps, by name.
package struct StepNameTags {
  private var tags: [String: [(tag: ReadTag, prefix: TagPrefix)]] = [:]

  /// Collects the `step:` and `prev:` tags of a notebook's code cells.
  package init(_ analysis: NotebookAnalysis) {
    for tag in analysis.codeTags {
      switch tag.entry.parsed?.meaning {
      case .step(let name): tags[name, default: []].append((tag, .step))
      case .previous(let name): tags[name, default: []].append((tag, .prev))
      default: break
      }
    }
  }

  /// Whether a `prev:` tag says a name.
  package func hasPrevious(_ name: String) -> Bool { tags[name]?.contains { $0.prefix == .prev } ?? false }

  /// The number of step names that a fix would rename to each valid name.
  package var stepsBySuggestion: [String: Int] {
    var counts: [String: Int] = [:]
    for (name, tags) in tags where tags.contains(where: { $0.prefix == .step }) {
      if let suggestion = StepName.suggestion(for: name) { counts[suggestion, default: 0] += 1 }
    }
    return counts
  }

  /// The edits that give a step another name in every tag that says it.
  package func renameEdits(from old: String, to new: String) -> [NotebookEdit] {
    (tags[old] ?? []).map { tag, prefix in
      .replaceTag(cell: tag.cell, index: tag.index, with: "\(prefix.rawValue):\(new)")
    }
  }
}
