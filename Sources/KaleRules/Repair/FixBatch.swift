import KaleAnalysis
import NotebookModel
import SourceText

/// Fixes that can be applied together: each changes different parts of the notebook, and no two give a step the same name.
/// Two steps that need a new name each look for a free one, and may find the same.
///
/// Fixes of one rule may change the same cell if they change different tags or different lines. Otherwise, a cell with many
/// faults would take as many rounds.
struct FixBatch {
  /// A fix and the code of its rule.
  struct Candidate {
    let rule: String
    let fix: Fix
  }

  /// A part of a notebook.
  private enum Part: Hashable {
    case cell(CellIndex)
    case configuration
    case listOfCells
  }

  /// The claim on a part: the rule whose fixes change it, whether other fixes of the rule may change it too, and whether
  /// one sets the role of a cell.
  private struct Claim {
    let rule: String
    var isShared = true
    var givesRole = false
  }

  private struct TagPlace: Hashable {
    let cell: CellIndex
    let index: TagIndex
  }

  /// The fixes that are applied together, in order.
  private(set) var fixes: [Fix] = []
  private var claims: [Part: Claim] = [:]
  private var names: Set<String> = []
  private var tags: Set<TagPlace> = []
  private var sources: [CellIndex: ChangedSource] = [:]

  private let release: KaleRelease

  /// Selects fixes that can be applied together, among them the first. Tags are read as a release of Kale does.
  init(_ wanted: some Sequence<Candidate>, in release: KaleRelease) {
    self.release = release
    for candidate in wanted { add(candidate) }
  }

  private mutating func add(_ candidate: Candidate) {
    let fix = candidate.fix
    let given = Set(fix.edits.compactMap(stepName))
    guard names.isDisjoint(with: given), fix.edits.allSatisfy({ isFree($0, for: candidate.rule) }) else {
      return
    }
    for edit in fix.edits {
      let part = Self.part(edit)
      var claim = claims[part] ?? Claim(rule: candidate.rule)
      if !Self.isShareable(edit) { claim.isShared = false }
      if givesRole(edit) { claim.givesRole = true }
      claims[part] = claim
      self.claim(edit)
    }
    names.formUnion(given)
    fixes.append(fix)
  }

  /// Whether an edit is independent of the fixes selected so far.
  private func isFree(_ edit: NotebookEdit, for rule: String) -> Bool {
    guard let claim = claims[Self.part(edit)] else { return true }
    guard claim.rule == rule, claim.isShared, Self.isShareable(edit) else { return false }
    if claim.givesRole, givesRole(edit) { return false }
    switch edit {
    case .removeTag(let cell, let index), .replaceTag(let cell, let index, _):
      return !tags.contains(TagPlace(cell: cell, index: index))
    case .replaceSource(let cell, let range, let text):
      return sources[cell]?.isFree(range, for: text) ?? true
    case .addTag, .insertCell, .setConfiguration, .removeConfiguration, .renameConfiguration, .setSetting,
      .removeSetting:
      return false
    }
  }

  private mutating func claim(_ edit: NotebookEdit) {
    switch edit {
    case .removeTag(let cell, let index), .replaceTag(let cell, let index, _):
      tags.insert(TagPlace(cell: cell, index: index))
    case .replaceSource(let cell, let range, let text):
      sources[cell, default: ChangedSource()].claim(range, for: text)
    case .addTag, .insertCell, .setConfiguration, .removeConfiguration, .renameConfiguration, .setSetting,
      .removeSetting:
      break
    }
  }

  /// Whether the effect of an edit is independent of edits to other tags and lines of the cell.
  private static func isShareable(_ edit: NotebookEdit) -> Bool {
    switch edit {
    case .removeTag, .replaceTag, .replaceSource: true
    case .addTag, .insertCell, .setConfiguration, .removeConfiguration, .renameConfiguration, .setSetting,
      .removeSetting:
      false
    }
  }

  /// Whether an edit writes a tag that sets the role of a cell, of which a cell can have only one.
  private func givesRole(_ edit: NotebookEdit) -> Bool {
    guard case .replaceTag(_, _, let tag) = edit else { return false }
    switch ParsedTag(tag, of: release).meaning {
    case .special, .step, .notebook: return true
    default: return false
    }
  }

  private static func part(_ edit: NotebookEdit) -> Part {
    switch edit {
    case .replaceTag(let cell, _, _), .removeTag(let cell, _), .addTag(let cell, _),
      .replaceSource(let cell, _, _):
      .cell(cell)
    case .insertCell: .listOfCells
    case .setConfiguration, .removeConfiguration, .renameConfiguration, .setSetting, .removeSetting:
      .configuration
    }
  }

  /// The step name that an edit sets.
  private func stepName(_ edit: NotebookEdit) -> String? {
    switch edit {
    case .replaceTag(_, _, let tag), .addTag(_, let tag):
      if case .step(let name) = ParsedTag(tag, of: release).meaning { name } else { nil }
    default: nil
    }
  }
}

/// The parts of a cell's source that fixes change.
private struct ChangedSource {
  /// The replaced ranges, sorted and disjoint; those of insertions are empty.
  private var ranges: [Range<Int>] = []
  /// The inserted strings by offset.
  private var insertions: [Int: Set<String>] = [:]

  /// Whether a range can be replaced too.
  func isFree(_ range: Range<Int>, for text: String) -> Bool {
    if range.isEmpty, let others = insertions[range.lowerBound] {
      // Lines can follow each other. A line that is inserted already is not needed twice.
      return ([text] + others.prefix(1)).allSatisfy(\.isLine) && !others.contains(text)
    }
    let next = index(of: range)
    return (next == 0 || !ranges[next - 1].meets(range))
      && (next == ranges.count || !ranges[next].meets(range))
  }

  mutating func claim(_ range: Range<Int>, for text: String) {
    let isKnown = range.isEmpty && insertions[range.lowerBound] != nil
    if range.isEmpty { insertions[range.lowerBound, default: []].insert(text) }
    if !isKnown { ranges.insert(range, at: index(of: range)) }
  }

  /// The index of the first range that does not start before the given one.
  private func index(of range: Range<Int>) -> Int {
    ranges.partitioningIndex { $0.lowerBound >= range.lowerBound }
  }
}

extension String {
  /// Whether the string is a line with a line break at one end.
  fileprivate var isLine: Bool { hasPrefix("\n") != hasSuffix("\n") }
}

extension Range<Int> {
  /// Whether the ranges overlap, or one is empty and inside or next to the other.
  fileprivate func meets(_ other: Range<Int>) -> Bool {
    isEmpty || other.isEmpty
      ? lowerBound <= other.upperBound && other.lowerBound <= upperBound : overlaps(other)
  }
}
