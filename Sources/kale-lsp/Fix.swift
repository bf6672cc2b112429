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

      Exit status: 0 if no errors remain (with --migrate: nothing that Kale rejects), 1 if some remain, 2 if the \
      command could not run.

      Examples:
        kale-lsp fix --migrate old.ipynb
        kale-lsp fix --migrate --diff notebooks/
        kale-lsp fix --migrate --ignore foreign-tag old.ipynb
      """)

  @Argument(
    help: "Notebooks, or folders to search for .ipynb files.", completion: .file(extensions: ["ipynb"]))
  var paths: [String]

  @Flag(help: "Migrate notebooks from Kale 0.x to \(KaleRelease.current).")
  var migrate = false

  @Flag(help: "Also apply suggested fixes to problems that have exactly one.")
  var unsafeFixes = false

  @Flag(help: "Print the changes as a unified diff and write nothing.")
  var diff = false

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func run() throws {
    var run = NotebookRun(
      options.settings,
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
