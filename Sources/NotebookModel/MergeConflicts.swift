/// What a merge that could not be finished leaves in a file: both sides of each conflict, between lines of signs.
struct MergeConflicts {
  /// For each conflict the line of signs that it starts with, and its lines, from 0.
  private(set) var ranges: [(range: Range<Int>, lines: ClosedRange<Int>)] = []

  /// Finds the conflicts of a text: each starts with a line of seven `<`, and ends with one of seven `>`.
  static func find(in bytes: [UInt8]) -> MergeConflicts {
    var conflicts = MergeConflicts()
    var open: (range: Range<Int>, line: Int)?
    var (start, number) = (0, 0)
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[start..<end]
      if isSign(UInt8(ascii: "<"), line) {
        let length = line.last == UInt8(ascii: "\r") ? line.count - 1 : line.count
        open = (start..<start + length, number)
      } else if let first = open, isSign(UInt8(ascii: ">"), line) {
        conflicts.ranges.append((first.range, first.line...number))
        open = nil
      }
      start = end + 1
      number += 1
    }
    return conflicts
  }

  /// Whether a line starts with seven of a sign and nothing, or the name of a side.
  private static func isSign(_ sign: UInt8, _ line: ArraySlice<UInt8>) -> Bool {
    let rest = line.drop { $0 == sign }
    guard line.count - rest.count == 7 else { return false }
    return rest.first.map { [0x20, 0x0D].contains($0) } ?? true
  }
}
