/// What a terminal shows.
package struct TextStyle: Sendable {
  /// How many columns there are.
  package var width = 80
  /// Whether longer lines are read as well, as in a file.
  package var hasLongLines = false
  /// Whether there are characters beyond those of ASCII.
  package var isUnicode = true
  /// Whether ANSI escape sequences color text.
  package var isColored = false

  /// Creates the style of a terminal of 80 columns with Unicode and without colors.
  package init() {}
}
