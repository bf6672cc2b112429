import KaleAnalysis
import NotebookModel

/// The `block:` tags of a notebook for Kale 0.x, and the edits that turn its tags into those of the current release.
package struct OldTags {
  /// A `block:` tag and its name; nil for one without a name.
  typealias Block = (tag: ReadTag, name: String?)

  /// The `block:` tags that Kale reads, in the order of the notebook.
  let blocks: [Block]
  private let analysis: NotebookAnalysis

  /// Collects the old tags of a notebook.
  package init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    blocks = analysis.suspectTags.compactMap { tag in
      guard tag.entry.isRead, case .oldBlock(let name) = tag.entry.parsed?.fault else { return nil }
      return (tag, name)
    }
  }

  /// Whether the notebook has no old tags.
  package var isEmpty: Bool { blocks.isEmpty }

  /// The names of the steps that the tags define.
  private var names: Set<String> { Set(blocks.compactMap(\.name)) }

  /// Returns the names in `prev:` tags, among those that are not valid, that the migration replaces: it renames the step,
  /// or the tag names several steps, with colons between them.
  func replacedNames(among invalid: [String]) -> Set<String> {
    guard !blocks.isEmpty, !invalid.isEmpty else { return [] }
    let names = names
    return Set(invalid.filter { names.contains($0) || parts(of: $0) != nil })
  }

  /// The steps that a `prev:` tag names with colons between them; nil if it does not.
  private func parts(of name: String) -> [String]? {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    return parts.count > 1 && parts.allSatisfy { analysis.outline.unit(named: $0) != nil } ? parts : nil
  }

  /// The edits that migrate all tags.
  ///
  /// - `block:NAME` becomes `step:NAME`. A name that is not valid changes in every tag that contains it.
  /// - A `block:` without a name is removed. The cell continues the step above it, which gets the cell's `prev:` tags:
  ///   Kale accepts them only on a cell that names a step.
  package var edits: [NotebookEdit] {
    var changes = TagChanges()
    let newNames = newNames
    for (tag, name) in blocks {
      if let name {
        changes.replace(tag, with: Self.tag(for: newNames[name] ?? name))
      } else {
        changes.remove(tag)
      }
    }
    if newNames.contains(where: { $0.key != $0.value }) {
      for tag in analysis.codeTags {
        switch tag.entry.parsed?.meaning {
        case .step(let name):
          if let new = newNames[name], new != name { changes.replace(tag, with: Self.tag(for: new)) }
        case .previous(let name):
          if let new = newNames[name], new != name { changes.replace(tag, with: "prev:\(new)") }
        default: break
        }
      }
    }
    splitPreviousTags(newNames, &changes)
    moveTagsWithoutStep(newNames, &changes)
    return changes.edits
  }

  /// The tag of a step; of one that is called like a special tag, that tag.
  private static func tag(for name: String) -> String {
    SpecialTag(rawValue: name)?.rawValue ?? "step:\(name)"
  }

  /// Returns the edits that migrate one tag, with a title for them.
  ///
  /// - Parameter place: The cell and the index of the tag.
  /// - Returns: Nil for a tag that is not one of these.
  package func edits(for place: NotebookPlace) -> (title: String, edits: [NotebookEdit])? {
    guard let (tag, name) = blocks.first(where: { $0.tag.place == place }) else { return nil }
    guard let name else {
      return ("Remove tag `block:`", [.removeTag(cell: tag.cell, index: tag.index)])
    }
    guard let new = newNames[name] else { return nil }
    let edits: [NotebookEdit] =
      new == name
      ? [.replaceTag(cell: tag.cell, index: tag.index, with: Self.tag(for: name))]
      : StepNameTags(analysis).renameEdits(from: name, to: new)
    return ("Change to `\(Self.tag(for: new))`", edits)
  }

  /// The new name of each step. Different names stay different.
  private var newNames: [String: String] {
    var names: [String: String] = [:]
    var given: Set<String> = []
    var counts: [String: Int] = [:]
    for (tag, name) in blocks {
      guard let name, names[name] == nil else { continue }
      if SpecialTag(rawValue: name) != nil {
        names[name] = name
        continue
      }
      let valid = StepName.suggestion(for: name) ?? StepNaming.proposal(for: analysis, cell: tag.cell)
      var new = valid
      while new != name, given.contains(new) || analysis.outline.unit(named: new) != nil {
        counts[valid, default: 1] += 1
        new = "\(valid)_\(counts[valid, default: 2])"
      }
      given.insert(new)
      names[name] = new
    }
    return names
  }

  /// Splits a `prev:` tag that names several steps into one tag for each.
  private func splitPreviousTags(_ newNames: [String: String], _ changes: inout TagChanges) {
    for tag in analysis.suspectTags {
      guard tag.entry.isRead, case .invalidName(.prev, let name) = tag.entry.parsed?.fault,
        let parts = parts(of: name)
      else { continue }
      let tags = parts.map { "prev:\(newNames[$0] ?? $0)" }
      changes.replace(tag, with: tags[0])
      for other in tags.dropFirst() { changes.add(other, to: tag.cell) }
    }
  }

  /// Moves `prev:` and configuration tags of cells that name no step to the first cell of the step that they continue. A
  /// `prev:` that would have no effect there is removed.
  private func moveTagsWithoutStep(_ newNames: [String: String], _ changes: inout TagChanges) {
    var ancestors: (unit: UnitIndex, names: Set<UnitIndex>)?
    for cell in analysis.cells(with: .suspectTags) {
      let tags = analysis.tags[cell]
      guard tags.special == nil, tags.steps.isEmpty, tags.notebooks.isEmpty else { continue }
      let unit = analysis.unit(ofCell: cell)
      for reference in tags.previous {
        changes.remove(cell, reference.tag)
        guard let unit, let previous = analysis.outline.unit(named: reference.name), previous < unit,
          analysis.graph.canRun(unit, after: previous)
        else { continue }
        if ancestors?.unit != unit { ancestors = (unit, Set(analysis.graph.ancestors(of: unit))) }
        guard ancestors?.names.contains(previous) == false else { continue }
        let name = newNames[reference.name] ?? reference.name
        changes.add("prev:\(name)", to: analysis.outline.units[unit].definition)
      }
      guard let unit else { continue }
      for tag in tags.configurationTags {
        guard let text = tags.entries[tag].text else { continue }
        changes.remove(cell, tag)
        let first = analysis.outline.units[unit].definition
        if !analysis.tags[first].entries.contains(where: { $0.text == text }) { changes.add(text, to: first) }
      }
    }
  }
}

/// Changes of tags, at most one for each.
private struct TagChanges {
  private struct Place: Hashable {
    let cell: CellIndex
    let index: TagIndex
  }

  private struct Addition: Hashable {
    let cell: CellIndex
    let tag: String
  }

  private var places: [Place] = []
  /// The new text of each changed tag; nil for one that is removed.
  private var texts: [Place: String?] = [:]
  private var additions: [Addition] = []
  private var added: Set<Addition> = []

  mutating func replace(_ tag: ReadTag, with text: String) {
    change(Place(cell: tag.cell, index: tag.index), to: text)
  }

  mutating func remove(_ tag: ReadTag) { remove(tag.cell, tag.index) }

  mutating func remove(_ cell: CellIndex, _ index: TagIndex) {
    change(Place(cell: cell, index: index), to: nil)
  }

  mutating func add(_ tag: String, to cell: CellIndex) {
    let addition = Addition(cell: cell, tag: tag)
    if added.insert(addition).inserted { additions.append(addition) }
  }

  private mutating func change(_ place: Place, to text: String?) {
    if texts.updateValue(text, forKey: place) == nil { places.append(place) }
  }

  /// The changes as edits, in the order in which tags were first changed.
  var edits: [NotebookEdit] {
    let changes = places.map { place -> NotebookEdit in
      if let text = texts[place] ?? nil {
        return .replaceTag(cell: place.cell, index: place.index, with: text)
      }
      return .removeTag(cell: place.cell, index: place.index)
    }
    return changes + additions.map { .addTag(cell: $0.cell, tag: $0.tag) }
  }
}
