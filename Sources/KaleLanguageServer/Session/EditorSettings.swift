import JSONSyntax
import KaleRules
import KaleSettings

/// What is known of the settings of the editor. docs/configuration.md describes them.
struct EditorSettings {
  /// The section of the editor's settings.
  static let section = "kale"

  /// What the client sent with `initialize`; it counts as long as the editor's own settings say nothing.
  var initial: JSONValue?
  /// Faults of settings that the user has been told of.
  var reportedFaults: Set<String> = []
  /// What was last published of each configuration file, by its path.
  var publishedConfigurations: [String: [ConfigurationDiagnostic]] = [:]

  /// Whether the client says that the user does not trust the workspace.
  var isUntrusted: Bool { (initial?[Self.section] ?? initial)?["trusted"] == .bool(false) }
}

extension SettingsReading {
  /// Reads the section, or an object with the section in it; nil if the editor sets nothing. Keys that are not the
  /// server's own are the editor's, which keeps in the same section how to start it.
  init?(editor json: JSONValue?) {
    guard let json, let section = SettingValue(json[EditorSettings.section] ?? json) else { return nil }
    self.init(section, .editor, rules: .ofCatalogue) { _ in .editor }
  }
}
