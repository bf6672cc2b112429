import ArgumentParser
import KaleCommandLine
import KaleRules
import KaleWorkspace

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say what is wrong with notebooks.",
    discussion: """
      With --fix, what has one right answer is put right in the files first; what is said then is what is left. \
      These are the safe fixes; --unsafe-fixes applies suggested ones too, but chooses among no equals.

      Exit status: 0 no errors, 1 errors found, 2 could not run.

      Examples:
        kale-lsp check train.ipynb
        kale-lsp check notebooks/ --output-format github
        kale-lsp check train.ipynb --output-format json | jq '.[].message'
        kale-lsp check notebooks/ --strict --ignore foreign-tag,KALE4
        kale-lsp check notebooks/ --fix --diff
      """)

  @Argument(help: "Notebooks, and folders of notebooks.", completion: .file(extensions: ["ipynb"]))
  var paths: [String]

  @Option(help: "How to print what is found.")
  var outputFormat = CheckReport.Format.text

  @Flag(help: "Put right what has one right answer.")
  var fix = false

  @Flag(help: "With --fix: also apply suggested fixes, where a problem has exactly one.")
  var unsafeFixes = false

  @Flag(help: "With --fix: print what would change, as a unified diff, and write nothing.")
  var diff = false

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func validate() throws {
    if unsafeFixes, !fix {
      throw ValidationError("--unsafe-fixes widens what --fix applies: give both.")
    }
    if diff, !fix { throw ValidationError("--diff says what --fix would change: give both.") }
  }

  func run() throws {
    try Self.check(
      paths, outputFormat,
      repair: fix ? NotebookRun.Repair(for: .fixAll, isUnsafe: unsafeFixes, showsDiff: diff) : nil,
      options.selection)
  }

  /// Checks notebooks, after it has put them right where `repair` says so.
  static func check(
    _ paths: [String], _ format: CheckReport.Format, repair: NotebookRun.Repair?,
    _ selection: FindingSelection
  ) throws {
    var run = NotebookRun(selection, as: format, repair: repair)
    run.go(through: paths)
    let showsDiff = repair?.showsDiff ?? false
    if showsDiff {
      StandardError.write(run.report.text, terminator: "")
    } else {
      print(run.report.text, terminator: "")
    }
    if repair != nil { StandardError.write(run.fixSummary(isDone: !showsDiff)) }
    try run.end()
  }
}

extension CheckReport.Format: ExpressibleByArgument {}
