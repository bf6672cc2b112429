import ArgumentParser
import KaleCommandLine
import KaleWorkspace

@main
struct KaleLSP: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kale-lsp",
    abstract: "Language server and command line for Kale notebooks.",
    discussion: """
      Without a subcommand, starts the language server.

      Examples:
        kale-lsp check notebooks/          check all notebooks in a folder
        kale-lsp init analysis.ipynb       make an ordinary notebook a pipeline
        kale-lsp graph train.ipynb         print the steps and their data flow
        kale-lsp compile train.ipynb       compile the pipeline to .kale/
        kale-lsp run train.ipynb           run the pipeline on this machine
        kale-lsp shell train.ipynb --step train    look into a step
        kale-lsp fix --migrate old.ipynb   migrate a notebook from Kale 0.x
        kale-lsp serve                     start the language server
        kale-lsp --generate-completion-script bash
      """,
    version: KaleLSPVersion.current,
    subcommands: [
      Serve.self, Check.self, Fix.self, Init.self, Graph.self, Compile.self, Run.self, Shell.self, Cache.self,
      Schedule.self, Runtime.self, Rules.self,
      RulePage.self,
      Names.self, Cells.self,
    ],
    defaultSubcommand: Serve.self)

  /// Runs the program. A command line that cannot be understood ends with the status of a command that could not run,
  /// and not with one of the library's own.
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments == ["--version"] { return print(KaleLSPVersion.current) }
    do {
      if try PlainCommandLine.run(Array(arguments)) { return }
      var command = try parseAsRoot()
      try command.run()
    } catch {
      // The parser finds out all about the command before it ends the process, and the status says it all.
      if let status = error as? ExitCode { CurrentProcess.exit(status.rawValue) }
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      StandardError.write(fullMessage(for: error))
      CurrentProcess.exit(ExitStatus.couldNotRun.rawValue)
    }
  }
}
