import JSONSyntax
import SourceText

extension Notebook {
  /// The edits that make another notebook of this one: one that has the same cells, changed, and perhaps new ones between
  /// them. `origins` has for each cell of the other its index here, nil for a new one; ascending.
  package func edits(toBecome other: Notebook, origins: CellArray<CellIndex?>) -> [NotebookEdit] {
    var edits: [NotebookEdit] = []
    var new: [NotebookCell] = []
    for (cell, origin) in zip(other.cells, origins) {
      guard let origin, cells.indices.contains(origin) else {
        new.append(cell)
        continue
      }
      edits += Self.insertions(of: new, before: origin)
      new = []
      guard cell != cells[origin] else { continue }
      edits += Self.tagEdits(cell: origin, from: cells[origin].tags.values, to: cell.tags.values)
      edits += Self.sourceEdits(cell: origin, from: cells[origin].source, to: cell.source)
    }
    return edits + Self.insertions(of: new, before: cells.endIndex)
      + Self.configurationEdits(from: kaleMetadata, to: other.kaleMetadata, at: [])
      + settingEdits(toBecome: other)
  }

  /// The settings that differ, each as a whole: they are few.
  private func settingEdits(toBecome other: Notebook) -> [NotebookEdit] {
    guard other.kaleLSPMetadata != kaleLSPMetadata else { return [] }
    guard let settings = other.kaleLSPMetadata else { return [.removeSetting(path: [])] }
    guard case .object(let members) = settings, case .object(let old)? = kaleLSPMetadata ?? .object([]) else {
      return [.setSetting(path: [], to: settings)]
    }
    let kept = Set(members.map(\.key))
    return old.filter { !kept.contains($0.key) }.map { .removeSetting(path: [$0.key]) }
      + members.filter { !old.contains($0) }.map { .setSetting(path: [$0.key], to: $0.value) }
  }

  private static func insertions(of new: [NotebookCell], before index: CellIndex) -> [NotebookEdit] {
    new.map { .insertCell(before: index, source: $0.source.string, tags: $0.tags.compactMap(\.text)) }
  }

  /// Keeps each element that is no text, since none can be made anew, and between these as many tags where they are as
  /// can be seen from both ends.
  private static func tagEdits(cell: CellIndex, from old: [NotebookTag], to new: [NotebookTag])
    -> [NotebookEdit]
  {
    var edits: [NotebookEdit] = []
    var (start, newStart) = (0, 0)
    for kept in keptElements(of: old, in: new) {
      edits += tagEdits(cell: cell, from: old[start..<kept.old], to: new[newStart..<kept.new])
      (start, newStart) = (kept.old + 1, kept.new + 1)
    }
    return edits + tagEdits(cell: cell, from: old[start...], to: new[newStart...])
  }

  /// The elements of the new list that are no texts, with their indices in both lists. Each is looked for as far back in
  /// the old list as can be, with a place before the next one for all that is between them.
  private static func keptElements(
    of old: [NotebookTag], in new: [NotebookTag]
  ) -> [(old: Int, new: Int)] {
    var kept: [(old: Int, new: Int)] = []
    for index in new.indices.reversed() where new[index].text == nil {
      let end = kept.last.map { max(0, $0.old - ($0.new - index) + 1) } ?? old.count
      if let place = old[..<end].lastIndex(of: new[index]) { kept.append((place, index)) }
    }
    return kept.reversed()
  }

  private static func tagEdits(
    cell: CellIndex, from old: ArraySlice<NotebookTag>, to new: ArraySlice<NotebookTag>
  ) -> [NotebookEdit] {
    let kept = zip(old, new).prefix { $0 == $1 }.count
    let (old, new) = (old.dropFirst(kept), new.dropFirst(kept))
    // New tags come at the end only, so that after them nothing can stay.
    let back = new.count > old.count ? 0 : zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count
    var wanted = new.dropLast(back)
    let left = old.dropLast(back)
    var edits: [NotebookEdit] = []
    for index in left.indices {
      if let next = wanted.first, left[index] == next {
        wanted.removeFirst()
      } else if wanted.count >= left.endIndex - index, let text = wanted.first?.text {
        wanted.removeFirst()
        edits.append(.replaceTag(cell: cell, index: TagIndex(index), with: text))
      } else {
        edits.append(.removeTag(cell: cell, index: TagIndex(index)))
      }
    }
    return edits + wanted.compactMap { tag in tag.text.map { .addTag(cell: cell, tag: $0) } }
  }

  private static func sourceEdits(cell: CellIndex, from old: SourceText, to new: SourceText) -> [NotebookEdit]
  {
    guard old != new else { return [] }
    let (before, after) = (old.utf8, new.utf8)
    let limit = min(before.count, after.count)
    let isInside = { (byte: UInt8) in byte & 0xC0 == 0x80 }
    var front = 0
    while front < limit, before[front] == after[front] { front += 1 }
    // No character is cut in two.
    while front > 0,
      front < before.count && isInside(before[front]) || front < after.count && isInside(after[front])
    { front -= 1 }
    var back = 0
    while back < limit - front, before[before.count - 1 - back] == after[after.count - 1 - back] { back += 1 }
    while back > 0, isInside(before[before.count - back]) { back -= 1 }
    let text = String(decoding: after[front..<after.count - back], as: UTF8.self)
    return [.replaceSource(cell: cell, range: front..<before.count - back, with: text)]
  }

  /// A member that goes while another with its value comes has another name now.
  private static func configurationEdits(
    from old: JSONValue?, to new: JSONValue?, at path: [String]
  ) -> [NotebookEdit] {
    guard old != new else { return [] }
    guard let new else { return [.removeConfiguration(path: path)] }
    switch (old, new) {
    case (.object(let before), .object(let after)): return memberEdits(from: before, to: after, at: path)
    case (.array(let before), .array(let after)) where before.count == after.count:
      return before.indices.flatMap { index in
        configurationEdits(from: before[index], to: after[index], at: path + [String(index)])
      }
    default: return [.setConfiguration(path: path, to: new)]
    }
  }

  private static func memberEdits(
    from old: [JSONMember], to new: [JSONMember], at path: [String]
  ) -> [NotebookEdit] {
    let newValues = Dictionary(new.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
    let places = Dictionary(grouping: old.indices) { old[$0].key }
    var come = newValues.filter { places[$0.key] == nil }
    var edits: [NotebookEdit] = []
    for (index, member) in old.enumerated() where places[member.key]?.last == index {
      let place = path + [member.key]
      if let value = newValues[member.key] {
        edits += configurationEdits(from: member.value, to: value, at: place)
      } else if places[member.key]?.count == 1,
        let name = new.first(where: { come[$0.key] == member.value })?.key
      {
        come[name] = nil
        edits.append(.renameConfiguration(path: place, to: name))
      } else {
        edits.append(.removeConfiguration(path: place))
      }
    }
    for member in new {
      guard let value = come.removeValue(forKey: member.key) else { continue }
      edits.append(.setConfiguration(path: path + [member.key], to: value))
    }
    return edits
  }
}
