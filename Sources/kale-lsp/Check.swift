import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check notebooks for problems.",
    discussion: """
      Folders are searched for notebooks: .ipynb files, and scripts and Markdown that are notebooks. What git ignores \
      and the usual folders (.venv, node_modules, build …) are left out. Other files are skipped.

      --fix applies every safe fix, then reports what remains. --unsafe-fixes also applies suggested fixes, but only \
      to problems that have exactly one.

      Exit status: 0 if there are no errors, 1 if there are or if --diff has changes, 2 if the command could not run.

      Examples:
        kale-lsp check
        kale-lsp check notebooks/ --output-format github
        kale-lsp check train.ipynb --output-format json | jq '.[].message'
        kale-lsp check --strict --ignore foreign-tag,KALE4
        kale-lsp check --fix --diff
        kale-lsp check --add-ignore --select KALE3
        kale-lsp check --output-format sarif -o kale-lsp.sarif
        git show HEAD:train.ipynb | kale-lsp check - --stdin-filename train.ipynb
      """)

  @Argument(
    help: "Notebooks, folders to search for them, or - for standard input. Defaults to the working folder.",
    completion: .file(extensions: ["ipynb", "py", "md"]))
  var paths: [String] = []

  @Flag(help: "Apply safe fixes.")
  var fix = false

  @Flag(help: "Also apply suggested fixes to problems that have exactly one. Without --fix, marks them.")
  var unsafeFixes = false

  @Flag(help: "Print what --fix would change as a unified diff, and write nothing.")
  var diff = false

  @Flag(help: "Add comments to cells that suppress what is found: `# kale: ignore[RULE]`.")
  var addIgnore = false

  @Flag(name: .shortAndLong, help: "Check again whenever files change.")
  var watch = false

  @Option(help: ArgumentHelp("File name to use for standard input.", valueName: "path"))
  var stdinFilename: String?

  @Flag(help: "List the notebooks that would be checked.")
  var showFiles = false

  @OptionGroup(title: "Output")
  var reportOptions: ReportOptions

  @OptionGroup(title: "Exit status")
  var exitOptions: ExitOptions

  @OptionGroup(title: "Files")
  var fileOptions: FileOptions

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  /// Whether fixes are applied, or shown.
  private var fixes: Bool { fix || diff }

  private var repair: NotebookRun.Repair? {
    if addIgnore { return .suppression(showsDiff: diff) }
    return fixes ? NotebookRun.Repair(for: .fixAll, isUnsafe: unsafeFixes, showsDiff: diff) : nil
  }

  /// What is checked. To name standard input is to mean it.
  private var inputs: [String] {
    guard paths.isEmpty else { return paths }
    return [stdinFilename == nil ? "." : NotebookCheck.standardInput]
  }

  func validate() throws {
    if stdinFilename != nil, inputs != [NotebookCheck.standardInput] {
      throw ValidationError("--stdin-filename names standard input: it takes no path but `-`.")
    }
    if showFiles, reportOptions.isForReport {
      throw ValidationError("--show-files prints paths, and takes no options for a report.")
    }
    if addIgnore, fix || unsafeFixes {
      throw ValidationError("--add-ignore cannot be combined with --fix or --unsafe-fixes.")
    }
    if watch, addIgnore || fixes || inputs.contains(NotebookCheck.standardInput) {
      throw ValidationError("--watch cannot be combined with --fix, --add-ignore or standard input.")
    }
  }

  func run() throws {
    var settings = CheckSettings()
    settings.command = options.settings
    settings.repair = repair
    reportOptions.apply(to: &settings.report)
    settings.report.marksSuggestedFixes = unsafeFixes
    exitOptions.apply(to: &settings.exit)
    fileOptions.apply(to: &settings)
    let check = try NotebookCheck(settings)
    if showFiles { return try check.listFiles(inputs) }
    if watch { check.watch(inputs) }
    try check.run(inputs, inputName: stdinFilename)
  }
}
