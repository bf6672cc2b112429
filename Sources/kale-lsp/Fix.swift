import KaleAnalysis
import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Fix: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix",
    abstract:
      "Fix problems, or migrate notebooks from Kale 0.x.",
    discussion: """
      Applies every safe fix, then reports what remains, as `check --fix` does. --unsafe-fixes also applies \
      suggested fixes, but only to problems that have exactly one.

      --migrate fixes what \(KaleRelease.current) rejects: the tags of Kale 0.x, step names and the `prev:` tags \
      that refer to them, configuration keys, and comments in metrics cells. It removes tags of other tools and \
      configuration keys that Kale does not know; --ignore keeps them. Nothing else in the files changes. Problems \
      that need your decision are only reported.

      Folders are searched as `kale-lsp check` searches them.

      Exit status: 0 if no errors remain (with --migrate: nothing that Kale rejects), 1 if some remain or if --diff \
      has changes, 2 if the command could not run.

      Examples:
        kale-lsp fix --migrate old.ipynb
        kale-lsp fix --migrate --diff notebooks/
        kale-lsp fix --migrate --ignore foreign-tag old.ipynb
      """)

  @Argument(
    help: "Notebooks, folders to search for them, or - for standard input.",
    completion: .file(extensions: ["ipynb", "py", "md"]))
  var paths: [String] = ["."]

  @Flag(help: "Migrate notebooks from Kale 0.x to \(KaleRelease.current).")
  var migrate = false

  @Flag(help: "Also apply suggested fixes to problems that have exactly one.")
  var unsafeFixes = false

  @Flag(help: "Print the changes as a unified diff and write nothing.")
  var diff = false

  @Option(help: ArgumentHelp("Name of the notebook that standard input has.", valueName: "path"))
  var stdinFilename: String?

  @OptionGroup(title: "Output")
  var reportOptions: ReportOptions

  @OptionGroup(title: "Exit status")
  var exitOptions: ExitOptions

  @OptionGroup(title: "Files")
  var fileOptions: FileOptions

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func run() throws {
    var settings = CheckSettings()
    settings.command = options.settings
    settings.repair = NotebookRun.Repair(
      for: migrate ? .migration : .fixAll, isUnsafe: unsafeFixes, showsDiff: diff)
    reportOptions.apply(to: &settings.report)
    exitOptions.apply(to: &settings.exit)
    fileOptions.apply(to: &settings)
    try NotebookCheck(settings, listsFixes: true).run(paths, inputName: stdinFilename)
  }
}
