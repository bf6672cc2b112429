import SourceText

extension Terminal {
  /// Returns a line that does nothing to a terminal but show itself: names of files and tags may hold anything.
  package static func printable(_ line: String) -> String {
    // Nearly all lines are plain, and a look at the properties of each character costs more than the rest of a report.
    if line.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return line }
    return line.replacingScalars { isControl($0) ? $0.escaped(asASCII: true) : nil }
  }

  /// Returns the lines of a text, each as ``printable(_:)`` has it. A line break that makes a command of what follows it is
  /// shown, and breaks no line.
  package static func printableLines(_ text: String) -> String {
    var result = ""
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      let line = printable(String(line))
      if number > 0 { result += isWorkflowCommand(line) ? "\\n" : "\n" }
      result += line
    }
    return result
  }

  /// Returns a path as the start of a line shows it.
  package static func pathAtStart(_ path: String) -> String {
    let line = printable(path)
    return isWorkflowCommand(line) ? "./" + line : line
  }

  /// Whether a line is a command to the machines that run workflows, as GitHub's are: they look behind spaces too.
  package static func isWorkflowCommand(_ line: some StringProtocol) -> Bool {
    let start = line.drop { $0 == " " }
    return start.hasPrefix("::") || start.hasPrefix("##[")
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
