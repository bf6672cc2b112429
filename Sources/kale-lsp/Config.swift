import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Show which settings apply to a notebook or a folder, and where each comes from.",
    discussion: """
      Settings are in .kale-lsp.toml, kale-lsp.toml or the section [tool.kale-lsp] of pyproject.toml, in the \
      notebook's folder or above; the nearest file counts. The notebook's own metadata takes precedence over the \
      file, and options take precedence over both.

      The output is a configuration file itself. A comment after each value says where it comes from.

      Exit status: 0, or 2 if a configuration file is invalid.

      Examples:
        kale-lsp config
        kale-lsp config notebooks/train.ipynb
        kale-lsp config --output-format json | jq '.settings[] | select(.name == "strict")'
      """)

  @Argument(help: "A notebook or a folder.", completion: .file())
  var path = "."

  @Option(help: "Output format.")
  var outputFormat = ConfigurationReport.Format.toml

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func run() throws {
    let settings = options.settings
    let isFolder = FileSystem.kind(of: path) == .folder
    let notebook = isFolder ? nil : try settings.open(path)
    let inside = isFolder ? CommandSettings.notebook(inFolder: path) : path
    let effective = EffectiveSettings(
      options: settings.options, file: settings.configurations.file(forNotebookAt: inside),
      of: notebook?.analysis)
    StandardOutput.append(ConfigurationReport(effective, of: path).text(outputFormat), terminator: "")
    try settings.stopIfInvalid(forNotebookAt: inside)
  }
}

extension ConfigurationReport.Format: ExpressibleByArgument {}
