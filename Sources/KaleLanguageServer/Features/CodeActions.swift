import JSONRPC
import JSONSyntax
import KalePipeline
import LanguageServerProtocol
import NotebookModel

extension Session {
  /// What can be done at a range: fixes of what is wrong there, and changes of the cells' tags.
  func codeActions(_ request: Request) throws -> Reply {
    let params: CodeActionParams = try request.read()
    guard abilities.takesCodeActions, let notebook = documents.notebook(of: params.textDocument.uri) else {
      return .now(JSONValue.array([]))
    }
    let cells: [Int]
    do {
      cells = try notebook.cells(in: params.textDocument.uri, range: params.range, abilities.columns)
    } catch let error as PositionOutsideText {
      throw ResponseError(.invalidParams, error.message)
    }
    let wanted = { (kind: CodeActionKind) in params.context.only?.contains { kind.isKind(of: $0) } ?? true }
    var actions: [CodeAction] = []
    if wanted(.quickFix) { actions += quickFixes(params, notebook) }
    if wanted(.refactorRewrite) { actions += tagActions(cells, notebook) }
    return .now(actions.json)
  }

  private func quickFixes(_ params: CodeActionParams, _ notebook: OpenNotebook) -> [CodeAction] {
    notebook.analysis.findings().flatMap { finding -> [CodeAction] in
      let location = notebook.location(of: finding.place, abilities.columns)
      guard location.uri == params.textDocument.uri, location.range.touches(params.range) else { return [] }
      let known = params.context.diagnostics.filter {
        $0.code == .string(finding.rule.code) && $0.range == location.range && $0.message == finding.message
      }
      return finding.fixes.compactMap { fix in
        var action = action(for: fix, kind: .quickFix, notebook)
        action?.diagnostics = known.isEmpty ? [diagnostic(of: finding, in: notebook)] : known
        if fix.isPreferred { action?.isPreferred = true }
        return action
      }
    }
  }

  /// Changes of tags of the cells at the range; those of one cell only, since more would be a muddle.
  private func tagActions(_ cells: [Int], _ notebook: OpenNotebook) -> [CodeAction] {
    guard cells.count == 1, let cell = cells.first else { return [] }
    return TagActions.actions(for: cell, in: notebook.analysis).compactMap {
      action(for: $0, kind: .refactorRewrite, notebook)
    }
  }

  /// A fix as something this client can apply; nil where it cannot.
  private func action(for fix: Fix, kind: CodeActionKind, _ notebook: OpenNotebook) -> CodeAction? {
    switch notebook.shape {
    case .file(let document, let version):
      let edits = document.sourceEdits(for: fix.edits).map { edit in
        TextEdit(range: document.text.positionRange(of: edit.range, abilities.columns), newText: edit.replacement)
      }
      guard !edits.isEmpty else { return nil }
      return CodeAction(title: fix.title, kind: kind, edit: workspaceEdit(notebook.uri, version, edits))
    case .synced(let synced):
      guard abilities.appliesNotebookEdits else { return nil }
      let edit = ApplyNotebookEditParams(label: fix.title, notebook: synced, edits: fix.edits)
      let command = Command(
        title: fix.title, command: ServerCommand.applyNotebookEdit.rawValue, arguments: [edit.json])
      return CodeAction(title: fix.title, kind: kind, command: command)
    }
  }

  private func workspaceEdit(_ uri: DocumentURI, _ version: Int, _ edits: [TextEdit]) -> WorkspaceEdit {
    guard abilities.appliesVersionedEdits else { return WorkspaceEdit(changes: [uri: edits]) }
    let document = OptionalVersionedTextDocumentIdentifier(uri: uri, version: version)
    return WorkspaceEdit(documentChanges: [TextDocumentEdit(textDocument: document, edits: edits)])
  }
}

extension PositionRange {
  /// Whether the ranges share a character or an end.
  func touches(_ other: PositionRange) -> Bool { start <= other.end && other.start <= end }
}
