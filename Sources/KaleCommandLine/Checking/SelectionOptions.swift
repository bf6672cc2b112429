import ArgumentParser
import KaleAnalysis
import KaleRules
import KaleSettings
import KaleWorkspace

/// The options that say which findings count, and how much.
package struct SelectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Use only these rules: names, codes or code prefixes (KALE2), separated by commas.", valueName: "rules"),
    completion: .list(RuleDocumentation.names), transform: Self.selectors)
  var select: [[RuleSelector]] = []

  @Option(
    help: ArgumentHelp("Ignore these rules; takes precedence over --select.", valueName: "rules"),
    completion: .list(RuleDocumentation.names), transform: Self.selectors)
  var ignore: [[RuleSelector]] = []

  @Flag(help: "Treat everything Kale would reject or get wrong as an error.")
  var strict = false

  @Option(
    help: "Runtime of the pipeline's steps: kale-lsp's own or Kale's. Defaults to the notebook's, then exact."
  )
  var runtime: PipelineRuntime?

  @Option(
    help: ArgumentHelp(
      "Use this configuration file, for all notebooks, and no other.", valueName: "file"),
    completion: .file(extensions: ["toml"]))
  var configFile: String?

  @Flag(help: "Use no configuration file.")
  var noConfig = false

  package init() {}

  /// Checks which options are given.
  ///
  /// - Throws: `ValidationError` for options that exclude each other.
  package func validate() throws {
    if noConfig, configFile != nil {
      throw ValidationError("--config-file cannot be combined with --no-config.")
    }
    // An empty variable in a script would else turn every check off.
    if !select.isEmpty, select.joined().isEmpty { throw ValidationError("--select names no rule.") }
  }

  /// The settings of the command.
  package var settings: CommandSettings {
    CommandSettings(
      options, configurations: ProjectConfigurations(place, rules: .ofCatalogue))
  }

  private var place: ProjectConfigurations.Place {
    noConfig ? .nowhere : configFile.map(ProjectConfigurations.Place.file) ?? .nearest
  }

  /// What the options say.
  private var options: Settings {
    var settings = Settings()
    if strict { settings.set(.strict, to: .flag(true), by: .option("--strict")) }
    if let runtime { settings.set(.runtime, to: .text(runtime.rawValue), by: .option("--runtime")) }
    if !select.isEmpty {
      settings.set(.select, to: .words(select.joined().map(\.text)), by: .option("--select"))
    }
    if !ignore.isEmpty {
      settings.set(.ignore, to: .words(ignore.joined().map(\.text)), by: .option("--ignore"))
    }
    return settings
  }

  private static func selectors(_ list: String) throws -> [RuleSelector] {
    do {
      return try list.split(separator: ",").map { part throws(UnknownRule) in
        try RuleSelector(part.filter { $0 != " " })
      }
    } catch {
      throw ValidationError(error.message)
    }
  }
}

extension PipelineRuntime: ExpressibleByArgument {}
