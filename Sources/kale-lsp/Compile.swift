import ArgumentParser
import KaleCommandLine

struct Compile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Compile a notebook into a Kubeflow pipeline.",
    discussion: """
      Writes the pipeline spec (YAML) and the DSL script (Python) into .kale/ beside the notebook, or where the \
      notebook's configuration says. What is wrong with the notebook goes to standard error; one with errors is not \
      compiled.

      With --check nothing is written; it is said whether the files are what the notebook compiles to.

      Exit status: 0 compiled, or current; 1 the notebook has errors, or files are not current; 2 could not run.

      Examples:
        kale-lsp compile train.ipynb
        kale-lsp compile train.ipynb --output build --output-format yaml
        kale-lsp compile train.ipynb --stdout --output-format dsl
        kale-lsp compile train.ipynb --check
      """)

  @Argument(help: "The notebook.", completion: .file(extensions: ["ipynb"]))
  var path: String

  @Option(name: [.short, .customLong("output")], help: "The folder to write into.", completion: .directory)
  var folder: String?

  @Option(help: "Which of the two forms of the pipeline to make.")
  var outputFormat = Compilation.OutputFormat.all

  @Flag(name: .customLong("stdout"), help: "Print the pipeline and write no file.")
  var printsOnly = false

  @Flag(help: "Say whether the files are current, and write none.")
  var check = false

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func validate() throws {
    if check, printsOnly {
      throw ValidationError("--check is about files and --stdout writes none: give one.")
    }
  }

  func run() throws {
    let compilation = Compilation(
      path: path, folder: folder, outputFormat: outputFormat, printsOnly: printsOnly, checks: check,
      selection: options.selection)
    try compilation.run()
  }
}

extension Compilation.OutputFormat: ExpressibleByArgument {}
