import KaleRules
import KaleWorkspace

/// How a report for people looks.
package struct ReportStyle: Sendable {
  /// Whether colors are written.
  package var hasColors = false
  /// The columns of the terminal; nil where lines are not wrapped.
  package var width: Int?
  /// Whether the report tells what `--fix` fixes: only reports of commands that have the option.
  var tellsFixes = true
  /// Whether suggested fixes count among them.
  var marksSuggestedFixes = false

  /// A style without colors, for files and other programs.
  package static let plain = ReportStyle()

  /// Creates a plain style.
  package init() {}

  /// Creates the style for a terminal.
  package init(_ terminal: Terminal) {
    hasColors = terminal.showsColors
    width = terminal.width
  }

  /// What a part of a line is.
  enum Role {
    case severity(Finding.Severity)
    case place, gutter, help, removed, added, strong
  }

  /// Returns a text in the color of its role.
  func text(_ text: String, _ role: Role) -> String {
    guard hasColors, !text.isEmpty else { return text }
    return "\u{1B}[\(Self.code(role))m\(text)\u{1B}[0m"
  }

  private static func code(_ role: Role) -> String {
    switch role {
    case .severity(.error): "1;91"
    case .severity(.warning): "1;93"
    case .severity(.information), .help: "1;96"
    case .severity(.hint): "1;92"
    case .place, .strong: "1"
    case .gutter: "1;94"
    case .removed: "31"
    case .added: "32"
    }
  }
}
