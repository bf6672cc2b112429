/// Sizes of a picture, in pixels.
enum SVGMetrics {
  static let titleSize = 13
  static let detailSize = 11
  /// From one line of text to the next.
  static let lineHeight = 16
  /// From the border of a box to its text.
  static let padding = 12
  /// Around the whole.
  static let margin = 16
  /// The smallest distance between boxes side by side.
  static let gap = 28
  /// The distance between layers, without labels.
  static let channel = 34
  static let spacing = BoxMeasure.Spacing(beforeLabel: 7, afterLabel: 14, betweenEdges: 22, inset: 16)

  /// The width of a text in a font in which all characters are equally wide.
  static func width(of text: String, size: Int) -> Int {
    // Such fonts have characters of up to 0.61 of their size; a wide one has two columns.
    (DisplayWidth.columns(of: text) * size * 61 + 99) / 100
  }

  /// The largest width of some lines.
  static func width(of lines: [String], size: Int) -> Int {
    lines.map { width(of: $0, size: size) }.max() ?? 0
  }
}
