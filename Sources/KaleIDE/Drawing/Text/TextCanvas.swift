/// A rectangle of a terminal that lines and text are drawn on. What is outside is not drawn.
struct TextCanvas {
  /// How something looks where the terminal has colors.
  enum Style: String {
    case plain = ""
    case bold = "1"
    case faint = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  /// The directions in which lines lead from the middle of a place.
  struct Directions: OptionSet, Hashable {
    let rawValue: UInt8

    static let up = Directions(rawValue: 1)
    static let down = Directions(rawValue: 2)
    static let left = Directions(rawValue: 4)
    static let right = Directions(rawValue: 8)
  }

  private struct Place {
    var directions: Directions = []
    var isDashed = false
    /// What is there instead of lines; empty for the second half of a wide character.
    var text: String?
    var style = Style.plain
  }

  private var rows: [[Place]]
  let width: Int
  var height: Int { rows.count }

  /// Creates an empty canvas.
  init(width: Int, height: Int) {
    self.width = max(0, width)
    rows = Array(repeating: Array(repeating: Place(), count: max(0, width)), count: max(0, height))
  }

  // MARK: - Drawing

  /// Draws a vertical line, both ends included.
  mutating func drawVertical(
    _ column: Int, from top: Int, to bottom: Int, isDashed: Bool = false, _ style: Style = .plain
  ) {
    guard top < bottom else { return }
    for row in top...bottom {
      var directions: Directions = []
      if row > top { directions.insert(.up) }
      if row < bottom { directions.insert(.down) }
      add(directions, column, row, isDashed, style)
    }
  }

  /// Draws a horizontal line, both ends included.
  mutating func drawHorizontal(
    _ row: Int, from start: Int, to end: Int, isDashed: Bool = false, _ style: Style = .plain
  ) {
    guard start < end else { return }
    for column in start...end {
      var directions: Directions = []
      if column > start { directions.insert(.left) }
      if column < end { directions.insert(.right) }
      add(directions, column, row, isDashed, style)
    }
  }

  /// Draws the border of a rectangle.
  mutating func drawBox(_ left: Int, _ top: Int, width: Int, height: Int, _ style: Style = .plain) {
    let (right, bottom) = (left + width - 1, top + height - 1)
    drawHorizontal(top, from: left, to: right, style)
    drawHorizontal(bottom, from: left, to: right, style)
    drawVertical(left, from: top, to: bottom, style)
    drawVertical(right, from: top, to: bottom, style)
  }

  /// Draws a line from the middle of a place in some directions.
  mutating func add(
    _ directions: Directions, _ column: Int, _ row: Int, _ isDashed: Bool = false, _ style: Style = .plain
  ) {
    guard contains(column, row) else { return }
    // A solid line shows through a dashed one.
    rows[row][column].isDashed =
      rows[row][column].directions.isEmpty ? isDashed : rows[row][column].isDashed && isDashed
    rows[row][column].directions.formUnion(directions)
    if style != .plain { rows[row][column].style = style }
  }

  /// Writes text from a place to the right.
  mutating func write(_ text: String, _ column: Int, _ row: Int, _ style: Style = .plain) {
    var column = column
    for character in text {
      let columns = DisplayWidth.columns(of: character)
      guard columns > 0, contains(column, row), contains(column + columns - 1, row) else { continue }
      rows[row][column].text = String(character)
      rows[row][column].style = style
      if columns == 2 { rows[row][column + 1].text = "" }
      column += columns
    }
  }

  /// Puts another canvas on this one.
  mutating func draw(_ other: TextCanvas, _ left: Int, _ top: Int) {
    for row in 0..<other.height {
      for column in 0..<other.width where contains(left + column, top + row) {
        rows[top + row][left + column] = other.rows[row][column]
      }
    }
  }

  private func contains(_ column: Int, _ row: Int) -> Bool {
    rows.indices.contains(row) && (0..<width).contains(column)
  }

  // MARK: - Writing

  /// Writes what is drawn.
  ///
  /// - Parameters:
  ///   - isUnicode: Whether lines are box-drawing characters, and not those of ASCII.
  ///   - isColored: Whether styles are written, as ANSI escape sequences.
  /// - Returns: The lines, without blanks at their ends.
  func lines(isUnicode: Bool, isColored: Bool) -> [String] {
    rows.map { row in
      let end = row.lastIndex { $0.text.map { $0 != " " } ?? !$0.directions.isEmpty } ?? -1
      var line = ""
      var style = Style.plain
      for place in row.prefix(end + 1) {
        let text = place.text ?? Self.text(for: place, isUnicode)
        if isColored, text != " ", place.style != style {
          line += "\u{1B}[0m" + (place.style == .plain ? "" : "\u{1B}[\(place.style.rawValue)m")
          style = place.style
        }
        line += text
      }
      return style == .plain ? line : line + "\u{1B}[0m"
    }
  }

  private static func text(for place: Place, _ isUnicode: Bool) -> String {
    if place.directions.isEmpty { return " " }
    if place.isDashed, place.directions.isSubset(of: [.up, .down]) { return isUnicode ? "┊" : ":" }
    if place.isDashed, place.directions.isSubset(of: [.left, .right]) { return isUnicode ? "┄" : "." }
    return isUnicode ? unicode[place.directions] ?? " " : ascii[place.directions] ?? "+"
  }

  private static let unicode: [Directions: String] = [
    [.up]: "│", [.down]: "│", [.up, .down]: "│", [.left]: "─", [.right]: "─", [.left, .right]: "─",
    [.down, .right]: "┌", [.down, .left]: "┐", [.up, .right]: "└", [.up, .left]: "┘",
    [.up, .down, .right]: "├", [.up, .down, .left]: "┤", [.down, .left, .right]: "┬",
    [.up, .left, .right]: "┴", [.up, .down, .left, .right]: "┼",
  ]

  private static let ascii: [Directions: String] = [
    [.up]: "|", [.down]: "|", [.up, .down]: "|", [.left]: "-", [.right]: "-", [.left, .right]: "-",
  ]
}
