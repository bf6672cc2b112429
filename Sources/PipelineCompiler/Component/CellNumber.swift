/// How people are told of a cell.
enum CellNumber {
  /// The cell's number, counted from 1 as people do.
  static func text(_ index: Int) -> String {
    String(index &+ 1)
  }
}
