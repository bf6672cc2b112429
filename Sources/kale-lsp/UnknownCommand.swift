import ArgumentParser
import KaleAnalysis
import KaleCommandLine
import KaleWorkspace

/// What a command line means whose first words do not name a command.
enum UnknownCommand {
  /// Finds out what to parse: a path in place of a command is a path to check.
  ///
  /// - Parameter arguments: The arguments as given.
  /// - Returns: The arguments to parse.
  /// - Throws: The status to exit with, if a word looks like a mistyped command.
  static func resolve(_ arguments: [String]) throws -> [String] {
    try checkOptions(arguments)
    var command: any ParsableCommand.Type = KaleLSP.self
    var names: [String] = []
    let words = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
    let isHelp = arguments.first == "help"
    for argument in words {
      let subcommands = command.configuration.subcommands
      if names.isEmpty, !isHelp, argument == "-" || argument == "--" { return ["check"] + arguments }
      if subcommands.isEmpty || argument.utf8.first == UInt8(ascii: "-") || argument == "help" { break }
      if let subcommand = subcommands.first(where: { $0.nameAndAliases.contains(argument) }) {
        command = subcommand
        names.append(argument)
      } else if names.isEmpty, !isHelp, isPath(argument) {
        return ["check"] + arguments
      } else {
        throw stop(argument, in: names, subcommands)
      }
    }
    return arguments
  }

  /// The help of the command that a command line names.
  static func help(of arguments: [String]) -> String {
    let commands = KaleLSP.configuration.subcommands
    return (commands.first { $0._commandName == arguments.first } ?? KaleLSP.self).helpMessage()
  }

  /// Reports what looks like an option and cannot be one: the name of a file, and an option in place of a command.
  private static func checkOptions(_ arguments: [String]) throws {
    let options = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("-") && $0 != "-" }
    let isFile = { (word: String) in
      word.utf8.contains(UInt8(ascii: ".")) && FileSystem.kind(of: word) == .file
    }
    if let file = options.first(where: isFile) {
      throw ExitStatus.stop("`\(file)` looks like an option. Write `./\(file)` to name the file.")
    }
    let hasNoValue = { (option: String) in
      option.hasPrefix("--") && option.firstIndex(of: "=") == option.indices.last
    }
    if let option = options.first(where: hasNoValue) {
      throw ExitStatus.stop("`\(option)` has no value. Write it after the `=`, or leave the option out.")
    }
    guard let first = arguments.first, first.hasPrefix("--"), first != "--" else { return }
    let name = String(first.prefix { $0 != "=" })
    if rootOptions.contains(name) || name.hasPrefix("--experimental") { return }
    let remedy =
      SpellingSuggestion.nearest(to: name, among: rootOptions).map { "Did you mean `\($0)`?" }
      ?? "Options follow a command, for example `kale-lsp \(command(withOption: name)) \(first)`."
    throw ExitStatus.stop("Unknown option `\(name)`. \(remedy)")
  }

  /// The first command that has an option, including Kale's options; `check` if no command has it.
  private static func command(withOption option: String) -> String {
    let command = KaleLSP.configuration.subcommands.first { command in
      command.configuration.shouldDisplay
        && command.helpMessage(includeHidden: true).split(whereSeparator: \.isWhitespace).contains { word in
          word.split(separator: "/").contains { $0 == option || $0 == option + "," }
        }
    }
    return command?._commandName ?? Check._commandName
  }

  /// The options that the program has without a command.
  private static let rootOptions = [
    "--help", "--help-hidden", "--version", "--stdio", "--generate-completion-script",
  ]

  /// Whether a word names something on disk, or something that is not there but can only be a path.
  private static func isPath(_ word: String) -> Bool {
    if FileSystem.kind(of: word) != nil { return true }
    return word.utf8.contains(UInt8(ascii: "/")) || word.utf8.contains(UInt8(ascii: "."))
  }

  /// What commands are called that other tools have under other names.
  private static let namesElsewhere = [
    "build": "compile", "explain": "rule", "lint": "check", "lsp": "serve", "server": "serve",
    "version": "--version",
  ]

  /// The notebook that a word names without its ending.
  private static func notebook(named word: String) -> String? {
    let path = word + ".ipynb"
    return FileSystem.kind(of: path) == .file ? path : nil
  }

  private static func stop(
    _ word: String, in names: [String], _ subcommands: [any ParsableCommand.Type]
  ) -> ExitCode {
    let candidates = subcommands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
    let command = (["kale-lsp"] + names).joined(separator: " ")
    let meant =
      names.isEmpty ? namesElsewhere[word] : nil
    let remedy =
      (meant ?? notebook(named: word)
      ?? SpellingSuggestion.nearest(to: word, among: candidates, slips: max(1, word.utf8.count / 2))).map {
        "Did you mean `\($0)`?"
      }
      ?? "Run `\(command) --help` to list the commands."
    return ExitStatus.stop("Unknown command `\(word)`. \(remedy)")
  }
}

extension ParsableCommand {
  fileprivate static var nameAndAliases: [String] { [_commandName] + configuration.aliases }
}
