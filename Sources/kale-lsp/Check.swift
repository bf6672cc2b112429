import ArgumentParser
import KaleCommandLine
import KaleRules
import KaleWorkspace

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check notebooks for problems.",
    discussion: """
      --fix applies every safe fix, then reports what remains. --unsafe-fixes also applies suggested fixes, but only \
      to problems that have exactly one.

      Exit status: 0 if there are no errors, 1 if there are, 2 if the command could not run.

      Examples:
        kale-lsp check train.ipynb
        kale-lsp check notebooks/ --output-format github
        kale-lsp check train.ipynb --output-format json | jq '.[].message'
        kale-lsp check notebooks/ --strict --ignore foreign-tag,KALE4
        kale-lsp check notebooks/ --fix --diff
      """)

  @Argument(
    help: "Notebooks, or folders to search for .ipynb files.", completion: .file(extensions: ["ipynb"]))
  var paths: [String]

  @Option(help: "Output format.")
  var outputFormat = CheckReport.Format.text

  @Flag(help: "Apply safe fixes.")
  var fix = false

  @Flag(help: "With --fix: also apply suggested fixes to problems that have exactly one.")
  var unsafeFixes = false

  @Flag(help: "With --fix: print the changes as a unified diff and write nothing.")
  var diff = false

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func validate() throws {
    if unsafeFixes, !fix {
      throw ValidationError("--unsafe-fixes requires --fix.")
    }
    if diff, !fix { throw ValidationError("--diff requires --fix.") }
  }

  func run() throws {
    try Self.check(
      paths, outputFormat,
      repair: fix ? NotebookRun.Repair(for: .fixAll, isUnsafe: unsafeFixes, showsDiff: diff) : nil,
      options.settings)
  }

  /// Checks notebooks, after fixing them as `repair` says.
  static func check(
    _ paths: [String], _ format: CheckReport.Format, repair: NotebookRun.Repair?,
    _ settings: CommandSettings
  ) throws {
    var run = NotebookRun(settings, as: format, repair: repair)
    run.go(through: paths)
    let showsDiff = repair?.showsDiff ?? false
    if showsDiff {
      StandardError.write(run.report.text, terminator: "")
      StandardError.write(run.fixSummary(isDone: false))
    } else {
      if repair != nil { StandardError.write(run.fixSummary(isDone: true)) }
      print(run.report.text, terminator: "")
    }
    try run.end()
  }
}

extension CheckReport.Format: ExpressibleByArgument {}
