/// Finds the cells of a saved notebook again among those of an edited one.
///
/// Cells with the same text belong together, in the order in which most of them stand; what was moved is found by its text;
/// and what was edited, by what it has in common with a saved cell between the same neighbours.
struct CellAlignment {
  /// Larger parts that differ are not compared cell by cell with cell.
  private static let maximumTableSize = 250_000

  /// For each new text the index of the old one that it was.
  static func align(_ new: [ArraySlice<UInt8>], with old: [ArraySlice<UInt8>]) -> [Int?] {
    var alignment = CellAlignment(new: new, old: old)
    alignment.matchInOrder()
    alignment.matchMoved()
    alignment.matchEdited()
    return alignment.origins
  }

  private let new: [ArraySlice<UInt8>]
  private let old: [ArraySlice<UInt8>]
  private var origins: [Int?]
  private var isTaken: [Bool]

  private init(new: [ArraySlice<UInt8>], old: [ArraySlice<UInt8>]) {
    self.new = new
    self.old = old
    origins = new.map { _ in nil }
    isTaken = old.map { _ in false }
  }

  private mutating func match(_ newIndex: Int, _ oldIndex: Int) {
    origins[newIndex] = oldIndex
    isTaken[oldIndex] = true
  }

  /// The longest common subsequence of equal texts.
  private mutating func matchInOrder() {
    var front = 0
    while front < min(new.count, old.count), new[front] == old[front] {
      match(front, front)
      front += 1
    }
    var back = 0
    while back < min(new.count, old.count) - front, new[new.count - 1 - back] == old[old.count - 1 - back] {
      match(new.count - 1 - back, old.count - 1 - back)
      back += 1
    }
    let (rows, columns) = (new.count - front - back, old.count - front - back)
    guard rows > 0, columns > 0, rows * columns <= Self.maximumTableSize else { return }
    let weights = { (row: Int, column: Int) in new[front + row] == old[front + column] ? 1.0 : 0.0 }
    for (row, column) in Self.bestPairs(rows, columns, weights) { match(front + row, front + column) }
  }

  /// Pairs of rows and columns, both ascending, whose weights have the greatest sum.
  private static func bestPairs(_ rows: Int, _ columns: Int, _ weight: (Int, Int) -> Double) -> [(Int, Int)] {
    let width = columns + 1
    var weights = [Double](repeating: 0, count: rows * columns)
    var best = [Double](repeating: 0, count: (rows + 1) * width)
    for row in (0..<rows).reversed() {
      for column in (0..<columns).reversed() {
        let own = weight(row, column)
        weights[row * columns + column] = own
        let skipped = max(best[(row + 1) * width + column], best[row * width + column + 1])
        best[row * width + column] = max(skipped, own > 0 ? own + best[(row + 1) * width + column + 1] : 0)
      }
    }
    var pairs: [(Int, Int)] = []
    var (row, column) = (0, 0)
    while row < rows, column < columns {
      let own = weights[row * columns + column]
      if own > 0, best[row * width + column] == own + best[(row + 1) * width + column + 1] {
        pairs.append((row, column))
        row += 1
        column += 1
      } else if best[(row + 1) * width + column] >= best[row * width + column + 1] {
        row += 1
      } else {
        column += 1
      }
    }
    return pairs
  }

  private mutating func matchMoved() {
    var free: [ArraySlice<UInt8>: [Int]] = [:]
    for index in old.indices.reversed() where !isTaken[index] { free[old[index], default: []].append(index) }
    for index in new.indices where origins[index] == nil && !new[index].isBlank {
      if let place = free[new[index]]?.popLast() { match(index, place) }
    }
  }

  /// Between two cells that are known, the texts that are not.
  private mutating func matchEdited() {
    var index = 0
    while index < new.count {
      guard origins[index] == nil else {
        index += 1
        continue
      }
      var end = index
      while end < new.count, origins[end] == nil { end += 1 }
      let rows = Array(index..<end)
      let columns = freeIndices(
        between: index > 0 ? origins[index - 1] : nil, end < new.count ? origins[end] : nil)
      matchEdited(rows, columns)
      index = end
    }
  }

  /// The saved cells that no text belongs to yet, between those of the neighbours.
  private func freeIndices(between front: Int?, _ back: Int?) -> [Int] {
    var result: [Int] = []
    if let back {
      var index = back - 1
      while index >= 0, !isTaken[index] {
        result.append(index)
        index -= 1
      }
      result.reverse()
    }
    guard result.isEmpty else { return result }
    var index = (front ?? -1) + 1
    while index < old.count, !isTaken[index] {
      result.append(index)
      index += 1
    }
    return result
  }

  private mutating func matchEdited(_ rows: [Int], _ columns: [Int]) {
    guard !columns.isEmpty, rows.count * columns.count <= Self.maximumTableSize / 100 else { return }
    let likeness = TextLikeness(new: rows.map { new[$0] }, old: columns.map { old[$0] })
    let pairs = Self.bestPairs(rows.count, columns.count, likeness.value)
    for (row, column) in pairs { match(rows[row], columns[column]) }
    // As many of both are the same ones, however much they were edited.
    if rows.count == columns.count {
      for (row, column) in zip(rows, columns) where origins[row] == nil && !isTaken[column] {
        match(row, column)
      }
    }
  }
}

/// How much texts have in common.
private struct TextLikeness {
  private let new: [ArraySlice<UInt8>]
  private let old: [ArraySlice<UInt8>]
  private let newLines: [Set<ArraySlice<UInt8>>]
  private let oldLines: [Set<ArraySlice<UInt8>>]

  init(new: [ArraySlice<UInt8>], old: [ArraySlice<UInt8>]) {
    self.new = new
    self.old = old
    newLines = new.map { Set($0.split(separator: 0x0A)) }
    oldLines = old.map { Set($0.split(separator: 0x0A)) }
  }

  /// From 0 to 1; 0 for texts that are too different to be one cell.
  func value(_ newIndex: Int, _ oldIndex: Int) -> Double {
    let (one, other) = (new[newIndex], old[oldIndex])
    let shared = newLines[newIndex].intersection(oldLines[oldIndex]).count
    let lines = max(newLines[newIndex].count, oldLines[oldIndex].count, 1)
    let front = zip(one, other).prefix { $0 == $1 }.count
    let limit = min(one.count, other.count) - front
    let back = min(limit, zip(one.reversed(), other.reversed()).prefix { $0 == $1 }.count)
    let ends = Double(front + back) / Double(max(one.count, other.count, 1))
    let value = max(Double(shared) / Double(lines), ends)
    return value >= 0.3 ? value : 0
  }
}
