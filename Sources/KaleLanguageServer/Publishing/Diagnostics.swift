import KaleRules
import KaleWorkspace
import LanguageServerProtocol

extension Session {
  /// Tells the client what is wrong with a notebook: of each document whose diagnostics are not what they were.
  func publishDiagnostics(of notebook: OpenNotebook) {
    guard !isPulled(notebook) else { return }
    let current = diagnostics(of: notebook)
    let concerned = Set(current.keys).union(notebook.published.keys)
    let changed = concerned.filter { current[$0] != notebook.published[$0] }
    for uri in notebook.inOrder(changed) {
      publish(current[uri] ?? [], of: uri, version: notebook.version(of: uri))
    }
    notebook.published = current
  }

  /// Tells the client what has changed with a notebook, in those that refer to it as well.
  func publishDiagnostics(afterChangeOf notebook: OpenNotebook) {
    publishDiagnostics(of: notebook)
    announceOutline(of: notebook)
    announceRunState(afterChangeOf: notebook)
    refreshHints(of: notebook)
    publishDiagnosticsOfReferrers(to: notebook)
  }

  /// Takes back what the client was told of a notebook that is closed, and tells what that means for those that refer to
  /// it: from now on the file counts.
  func clearDiagnostics(afterCloseOf notebook: OpenNotebook) {
    clearDiagnostics(of: notebook)
    // A client that opens it again knows nothing.
    runRecord(of: notebook)?.announced = nil
    publishDiagnosticsOfReferrers(to: notebook)
  }

  private func publishDiagnosticsOfReferrers(to notebook: OpenNotebook) {
    let referrers = documents.notebooks(connectedTo: notebook)
    for other in referrers {
      other.forgetAnalysis()
      publishDiagnostics(of: other)
      announceOutline(of: other)
      refreshHints(of: other)
    }
    // A notebook of the workspace that is not open refers to what is in the editor, too.
    let isOutdated = notebook.uri.filePath.map {
      workspace.forgetContents(referringTo: FileSystem.normalized($0))
    }
    if isOutdated == true || referrers.contains(where: isPulled) { refreshDiagnostics() }
  }

  /// Takes back all that the client was told of a notebook.
  private func clearDiagnostics(of notebook: OpenNotebook) {
    for uri in notebook.inOrder(Set(notebook.published.keys)) { publish([], of: uri, version: nil) }
    notebook.published = [:]
  }

  /// The diagnostics of each document that has some: findings, and where the last run failed.
  func diagnostics(of notebook: OpenNotebook) -> [DocumentURI: [Diagnostic]] {
    var result = diagnostics(of: documents.shownFindings(of: notebook), in: notebook)
    for (uri, diagnostic) in runFailures(of: notebook) { result[uri, default: []].append(diagnostic) }
    return result
  }

  /// The diagnostics that report findings, for each document that has some.
  func diagnostics(of findings: [Finding], in notebook: OpenNotebook) -> [DocumentURI: [Diagnostic]] {
    var result: [DocumentURI: [Diagnostic]] = [:]
    for finding in findings {
      let location = notebook.location(of: finding.place, abilities.columns)
      result[location.uri, default: []].append(diagnostic(of: finding, at: location, in: notebook))
    }
    return result
  }

  /// A finding as the protocol says it, without what this client cannot show.
  func diagnostic(of finding: Finding, at location: Location, in notebook: OpenNotebook) -> Diagnostic {
    var diagnostic = Diagnostic(
      range: location.range,
      severity: DiagnosticSeverity(finding.severity), code: .string(finding.rule.code), source: "kale",
      message: finding.message)
    if abilities.showsCodeDescriptions {
      diagnostic.codeDescription = CodeDescription(href: finding.rule.documentationURL)
    }
    if abilities.showsRelatedInformation, !finding.related.isEmpty {
      diagnostic.relatedInformation = finding.related.map { related in
        DiagnosticRelatedInformation(
          location: notebook.location(of: related.place, abilities.columns), message: related.message)
      }
    }
    if abilities.keepsDiagnosticData {
      diagnostic.data = ["name": .string(finding.rule.name), "kale": .string(finding.kale.rawValue)]
    }
    return diagnostic
  }

  private func publish(_ diagnostics: [Diagnostic], of uri: DocumentURI, version: Int?) {
    let params = PublishDiagnosticsParams(uri: uri, version: version, diagnostics: diagnostics)
    client.notify("textDocument/publishDiagnostics", params.json)
  }
}

extension DiagnosticSeverity {
  init(_ severity: Finding.Severity) {
    switch severity {
    case .error: self = .error
    case .warning: self = .warning
    case .information: self = .information
    case .hint: self = .hint
    }
  }
}
