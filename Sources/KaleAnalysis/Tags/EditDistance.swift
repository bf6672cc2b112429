/// The slips of the finger between two words: insertions, deletions, replacements and swaps of neighbours.
///
/// Only words that differ by a few slips are of interest. So the table of distances is filled in a narrow band around
/// its diagonal, and no further than slips are left: the work grows with the length of the words, not with its square.
struct EditDistance {
  private let word: [UInt8]
  private let limit: Int

  /// Prepares to compare `word` with others, from which it may differ by `limit` slips.
  init(from word: String, limit: Int) {
    self.word = Array(word.utf8)
    self.limit = max(0, limit)
  }

  /// Returns the number of slips between the word and `other`; nil where there are more than the limit.
  func slips(to other: String) -> Int? {
    guard abs(word.count - other.utf8.count) <= limit else { return nil }
    let other = Array(other.utf8)
    // The cell at index i of a row stands in column row - limit + i.
    let width = 2 * limit + 1
    let far = limit + 1
    var beforePrevious = [Int](repeating: far, count: width)
    var previous = (0..<width).map { $0 >= limit && $0 - limit <= other.count ? $0 - limit : far }
    var current = beforePrevious
    for row in 1..<word.count + 1 {
      var nearest = far
      for index in 0..<width {
        let column = row - limit + index
        guard column >= 0, column <= other.count else {
          current[index] = far
          continue
        }
        var best = index + 1 < width ? previous[index + 1] + 1 : far
        if index > 0 { best = min(best, current[index - 1] + 1) }
        if column > 0 {
          best = min(best, previous[index] + (word[row - 1] == other[column - 1] ? 0 : 1))
          if row > 1, column > 1, word[row - 1] == other[column - 2], word[row - 2] == other[column - 1] {
            best = min(best, beforePrevious[index] + 1)
          }
        }
        current[index] = min(best, far)
        nearest = min(nearest, best)
      }
      // What comes later builds on the last two rows.
      if nearest >= far, !previous.contains(where: { $0 < far }) { return nil }
      swap(&beforePrevious, &previous)
      swap(&previous, &current)
    }
    let slips = previous[other.count - word.count + limit]
    return slips <= limit ? slips : nil
  }
}
