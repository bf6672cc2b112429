import ArgumentParser
import KaleCommandLine

struct Compile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Compile a notebook to a Kubeflow pipeline.",
    discussion: """
      Writes the pipeline spec (YAML) and the DSL script (Python) to .kale/ next to the notebook, or to the folder \
      set in the notebook's configuration. Notebooks with errors are not compiled.

      Standard error shows the problems and the steps: what they run after, take and pass on. Standard output has \
      only the paths of the files.

      --check writes nothing and reports whether the files are up to date.

      Exit status: 0 if the notebook was compiled or the files are up to date, 1 if the notebook has errors or a \
      file is out of date, 2 if the command could not run.

      Examples:
        kale-lsp compile train.ipynb
        kale-lsp compile train.ipynb --output build --output-format yaml
        kale-lsp compile train.ipynb --stdout --output-format dsl
        kale-lsp compile train.ipynb --check
      """)

  @Argument(help: "The notebook.", completion: .file(extensions: ["ipynb"]))
  var path: String

  @Option(
    name: [.customShort("o"), .customLong("output")], help: "Folder to write to.", completion: .directory)
  var folder: String?

  @Option(help: "What to write: pipeline spec, DSL script or both.")
  var outputFormat = Compilation.OutputFormat.all

  @Flag(name: .customLong("stdout"), help: "Print the pipeline instead of writing files.")
  var printsOnly = false

  @Flag(help: "Report whether the files are up to date; write nothing.")
  var check = false

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func validate() throws {
    if check, printsOnly {
      throw ValidationError("--check and --stdout cannot be combined.")
    }
  }

  func run() throws {
    let compilation = Compilation(
      path: path, folder: folder, outputFormat: outputFormat, printsOnly: printsOnly, checks: check,
      settings: options.settings)
    try compilation.run()
  }
}

extension Compilation.OutputFormat: ExpressibleByArgument {}
