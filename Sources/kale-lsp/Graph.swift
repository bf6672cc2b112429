import ArgumentParser
import KaleAnalysis
import KaleCommandLine
import KaleIDE
import KaleWorkspace

struct Graph: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Show a notebook's pipeline: steps, order and data flow.",
    usage: "kale-lsp graph <path> [<options>]",
    discussion: """
      Draws the pipeline in the terminal, in colors unless NO_COLOR is set; a pipeline that is too wide becomes a \
      table. Where standard output is not a terminal, prints JSON. Notebooks with errors are shown too, as far as \
      possible.

      Exit status: 0 if there are no errors, 1 if there are, 2 if the command could not run or the notebook is an \
      ordinary one.

      Examples:
        kale-lsp graph train.ipynb
        kale-lsp graph train.ipynb -o train.svg
        kale-lsp graph train.ipynb --output-format mermaid
        kale-lsp graph train.ipynb | jq '.steps[].name'
      """)

  @Argument(help: "The notebook.", completion: .file(extensions: ["ipynb", "py", "md"]))
  var path: String

  @Option(
    help: "Output format. Defaults to that of the file's name, then to text on a terminal and JSON elsewhere."
  )
  var outputFormat: GraphReport.Format?

  @Option(
    name: [.customShort("o"), .customLong("output")], help: "File to write to, for example train.svg.",
    completion: .file())
  var file: String?

  @Flag(
    help:
      "Show the pipeline as \(KaleRelease.current) compiles it, not as kale-lsp does.")
  var kale = false

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func run() throws {
    let settings = options.settings
    let output = try OutputFile.named(file, besides: [path])
    let notebook = try settings.openSingle(path, for: "A graph")
    let selection = settings.selection(for: notebook)
    let format = try outputFormat ?? output.map { try Self.format(ofFile: $0.path) } ?? Self.standardFormat
    let isKaleNotebook = notebook.analysis.isKaleNotebook
    if format != .json, !isKaleNotebook {
      try notebook.stop(selection) { $0.hasErrors }
      throw notebook.ordinaryNotebookStop()
    }
    let report = GraphReport(
      notebook.analysis, path: notebook.path, isKales: kale,
      findings: selection.findings(in: notebook.analysis))
    try OutputFile.write(report.text(format, output == nil ? .ofTerminal : .ofFile), to: output)
    try notebook.stop(selection) { $0.hasErrors }
    // A program that reads JSON gets an object without steps, and the status that other formats give.
    if !isKaleNotebook { throw notebook.ordinaryNotebookStop() }
  }
}

extension Graph {
  /// The format of standard output.
  private static var standardFormat: GraphReport.Format { Terminal.ofOutput.isPresent ? .text : .json }

  /// The format that the name of a file asks for: JSON where it has no ending.
  private static func format(ofFile path: String) throws -> GraphReport.Format {
    if let format = GraphReport.Format(fileName: path) { return format }
    guard FileSystem.name(of: path).dropFirst().contains(".") else { return .json }
    throw ExitStatus.stop(
      "\(Terminal.printable(path)): no graph is written in the format of this name. Use .svg, .mmd, .dot, .json or .txt, "
        + "or --output-format.")
  }
}

extension TextStyle {
  /// What the reader of a file is shown.
  static var ofFile: TextStyle {
    var style = TextStyle()
    style.hasLongLines = true
    return style
  }

  /// What the terminal of standard output shows.
  static var ofTerminal: TextStyle {
    var style = TextStyle()
    let terminal = Terminal.ofOutput
    style.width = terminal.width ?? style.width
    style.hasLongLines = !terminal.isPresent
    style.isUnicode = Terminal.showsUnicode
    style.isColored = terminal.showsColors
    return style
  }
}

extension GraphReport.Format: ExpressibleByArgument {}
