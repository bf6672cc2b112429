import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Compile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Compile notebooks to Kubeflow pipelines.",
    discussion: """
      Writes the pipeline spec (YAML) and the DSL script (Python) to .kale/ next to the notebook, or to the folder \
      set in the notebook's configuration. Notebooks with errors are not compiled. In folders, which are searched as \
      `kale-lsp check` searches them, ordinary notebooks and notebooks that are part of others are skipped.

      Standard error shows the problems and the steps: what they run after, take and pass on. Standard output has \
      only the paths of the files.

      --check writes nothing and reports whether the files are up to date. It also skips named files that are ordinary \
      notebooks or no notebooks, so that a hook can pass every changed file.

      Options with Kale's names, for example --nb and --docker_image, are accepted too.

      Exit status: 0 if the notebooks were compiled or the files are up to date, 1 if a notebook has errors or a \
      file is out of date, 2 if the command could not run.

      Examples:
        kale-lsp compile train.ipynb
        kale-lsp compile notebooks/ --check
        kale-lsp compile train.ipynb --output build --output-format yaml
        kale-lsp compile train.ipynb --stdout --output-format dsl
        kale-lsp compile train.ipynb --pipeline-name train-nightly
      """)

  @Argument(
    help: "Notebooks, or folders to search for them: .ipynb files, scripts and Markdown.",
    completion: .file(extensions: ["ipynb", "py", "md"]))
  var paths: [String] = []

  @Option(
    name: [.customShort("o"), .customLong("output")], help: "Folder to write to.", completion: .directory)
  var folder: String?

  @Option(help: "What to write: pipeline spec, DSL script or both.")
  var outputFormat = Compilation.OutputFormat.all

  @Flag(name: .customLong("stdout"), help: "Print the pipeline instead of writing files.")
  var printsOnly = false

  @Flag(help: "Report whether the files are up to date; write nothing.")
  var check = false

  @Flag(name: .shortAndLong, help: "Print problems and the paths of the files, and nothing else.")
  var quiet = false

  @OptionGroup(title: "In place of the notebook's configuration")
  var overrides: CompileOverrideOptions

  @OptionGroup(title: "Files")
  var fileOptions: FileOptions

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  /// The notebooks, also the one that Kale's option names.
  private var allPaths: [String] { paths + (overrides.kale.notebook.map { [$0] } ?? []) }

  func validate() throws {
    if check, printsOnly {
      throw ValidationError("--check and --stdout cannot be combined.")
    }
    if printsOnly, folder != nil { throw ValidationError("--output and --stdout cannot be combined.") }
    if allPaths.isEmpty { throw ValidationError("Missing expected argument '<paths> ...'") }
    if printsOnly, allPaths.count > 1 { throw ValidationError("--stdout takes one notebook.") }
    if overrides.pipelineName ?? overrides.kale.pipelineName != nil, allPaths.count > 1 {
      throw ValidationError("--pipeline-name takes one notebook.")
    }
  }

  func run() throws {
    var files = CheckSettings(options.settings)
    fileOptions.apply(to: &files)
    let compilation = Compilation(
      paths: allPaths, folder: folder, outputFormat: outputFormat, printsOnly: printsOnly, checks: check,
      settings: files.command, isQuiet: quiet, forcesExclusions: files.forcesExclusions,
      overrides: try overrides.overrides())
    try compilation.run()
  }
}

extension Compilation.OutputFormat: ExpressibleByArgument {}
