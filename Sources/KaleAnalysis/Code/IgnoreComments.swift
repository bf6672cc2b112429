import NotebookModel
import SourceText

/// The comments of a cell that suppress findings, in order.
package struct IgnoreComments: RandomAccessCollection, Sendable {
  private let comments: [IgnoreComment]
  /// Those that hold for the cell, without those that say the same as one before.
  private let ofCell: [IgnoreComment]
  /// Those that hold for their lines, in order.
  private let ofLines: [(line: Range<Int>, comment: IgnoreComment)]

  /// Finds the comments in some code.
  init(in source: [UInt8]) {
    comments = IgnoreComment.all(in: source)
    var seen: Set<[String]?> = []
    ofCell = comments.filter { $0.line == nil && seen.insert($0.entries?.map(\.text)).inserted }
    ofLines = comments.compactMap { comment in comment.line.map { ($0, comment) } }
  }

  package var startIndex: Int { comments.startIndex }
  package var endIndex: Int { comments.endIndex }

  package subscript(index: Int) -> IgnoreComment { comments[index] }

  /// Returns the comments that hold for what is found at a place of the cell. Of those that say the same for the whole cell,
  /// one is among them.
  package func holding(for place: NotebookPlace) -> [IgnoreComment] {
    guard !comments.isEmpty else { return [] }
    return ofCell + lines(with: place).map(\.comment)
  }

  private func lines(with place: NotebookPlace) -> ArraySlice<(line: Range<Int>, comment: IgnoreComment)> {
    guard case .source(_, let range) = place else {
      // What is wrong with the cell or its tags is shown at its first line.
      return ofLines.prefix { $0.line.lowerBound == 0 }
    }
    let start = firstLine { $0.upperBound > range.lowerBound }
    let end = firstLine { $0.lowerBound >= Swift.max(range.upperBound, range.lowerBound + 1) }
    return ofLines[start..<Swift.max(start, end)]
  }

  /// Returns the place of the first line of which something holds that holds of all lines after it.
  private func firstLine(where holds: (Range<Int>) -> Bool) -> Int {
    ofLines.partitioningIndex { holds($0.line) }
  }
}
