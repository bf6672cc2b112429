import ArgumentParser
import KaleCommandLine
import KaleWorkspace

@main
struct KaleLSP: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kale-lsp",
    abstract: "Language server and command line for Kale notebooks.",
    discussion: """
      Without a command, starts the language server, unless standard input is a terminal. A path in place of a command \
      is checked.

      Exit status of all commands: 0 if all is well, 1 if a notebook has errors or a run failed, 2 if the command could \
      not run.

      Examples:
        kale-lsp check notebooks/          check all notebooks in a folder
        kale-lsp init analysis.ipynb       make an ordinary notebook a pipeline
        kale-lsp graph train.ipynb         print the steps and their data flow
        kale-lsp compile train.ipynb       compile the pipeline to .kale/
        kale-lsp run train.ipynb           run the pipeline on this machine
        kale-lsp shell train.ipynb --step train    look into a step
        kale-lsp fix --migrate old.ipynb   migrate a notebook from Kale 0.x
        kale-lsp config                    show which settings count, and why
        kale-lsp --generate-completion-script bash
      """,
    version: KaleLSPVersion.full,
    subcommands: [Serve.self, Manual.self, Names.self, Cells.self, Toml.self, Runtime.self],
    groupedSubcommands: [
      CommandGroup(
        name: "Check notebooks", subcommands: [Check.self, Fix.self, Rules.self, RulePage.self, Config.self]),
      CommandGroup(
        name: "Pipelines",
        subcommands: [
          New.self, Init.self, Graph.self, Diff.self, Compile.self, Run.self, Shell.self, Cache.self,
          Schedule.self,
        ]),
    ],
    defaultSubcommand: Serve.self)

  /// What the parser's errors begin with, as those of the commands do.
  static let _errorLabel = "kale-lsp"

  /// Runs the program. A command line that cannot be understood ends with the status of a command that could not run,
  /// and not with one of the library's own.
  static func main() {
    // The parser traps on a terminal that is too narrow for its columns.
    Terminal.declareLeastWidth(HelpText.leastWidth)
    CurrentProcess.exit(ExitStatus.afterOutput(status(of: Array(CommandLine.arguments.dropFirst()))))
  }

  /// Runs the command of a command line.
  ///
  /// - Returns: The status that it ends with.
  private static func status(of arguments: [String]) -> Int32 {
    do {
      if arguments == ["--version"] || arguments == ["-V"] {
        StandardOutput.append(KaleLSPVersion.full)
      } else if try !PlainCommandLine.run(arguments) {
        let arguments = try UnknownCommand.resolve(arguments)
        var command = try parseAsRoot(arguments)
        if let option = RepeatedOption.first(in: arguments, help: type(of: command)._dumpHelp) {
          throw ExitStatus.stop("\(option) is given more than once.")
        }
        try command.run()
      }
      return ExitCode.success.rawValue
    } catch {
      // The parser finds out all about the command before it ends the process, and the status says it all.
      if let status = error as? ExitCode { return status.rawValue }
      let status = exitCode(for: error)
      let message = fullMessage(for: error)
      let text = HelpText.wrapped(
        status == .success ? message : UsageMistake.described(message) { UnknownCommand.help(of: arguments) },
        breaksErrors: Terminal.ofErrors.isPresent)
      if status == .success {
        StandardOutput.append(text)
      } else {
        StandardError.write(Terminal.printableLines(text))
      }
      return status == .validationFailure ? ExitStatus.couldNotRun.rawValue : status.rawValue
    }
  }
}
