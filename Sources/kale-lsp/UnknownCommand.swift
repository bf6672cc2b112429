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
    var command: any ParsableCommand.Type = KaleLSP.self
    var names: [String] = []
    for argument in arguments {
      let subcommands = command.configuration.subcommands
      if subcommands.isEmpty || argument.utf8.first == UInt8(ascii: "-") || argument == "help" { break }
      if let subcommand = subcommands.first(where: { $0.nameAndAliases.contains(argument) }) {
        command = subcommand
        names.append(argument)
      } else if names.isEmpty, isPath(argument) {
        return ["check"] + arguments
      } else {
        throw stop(argument, in: names, subcommands)
      }
    }
    return arguments
  }

  /// Whether a word names something on disk, or something that is not there but can only be a path.
  private static func isPath(_ word: String) -> Bool {
    if FileSystem.kind(of: word) != nil { return true }
    return word.utf8.contains(UInt8(ascii: "/")) || word.utf8.contains(UInt8(ascii: "."))
  }

  private static func stop(
    _ word: String, in names: [String], _ subcommands: [any ParsableCommand.Type]
  ) -> ExitCode {
    let candidates = subcommands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
    let command = (["kale-lsp"] + names).joined(separator: " ")
    let remedy =
      SpellingSuggestion.nearest(to: word, among: candidates).map { "Did you mean `\($0)`?" }
      ?? "Run `\(command) --help` to list the commands."
    return ExitStatus.stop("Unknown command `\(word)`. \(remedy)")
  }
}

extension ParsableCommand {
  fileprivate static var nameAndAliases: [String] { [_commandName] + configuration.aliases }
}
