import KaleAnalysis
import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Fix: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix",
    abstract:
      "Put notebooks right, or make notebooks of Kale 0.x into such as \(KaleRelease.current) accepts.",
    discussion: """
      Without --migrate it does what `check --fix` does: what has one right answer. --unsafe-fixes applies suggested \
      fixes too, where a problem has exactly one.

      With --migrate it puts right what \(KaleRelease.current) refuses: the tags of Kale 0.x, names of steps with every `prev:` that \
      names them, keys of the configuration, comments in metrics cells. Tags of other tools and keys that Kale does not \
      know are removed; --ignore keeps them. Nothing else in the files changes. What is left to decide is printed.

      Exit status: 0 nothing is left that is an error (with --migrate: that Kale refuses), 1 something is, 2 could not run.

      Examples:
        kale-lsp fix --migrate old.ipynb
        kale-lsp fix --migrate --diff notebooks/
        kale-lsp fix --migrate --ignore foreign-tag old.ipynb
      """)

  @Argument(help: "Notebooks, and folders of notebooks.", completion: .file(extensions: ["ipynb"]))
  var paths: [String]

  @Flag(help: "Make notebooks of Kale 0.x into such as \(KaleRelease.current) accepts.")
  var migrate = false

  @Flag(help: "Also apply suggested fixes, where a problem has exactly one.")
  var unsafeFixes = false

  @Flag(help: "Print what would change, as a unified diff, and write nothing.")
  var diff = false

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func run() throws {
    var selection = options.selection
    // What counts after a migration is whether Kale accepts the notebook.
    if migrate { selection.isStrict = true }
    var run = NotebookRun(
      selection,
      repair: NotebookRun.Repair(
        for: migrate ? .migration : .fixAll, isUnsafe: unsafeFixes, showsDiff: diff))
    run.go(through: paths) { path, title in
      if !diff { print("\(path): \(title)") }
    }
    if diff {
      StandardError.write(run.report.text, terminator: "")
    } else {
      print(run.report.text, terminator: "")
    }
    StandardError.write(run.fixSummary(isDone: !diff))
    try run.end()
  }
}
