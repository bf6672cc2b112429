import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Create a notebook with a first pipeline.",
    discussion: """
      The pipeline loads a data set of scikit-learn, trains a model and evaluates it, with parameters and a metric. \
      A name that ends in .py gets a script with cells, one that ends in .md gets Markdown. No file is overwritten.

      Exit status: 0, or 2 if the notebook could not be created.

      Examples:
        kale-lsp new first.ipynb
        kale-lsp new first.py
      """)

  @Argument(help: "The notebook to create.", completion: .file())
  var name: String

  func run() throws {
    let file: TemplateFile
    do {
      file = try TemplateFile(named: name)
      try file.write()
    } catch {
      throw ExitStatus.stop("\(error)")
    }
    let steps = PipelineTemplate.steps.map { "`\($0)`" }.joined(separator: ", ")
    let path = ShellWord.path(file.path)
    StandardOutput.append(
      """
      Created \(Terminal.printable(file.path)), a pipeline of the steps \(steps).

        kale-lsp graph \(path)    show the pipeline
        kale-lsp run \(path)      run it on this machine
        kale-lsp compile \(path)  compile it for Kubeflow Pipelines
      """)
  }
}
