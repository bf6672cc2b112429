import ArgumentParser
import KaleLanguageServer

struct Compile: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compile a notebook into a Kubeflow pipeline.",
    discussion: """
      Writes the pipeline spec (YAML) and the DSL script (Python) into .kale/ beside the notebook, or where the \
      notebook's configuration says. What is wrong with the notebook goes to standard error; one with errors is not \
      compiled.

      Exit status: 0 compiled, 1 the notebook has errors, 2 could not run.

      Examples:
        kale-lsp compile train.ipynb
        kale-lsp compile train.ipynb --output build --output-format yaml
        kale-lsp compile train.ipynb --stdout --output-format dsl
      """)

  enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case yaml, dsl, all
  }

  @Argument(help: "The notebook.", completion: .file(extensions: ["ipynb"]))
  var path: String

  @Option(name: [.short, .customLong("output")], help: "The folder to write into.", completion: .directory)
  var folder: String?

  @Option(help: "Which of the two forms of the pipeline to make.")
  var outputFormat = OutputFormat.all

  @Flag(name: .customLong("stdout"), help: "Print the pipeline and write no file.")
  var printsOnly = false

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func run() throws {
    let file = try NotebookFile.opened(path)
    let report = try file.stop(options.selection) { $0.stopsCompiling }
    StandardError.write(report.text(.text), terminator: "")
    guard file.analysis.isKaleNotebook else {
      throw ExitStatus.stop("\(path) is not a Kale notebook: no cell names a step")
    }
    do {
      let output = try CompilationOutput(file.analysis, notebookPath: path)
      try deliver(output)
    } catch let status as ExitCode {
      throw status
    } catch {
      throw ExitStatus.stop("\(error)")
    }
  }

  private func deliver(_ output: CompilationOutput) throws {
    let forms: [CompilationOutput.Form] =
      switch outputFormat {
      case .yaml: [.pipelineSpec]
      case .dsl: [.dslScript]
      case .all: [.pipelineSpec, .dslScript]
      }
    if printsOnly {
      for form in forms { print(output.text(of: form), terminator: "") }
      return
    }
    let target = folder.map(FileSystem.absolute)
    for form in forms { print(try output.write(form, into: target)) }
  }
}
