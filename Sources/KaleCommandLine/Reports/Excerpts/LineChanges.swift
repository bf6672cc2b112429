import SourceText

/// The lines that differ between two texts, each with a line around it.
struct LineChanges {
  /// A line of the difference.
  struct Row {
    /// Whether the line goes, comes or stays.
    enum Kind { case removed, added, kept, gap }

    let kind: Kind
    /// The number of the line in the new text, or of a removed one in the old text; from 1.
    let number: Int
    let text: String
  }

  private(set) var rows: [Row] = []

  private static let context = 1
  /// The difference of longer parts is not looked for.
  private static let longestPart = 300

  /// Compares two texts.
  init(from old: SourceText, to new: SourceText) {
    let (old, new) = (Self.lines(of: old), Self.lines(of: new))
    var start = 0
    while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
    var tail = 0
    while tail < min(old.count, new.count) - start, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
      tail += 1
    }
    let parts = (old: start..<old.count - tail, new: start..<new.count - tail)
    if parts.old.isEmpty, parts.new.isEmpty { return }
    let isShort = max(parts.old.count, parts.new.count) <= Self.longestPart
    let changes = isShort ? Self.difference(old, new, parts) : [parts]
    write(changes, old, new)
  }

  private static func lines(of text: SourceText) -> [ArraySlice<UInt8>] {
    (0..<text.lineCount).map { text.utf8[text.contentRange(ofLine: $0) ?? 0..<0] }
  }

  /// The parts that differ, in order.
  private static func difference(
    _ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>], _ parts: (old: Range<Int>, new: Range<Int>)
  ) -> [(old: Range<Int>, new: Range<Int>)] {
    let difference = Array(new[parts.new]).difference(from: Array(old[parts.old]))
    var (removed, added): (Set<Int>, Set<Int>) = ([], [])
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset + parts.old.lowerBound)
      case .insert(let offset, _, _): added.insert(offset + parts.new.lowerBound)
      }
    }
    var changes: [(old: Range<Int>, new: Range<Int>)] = []
    var (left, right) = (parts.old.lowerBound, parts.new.lowerBound)
    while left < parts.old.upperBound || right < parts.new.upperBound {
      let (oldStart, newStart) = (left, right)
      while removed.contains(left) { left += 1 }
      while added.contains(right) { right += 1 }
      if left > oldStart || right > newStart {
        changes.append((oldStart..<left, newStart..<right))
      } else {
        left += 1
        right += 1
      }
    }
    return changes
  }

  private mutating func write(
    _ changes: [(old: Range<Int>, new: Range<Int>)], _ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]
  ) {
    var written = 0
    for (index, change) in changes.enumerated() {
      let start = max(written, change.new.lowerBound - Self.context)
      if start > written, index > 0 { rows.append(Row(kind: .gap, number: 0, text: "")) }
      rows += (start..<change.new.lowerBound).map { row(.kept, $0, new) }
      rows += change.old.map { row(.removed, $0, old) }
      rows += change.new.map { row(.added, $0, new) }
      let next = index + 1 < changes.count ? changes[index + 1].new.lowerBound : new.count
      written = min(change.new.upperBound + Self.context, next)
      rows += (change.new.upperBound..<written).map { row(.kept, $0, new) }
    }
  }

  private func row(_ kind: Row.Kind, _ line: Int, _ lines: [ArraySlice<UInt8>]) -> Row {
    Row(kind: kind, number: line + 1, text: String(decoding: lines[line], as: UTF8.self))
  }
}
