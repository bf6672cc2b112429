import KaleIDE
import KaleSettings
import KaleWorkspace
import LanguageServerProtocol

// Configuration files: they take precedence over the editor's settings.
extension Session {
  private var configurations: ProjectConfigurations { documents.library.configurations }

  /// Reads the configuration files again, and publishes what they change.
  func reloadConfigurations() {
    configurations.forget()
    setFolders(workspace.folders)
    applySettings(isAnalysisSame: false)
  }

  /// Looks for notebooks in these folders from now on, but for those that their configuration files exclude.
  func setFolders(_ folders: [String]) {
    let settings = folders.map { configurations.file(inFolder: $0)?.settings ?? Settings() }
    let exclusions = FileExclusions(settingsOfFolders: settings).replaced { [configurations] folder in
      configurations.file(inFolder: folder)?.settings ?? Settings()
    }
    workspace.setFolders(folders, leavingOut: exclusions)
  }

  /// Looks for configuration files again for a client that does not tell when they change.
  func lookForConfigurations() {
    if !abilities.watchesFiles { configurations.forget() }
  }

  /// Puts the settings into force that count now, and publishes what they change.
  ///
  /// - Parameter isAnalysisSame: Whether they can only change which findings are shown.
  func applySettings(isAnalysisSame: Bool) {
    for notebook in documents.openNotebooks {
      notebook.selection = documents.selection(of: notebook.uri)
      if !isAnalysisSame { notebook.forgetAnalysis() }
    }
    workspace.forgetContents()
    for notebook in documents.openNotebooks {
      publishDiagnostics(of: notebook)
      if !isAnalysisSame { refreshHints(of: notebook) }
    }
    publishConfigurations()
    refreshDiagnostics()
  }

  /// Publishes what is wrong with the configuration files that count for some notebook. That a file is invalid is also shown
  /// as a message, because nothing in it counts.
  func publishConfigurations() {
    let files = configurations.knownFiles
    var current: [String: [ConfigurationDiagnostic]] = [:]
    for file in files {
      current[file.path] = file.faults.map { fault in
        ConfigurationDiagnostic(
          range: file.text.positionRange(of: fault.range, abilities.columns), message: fault.message)
      }
      for fault in file.faults where fault.isSyntaxError { report(fault.description, .error) }
    }
    for path in Set(current.keys).union(settings.publishedConfigurations.keys).sorted()
    where current[path] ?? [] != settings.publishedConfigurations[path] ?? [] {
      publish(current[path] ?? [], ofFileAt: path)
    }
    settings.publishedConfigurations = current
  }

  /// Shows what is wrong with settings, once.
  func report(_ fault: String, _ type: MessageType) {
    guard settings.reportedFaults.insert(fault).inserted else { return }
    client.notify(
      "window/showMessage", ShowMessageParams(type: type, message: fault.withoutBackticks).json)
  }

  private func publish(_ diagnostics: [ConfigurationDiagnostic], ofFileAt path: String) {
    let params = PublishDiagnosticsParams(
      uri: DocumentURI(filePath: path), version: nil,
      diagnostics: diagnostics.map {
        Diagnostic(range: $0.range, severity: .error, code: nil, source: "kale", message: $0.message)
      })
    client.notify("textDocument/publishDiagnostics", params.json)
  }
}
