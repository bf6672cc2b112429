#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The terminal that shows the standard output.
package struct Terminal: Sendable {
  /// How many characters a line has.
  package let width: Int

  /// The terminal of the standard output; nil if that goes elsewhere.
  package static var ofStandardOutput: Terminal? {
    guard isatty(1) == 1 else { return nil }
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return Terminal(width: 80) }
    return Terminal(width: Int(size.ws_col))
  }
}
