import PythonSyntax
import SourceText

/// Every identifier in a cell's code that stands for a variable.
package struct NameOccurrences: Sendable {
  /// In the order of the text.
  package let all: [NameOccurrence]
  /// For each name its places among them.
  private let places: [String: [Int]]

  init(_ all: [NameOccurrence]) {
    self.all = all
    places = all.indices.reduce(into: [:]) { $0[all[$1].name, default: []].append($1) }
  }

  /// The occurrences of one name, in the order of the text.
  package subscript(name: String) -> [NameOccurrence] { (places[name] ?? []).map { all[$0] } }

  /// The occurrences that begin in a part of the text.
  func begin(in range: Range<Int>) -> ArraySlice<NameOccurrence> {
    let start = all.partitioningIndex { $0.range.lowerBound >= range.lowerBound }
    let end = all.partitioningIndex { $0.range.lowerBound >= range.upperBound }
    return all[start..<max(start, end)]
  }
}
