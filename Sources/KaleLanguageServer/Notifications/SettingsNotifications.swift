import JSONSyntax
import KaleRules
import KaleSettings
import LanguageServerProtocol

/// The editor's settings have changed.
enum ConfigurationNotification: NotificationMethod {
  static let method = "workspace/didChangeConfiguration"

  static func receive(_ params: DidChangeConfigurationParams, in session: Session) {
    // What a client that can be asked sends along is of any form, and often nothing.
    if session.abilities.providesConfiguration {
      session.pullSettings()
    } else {
      session.takeSettings(params.settings)
    }
  }
}

// The editor's settings: asked for once the client is ready, and again whenever they change.
extension Session {
  /// Asks to hear of what changes beside the documents, as far as the client has to be asked.
  func registerCapabilities() {
    var registrations: [Registration] = []
    if abilities.registersSettings {
      registrations.append(
        Registration(
          id: "kale-lsp/settings", method: "workspace/didChangeConfiguration",
          registerOptions: ["section": .string(EditorSettings.section)]))
    }
    if abilities.watchesFiles { registrations.append(watcherRegistration) }
    guard !registrations.isEmpty else { return }
    request("client/registerCapability", RegistrationParams(registrations: registrations).json) {
      [self] result in
      guard case .failure(let error) = result else { return }
      abilities.watchesFiles = false
      answerHeldPull()
      log(.warning, "The client does not report changes to settings and files: \(error.message)")
    }
  }

  /// Puts settings into force and tells of what they change. Without any, those of `initialize` count.
  func takeSettings(_ json: JSONValue?) {
    let isAbsent = json == nil || json == .null
    let reading = SettingsReading(editor: isAbsent ? settings.initial : json)
    for fault in reading?.faults ?? [] { report(fault.message(.editor), .warning) }
    let editorSettings = reading?.settings ?? Settings()
    // An editor may send each setting, with its default if the user set nothing.
    let isSame = FindingSelection(editorSettings) == FindingSelection(documents.editorSettings)
    documents.editorSettings = editorSettings
    if !isSame { applySettings(isAnalysisSame: true) }
  }

  func pullSettings() {
    let params = ConfigurationParams(items: [ConfigurationItem(section: EditorSettings.section)])
    request("workspace/configuration", params.json) { [self] result in
      switch result {
      case .success(let answer): takeSettings(answer.elements.first { _ in true }?.value)
      case .failure(let error): log(.warning, "The client did not send its settings: \(error.message)")
      }
    }
  }
}
