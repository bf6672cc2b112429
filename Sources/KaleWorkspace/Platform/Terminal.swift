#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The terminal that standard output goes to, and what it can show.
package enum Terminal {
  /// Whether standard output goes to a terminal, and not into a file or to a program.
  package static var hasStandardOutput: Bool { isatty(STDOUT_FILENO) == 1 }

  /// How many columns there are; 80 where nobody says.
  package static var columns: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Whether output may have colors: on a terminal that knows them, unless `NO_COLOR` is set.
  package static var showsColors: Bool {
    hasStandardOutput && ProcessEnvironment.value(of: "NO_COLOR") == nil
      && ProcessEnvironment.value(of: "TERM") != "dumb"
  }

  /// Whether output may have characters beyond those of ASCII: in a locale of UTF-8.
  package static var showsUnicode: Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(ProcessEnvironment.value).first ?? ""
    return ["utf-8", "utf8"].contains(where: locale.lowercased().contains)
  }
}
