import JSONSyntax

/// The manual page of the program, made from the definitions of its commands.
package struct ManualPage {
  private let root: JSONNode?
  private let version: String

  /// Creates the page.
  ///
  /// - Parameters:
  ///   - help: The definitions of all commands, as the argument parser writes them.
  ///   - version: The version of the program.
  package init(ofHelp help: String, version: String) {
    root = JSONTree(parsing: Array(help.utf8)).root?["command"]
    self.version = version
  }

  /// The page in the format of man(7).
  package var text: String {
    guard let root else { return "" }
    let command = Command(root, outer: [])
    var lines = [
      ".TH KALE\\-LSP 1 \"\" \"kale\\-lsp \(Roff.escaped(version))\" \"User Commands\"", ".SH NAME",
      "kale\\-lsp \\- \(Roff.escaped(command.abstract.lowercasedFirst))",
      ".SH SYNOPSIS", ".B kale\\-lsp", ".I command", "[options]", ".SH DESCRIPTION",
    ]
    lines += Roff.paragraphs(command.discussion)
    lines.append(".SH COMMANDS")
    for subcommand in command.subcommands { lines += subcommand.lines }
    lines.append(".SH EXIT STATUS")
    lines += Self.exitStatus
    return lines.joined(separator: "\n") + "\n"
  }

  private static let exitStatus = [
    ("0", "Success: no notebook has errors."), ("1", "A notebook has errors, or a run failed."),
    ("2", "The command could not run: a file cannot be read, or an option is invalid."),
  ].flatMap { status, meaning in [".TP", ".B \(status)", Roff.escaped(meaning)] }

  /// A command with its options.
  private struct Command {
    let name: String
    let abstract: String
    let discussion: String
    let arguments: [JSONNode]
    let subcommands: [Command]

    init(_ node: JSONNode, outer: [String]) {
      let own = node["commandName"]?.string ?? ""
      // The name of the program itself is in the synopsis alone.
      let path = outer.isEmpty && node["superCommands"] == nil ? [] : outer + [own]
      name = path.joined(separator: " ")
      abstract = node["abstract"]?.string ?? ""
      discussion = node["discussion"]?.string ?? ""
      arguments = (node["arguments"]?.elements.map(\.self) ?? []).filter(Self.isShown)
      subcommands = (node["subcommands"]?.elements.map(\.self) ?? [])
        .filter { Self.isShown($0) && $0["commandName"]?.string != "help" }
        .map { Command($0, outer: path) }
    }

    private static func isShown(_ node: JSONNode) -> Bool { node["shouldDisplay"]?.bool ?? true }

    var lines: [String] {
      var lines = [".SS \(Roff.escaped("kale-lsp " + name))", Roff.escaped(abstract)]
      if !discussion.isEmpty { lines += [".PP"] + Roff.paragraphs(discussion) }
      for argument in arguments { lines += Self.lines(of: argument) }
      for subcommand in subcommands { lines += subcommand.lines }
      return lines
    }

    private static func lines(of argument: JSONNode) -> [String] {
      let value = "\\fI\(Roff.escaped(argument["valueName"]?.string ?? "value"))\\fR"
      let names = (argument["names"]?.elements.map(\.self) ?? []).compactMap { name -> String? in
        guard let text = name["name"]?.string else { return nil }
        return "\\fB" + Roff.escaped((name["kind"]?.string == "long" ? "--" : "-") + text) + "\\fR"
      }
      let head =
        switch argument["kind"]?.string {
        case "positional": value
        case "option": names.joined(separator: ", ") + " " + value
        default: names.joined(separator: ", ")
        }
      var help = argument["abstract"]?.string ?? ""
      if let words = argument["allValues"]?.elements.compactMap(\.string), !words.isEmpty {
        help += " Values: " + words.joined(separator: ", ") + "."
      }
      if let standard = argument["defaultValue"]?.string { help += " Default: \(standard)." }
      return [".TP", head, Roff.escaped(help)]
    }
  }
}

/// Text in the format of manual pages.
private enum Roff {
  /// The text, so that it shows as it is.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      default: result.append(character)
      }
    }
    return result.first == "." || result.first == "'" ? "\\&" + result : result
  }

  /// The paragraphs of a text. Lines that are indented stay as they are.
  static func paragraphs(_ text: String) -> [String] {
    var lines: [String] = []
    var isExample = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isIndented = line.hasPrefix("  ")
      if isIndented != isExample {
        lines.append(isIndented ? ".nf" : ".fi")
        isExample = isIndented
      }
      lines.append(line.isEmpty ? ".PP" : escaped(String(line)))
    }
    if isExample { lines.append(".fi") }
    return lines
  }
}

extension String {
  fileprivate var lowercasedFirst: String {
    let text = prefix(1).lowercased() + dropFirst()
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
