import KaleSettings
import SourceText
import TOMLSyntax

extension ConfigurationFile {
  /// Why a setting on the command line has no effect.
  package struct OptionProblem: Error, CustomStringConvertible {
    package let description: String
  }

  /// Reads settings that an option of the command line has, in the form of a line of a configuration file.
  ///
  /// - Parameters:
  ///   - text: The line, for example `rules.cycle = "warning"`.
  ///   - option: The name of the option.
  ///   - rules: What is known of rules.
  /// - Returns: What it sets.
  /// - Throws: What is wrong with it. Settings that decide what is compiled have options of their own.
  package static func settings(
    inOption text: String, named option: String, rules: SettingsReading.Rules
  ) throws(OptionProblem) -> Settings {
    let document = TOMLDocument(parsing: Array(text.utf8))
    if let error = document.error {
      throw OptionProblem(
        description: "Invalid TOML: \(error.message). Text needs quotes, for example `runtime = \"kale\"`.")
    }
    let section = SettingValue(TOMLValue(.table(document.root), range: 0..<0))
    let reading = SettingsReading(section, .file, rules: rules) { _ in .option(option) }
    if let fault = reading.faults.first { throw OptionProblem(description: fault.message(.file)) }
    let others = Setting.allCases.filter { !$0.isInOptions && !reading.settings[$0].isEmpty }
    if let other = others.first {
      throw OptionProblem(description: "`\(other.rawValue)` can only be set in a configuration file.")
    }
    return reading.settings
  }
}

extension Setting {
  /// Whether the command line can set it with `--config`.
  fileprivate var isInOptions: Bool { !needsTrust && self != .perFileIgnores }
}
