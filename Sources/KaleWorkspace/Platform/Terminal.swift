#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What an output of the process is connected to.
package struct Terminal: Sendable {
  /// Whether a person sees the output as it is written.
  package let isPresent: Bool
  /// Whether the terminal, and the person, can do with colors.
  package let showsColors: Bool
  /// The columns of a line; nil where the output goes elsewhere.
  package let width: Int?

  /// The terminal of standard output.
  package static var ofOutput: Terminal { Terminal(FileDescriptor.standardOutput) }
  /// The terminal of standard error.
  package static var ofErrors: Terminal { Terminal(FileDescriptor.standardError) }

  private init(_ descriptor: FileDescriptor) {
    isPresent = descriptor.isTerminal
    width = isPresent ? Self.width(of: descriptor) : nil
    showsColors = Self.showsColors(isPresent: isPresent)
  }

  /// Whether to write colors: `NO_COLOR`, `FORCE_COLOR`, `CLICOLOR_FORCE` and `CLICOLOR` decide, in this order, then
  /// whether there is a terminal that knows colors.
  ///
  /// - Parameters:
  ///   - isPresent: Whether there is a terminal.
  ///   - variable: Returns the value of an environment variable.
  /// - Returns: Whether colors are written.
  static func showsColors(
    isPresent: Bool, _ variable: (String) -> String? = ProcessEnvironment.value
  ) -> Bool {
    if variable("NO_COLOR") != nil { return false }
    if let forced = variable("FORCE_COLOR") { return forced != "0" }
    if let forced = variable("CLICOLOR_FORCE"), forced != "0" { return true }
    return isPresent && variable("CLICOLOR") != "0" && variable("TERM") != "dumb"
  }

  private static func width(of descriptor: FileDescriptor) -> Int {
    var size = winsize()
    let code = ioctl(descriptor.rawValue, UInt(TIOCGWINSZ), &size)
    if code == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return ProcessEnvironment.value(of: "COLUMNS").flatMap { Int($0) }.map { max($0, narrowest) }
      ?? usualWidth
  }

  /// Has what reads `COLUMNS` take the terminal of standard output for one of this width, where it is narrower. A value
  /// that is not a width counts as none.
  package static func declareLeastWidth(_ width: Int) {
    let columns = getenv("COLUMNS").flatMap { Int(String(cString: $0)) }
    if columns ?? 0 < 1 { unsetenv("COLUMNS") }
    let descriptor = FileDescriptor.standardOutput
    let present =
      columns.flatMap { $0 > 0 ? $0 : nil } ?? (descriptor.isTerminal ? Self.width(of: descriptor) : width)
    if present < width { setenv("COLUMNS", String(width), 1) }
  }

  private static let narrowest = 20
  private static let usualWidth = 80
}
