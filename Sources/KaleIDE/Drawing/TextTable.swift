/// A table of names for a terminal.
struct TextTable {
  /// For each row and column, the names in the cell.
  private var rows: [[[String]]] = []

  /// A cell shows at most this many names, so that one row does not fill the screen.
  private static let nameLimit = 12
  private static let indent = "  "
  private static let gap = "  "

  /// Adds a row below the others.
  ///
  /// - Parameter cells: The names in each cell. All rows have the same number of cells.
  mutating func addRow(_ cells: [[String]]) { rows.append(cells.map(Self.shownNames)) }

  /// Lays out the table.
  ///
  /// Names that do not fit into their column continue on the next line; a name that is wider than its column is cut in its
  /// middle.
  ///
  /// - Parameter width: How many columns the terminal has.
  /// - Returns: The lines, without line breaks.
  func lines(width: Int) -> [String] {
    guard let first = rows.first else { return [] }
    let natural = first.indices.map { column in rows.map { Self.width(of: $0[column]) }.max() ?? 0 }
    let widths = Self.widths(natural, room: width - Self.indent.count - Self.gap.count * (first.count - 1))
    return rows.flatMap { Self.lines(of: $0, widths) }
  }

  /// Returns text that a terminal only shows: a name may contain anything, also what a terminal obeys.
  static func printable(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { $0.unicodeScalars.append(PipelineDrawing.printable($1)) }
  }

  private static func shownNames(_ names: [String]) -> [String] {
    let shown = names.prefix(nameLimit).map(printable)
    return names.count > nameLimit ? shown + ["\(names.count - nameLimit) more"] : shown
  }

  /// The width of names in one line.
  private static func width(of names: [String]) -> Int {
    names.reduce(0) { $0 + DisplayWidth.columns(of: $1) + 2 } - (names.isEmpty ? 0 : 2)
  }

  /// Gives each column the width that it needs, or an equal share of what narrower columns leave.
  private static func widths(_ natural: [Int], room: Int) -> [Int] {
    var (widths, left) = (natural, room)
    for (rank, column) in natural.indices.sorted(by: { natural[$0] < natural[$1] }).enumerated() {
      widths[column] = min(natural[column], max(1, left / (natural.count - rank)))
      left -= widths[column]
    }
    return widths
  }

  private static func lines(of row: [[String]], _ widths: [Int]) -> [String] {
    let cells = zip(row, widths).map { wrapped($0, width: $1) }
    return (0..<(cells.map(\.count).max() ?? 0)).map { number in
      var line = indent
      for (column, cell) in cells.enumerated() {
        let text = number < cell.count ? cell[number] : ""
        line += (column > 0 ? gap : "") + text
        line += String(repeating: " ", count: max(0, widths[column] - DisplayWidth.columns(of: text)))
      }
      let end = line.lastIndex { $0 != " " }.map(line.index(after:))
      return String(line[..<(end ?? line.startIndex)])
    }
  }

  /// Names in lines of at most a width. A line that continues ends in a comma.
  private static func wrapped(_ names: [String], width: Int) -> [String] {
    var lines: [String] = []
    for (index, name) in names.enumerated() {
      let comma = index < names.count - 1 ? "," : ""
      let text = DisplayWidth.cutInMiddle(name, to: max(1, width - comma.count)) + comma
      if let last = lines.last, DisplayWidth.columns(of: last) + 1 + DisplayWidth.columns(of: text) <= width {
        lines[lines.count - 1] = "\(last) \(text)"
      } else {
        lines.append(text)
      }
    }
    return lines
  }
}
