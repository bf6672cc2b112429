/// The lines in which two texts differ.
package struct LineDifference: Sendable, Hashable {
  /// A line of one of the texts or both.
  package struct Line: Sendable, Hashable {
    /// Which texts have the line.
    package enum Kind: String, Sendable, Hashable {
      case removed = "-"
      case added = "+"
      case both = " "
    }

    /// Which texts have the line.
    package var kind: Kind
    /// The line, without its line break.
    package var text: String
  }

  /// The lines of both texts, in order; empty if the texts are the same.
  package private(set) var lines: [Line] = []

  /// Texts whose different parts have more pairs of lines are not compared line by line, which would take too long.
  private static let mostPairs = 1 << 20

  /// Compares two texts.
  init(_ old: String, _ new: String) {
    if old == new { return }
    let (old, new) = (Self.lines(of: old), Self.lines(of: new))
    let start = zip(old, new).prefix { $0 == $1 }.count
    let (oldRest, newRest) = (old[start...], new[start...])
    let end = zip(oldRest.reversed(), newRest.reversed()).prefix { $0 == $1 }.count
    add(old[..<start], .both)
    addDifference(Array(oldRest.dropLast(end)), Array(newRest.dropLast(end)))
    add(oldRest.suffix(end), .both)
    if lines.allSatisfy({ $0.kind == .both }) { lines = [] }
  }

  /// Whether the texts are the same.
  package var isEmpty: Bool { lines.isEmpty }

  /// The number of lines that only the new text has.
  package var addedCount: Int { lines.count { $0.kind == .added } }

  /// The number of lines that only the old text has.
  package var removedCount: Int { lines.count { $0.kind == .removed } }

  /// The changes in groups, each with some lines around it.
  ///
  /// - Parameter context: The most lines before and after a change.
  /// - Returns: For each group its lines.
  func hunks(context: Int) -> [[Line]] {
    var hunks: [[Line]] = []
    var end = 0
    for (index, line) in lines.enumerated() where line.kind != .both {
      let start = max(end, index - context)
      let last = min(lines.count, index + 1 + context)
      if start == end, !hunks.isEmpty {
        hunks[hunks.count - 1] += lines[start..<max(start, last)]
      } else {
        hunks.append(Array(lines[start..<last]))
      }
      end = max(end, last)
    }
    return hunks
  }

  private mutating func add(_ texts: some Sequence<Substring>, _ kind: Line.Kind) {
    lines += texts.map { Line(kind: kind, text: String($0)) }
  }

  private mutating func addDifference(_ old: [Substring], _ new: [Substring]) {
    guard !old.isEmpty, !new.isEmpty, old.count <= Self.mostPairs / new.count else {
      add(old, .removed)
      return add(new, .added)
    }
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var position = 0
    for (index, line) in old.enumerated() {
      if removed.contains(index) {
        add([line], .removed)
        continue
      }
      while added.contains(position) {
        add([new[position]], .added)
        position += 1
      }
      add([line], .both)
      position += 1
    }
    add(new[position...], .added)
  }

  private static func lines(of text: String) -> [Substring] {
    text.isEmpty ? [] : text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }
}
