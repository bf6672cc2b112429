import KaleAnalysis
import NotebookModel

/// The `prev:` tags that have no effect on their cell, and that the step below needs.
struct MisplacedPrevious {
  private struct Need: Hashable {
    let unit: UnitIndex
    let previous: String
  }

  private var tags: [Need: ReadTag] = [:]

  /// Looks through the tags of cells that are neither steps nor references.
  init(_ analysis: NotebookAnalysis) {
    for tag in analysis.suspectTags {
      guard case .previous(let name) = tag.entry.parsed?.meaning, let unit = analysis.stepNeeding(tag) else {
        continue
      }
      tags[Need(unit: unit, previous: name)] = tag
    }
  }

  /// Returns the tag that would make a unit run after the step of a name, were it on the unit's own cell.
  func tag(for unit: UnitIndex, after name: String) -> ReadTag? {
    tags.isEmpty ? nil : tags[Need(unit: unit, previous: name)]
  }
}

extension NotebookAnalysis {
  /// Returns the first step below a `prev:` tag without effect, if it misses a name that the step of the tag defines.
  func stepNeeding(_ tag: ReadTag) -> UnitIndex? {
    guard !tag.entry.isRead, tag.entry.parsed?.fault == nil,
      case .previous(let name) = tag.entry.parsed?.meaning, tags[tag.cell].special != nil,
      tags[tag.cell].notebooks.isEmpty, let previous = outline.unit(named: name)
    else { return nil }
    let below = outline.units.indices.first { outline.units[$0].definition > tag.cell }
    guard let below, !outline.units[below].isNotebook, canRunAfter(previous, below) else { return nil }
    let isNeeded = flow.flows[below].missing.contains { units[previous].run.makes($0) }
    return isNeeded ? below : nil
  }
}
