extension Terminal {
  /// Returns a line that does nothing to a terminal but show itself: names of files and tags may hold anything.
  package static func printable(_ line: String) -> String {
    // Nearly all lines are plain, and a look at the properties of each character costs more than the rest of a report.
    if line.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return line }
    var result = ""
    for scalar in line.unicodeScalars {
      if isControl(scalar) {
        result += scalar.escaped(asASCII: true)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Returns the lines of a text, each as ``printable(_:)`` has it.
  package static func printableLines(_ text: String) -> String {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { printable(String($0)) }.joined(separator: "\n")
  }

  /// Returns a path as the start of a line shows it.
  ///
  /// A line that starts with `::` or `##[` is a command to the machines that run workflows, as GitHub's.
  package static func pathAtStart(_ path: String) -> String {
    let line = printable(path)
    return ["::", "##["].contains(where: line.hasPrefix) ? "./" + line : line
  }

  /// Whether a character may do something else to a terminal than show itself: a control character, a line break, or one
  /// that changes the direction in which text is shown.
  package static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
    default: scalar.properties.generalCategory == .control
    }
  }
}
