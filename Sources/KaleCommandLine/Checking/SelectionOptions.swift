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

  @Option(
    help: ArgumentHelp(
      "Set a setting, as a line of a configuration file: \"rules.cycle = 'warning'\". A path is a configuration file.",
      valueName: "setting"),
    transform: SettingOption.init)
  var config: [SettingOption] = []

  @Flag(help: "Use no configuration file.")
  var noConfig = false

  package init() {}

  /// Checks which options are given.
  ///
  /// - Throws: `ValidationError` for options that exclude each other.
  package func validate() throws {
    if noConfig, !files.isEmpty {
      throw ValidationError("--config-file cannot be combined with --no-config.")
    }
    if files.count > 1 { throw ValidationError("Only one configuration file can be used.") }
    // An empty variable in a script would else turn every check off.
    if !select.isEmpty, select.joined().isEmpty { throw ValidationError("--select names no rule.") }
  }

  /// The settings of the command.
  package var settings: CommandSettings {
    CommandSettings(
      options, configurations: ProjectConfigurations(place, rules: .ofCatalogue))
  }

  private var place: ProjectConfigurations.Place {
    noConfig ? .nowhere : files.first.map(ProjectConfigurations.Place.file) ?? .nearest
  }

  /// The configuration files that options name.
  private var files: [String] { (configFile.map { [$0] } ?? []) + config.compactMap(\.file) }

  /// What the options say.
  private var options: Settings {
    var settings = config.reduce(Settings()) { $1.settings.over($0) }
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

/// The value of `--config`: a setting, or the path of a configuration file, as ruff's option has it.
struct SettingOption: Sendable {
  /// What it sets.
  private(set) var settings = Settings()
  /// The path of the file.
  private(set) var file: String?

  init(_ text: String) throws {
    guard text.utf8.contains(UInt8(ascii: "=")) else {
      file = text
      return
    }
    do {
      settings = try ConfigurationFile.settings(inOption: text, named: "--config", rules: .ofCatalogue)
    } catch {
      throw ValidationError(error.description)
    }
  }
}
