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

  /// Whether to write colors: `NO_COLOR` and `FORCE_COLOR` decide, then whether there is a terminal that knows colors.
  private static func showsColors(isPresent: Bool) -> Bool {
    if ProcessEnvironment.value(of: "NO_COLOR") != nil { return false }
    if let forced = ProcessEnvironment.value(of: "FORCE_COLOR") { return forced != "0" }
    return isPresent && ProcessEnvironment.value(of: "TERM") != "dumb"
  }

  private static func width(of descriptor: FileDescriptor) -> Int {
    var size = winsize()
    let code = ioctl(descriptor.rawValue, UInt(TIOCGWINSZ), &size)
    if code == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return ProcessEnvironment.value(of: "COLUMNS").flatMap { Int($0) }.map { max($0, narrowest) }
      ?? usualWidth
  }

  private static let narrowest = 20
  private static let usualWidth = 80
}
