import JSONSyntax
import KaleAnalysis
import KaleIDE
import KaleRules
import LanguageServerProtocol
import NotebookModel

/// What can be done to a notebook as a whole: everything that has one right answer, and the migration from Kale 0.x.
///
/// To find out what that is costs many times what a finding costs, and clients ask for code actions at every move of the
/// cursor. So the work is done when the person has chosen: by `codeAction/resolve` on texts, by a command on notebook documents.
extension Session {
  func repairActions(_ context: CodeActionContext, _ notebook: OpenNotebook) -> [CodeAction] {
    NotebookRepair.Purpose.allCases.filter { context.wants($0.kind) && isOffered($0, for: notebook) }
      .compactMap { purpose in
        guard let version = notebook.textVersion else {
          return CodeAction(
            title: purpose.title, kind: purpose.kind, command: purpose.command(for: notebook.uri))
        }
        guard abilities.resolvesEdits else {
          return repairAction(purpose, repair(notebook, for: purpose), notebook)
        }
        let data = RepairData(uri: notebook.uri, version: version, kind: purpose.kind)
        return CodeAction(title: purpose.title, kind: purpose.kind, data: data.json)
      }
  }

  func repair(_ notebook: OpenNotebook, for purpose: NotebookRepair.Purpose) -> NotebookRepair {
    NotebookRepair(
      of: notebook.notebook, beside: notebook.analysis.folder, for: purpose,
      showing: notebook.selection, where: notebook.editFilter(abilities.notebookEdits))
  }

  /// The action that makes a repair; nil where there is nothing to do.
  func repairAction(
    _ purpose: NotebookRepair.Purpose, _ repair: NotebookRepair, _ notebook: OpenNotebook
  ) -> CodeAction? {
    FixAction(abilities: abilities)
      .action(for: Fix(purpose.title, repair.edits), kind: purpose.kind, in: notebook)
  }

  private func isOffered(_ purpose: NotebookRepair.Purpose, for notebook: OpenNotebook) -> Bool {
    RepairOffer.isOffered(
      purpose, for: notebook.findings, in: notebook.analysis,
      where: notebook.editFilter(abilities.notebookEdits))
  }
}

/// What a code action that was offered without its edit says of the edit, for `codeAction/resolve`.
struct RepairData: JSONDecodable, JSONEncodable {
  let uri: DocumentURI
  /// The version of the text that the action was offered for.
  let version: Int
  let kind: CodeActionKind

  init(uri: DocumentURI, version: Int, kind: CodeActionKind) {
    self.uri = uri
    self.version = version
    self.kind = kind
  }

  init(json: JSONNode) throws(JSONDecodingError) {
    uri = try json.required("uri")
    version = try json.required("version")
    kind = try json.required("kind")
  }

  var json: JSONValue { ["uri": uri.json, "version": version.json, "kind": kind.json] }
}

extension NotebookRepair.Purpose {
  /// The kind under which clients ask for it.
  var kind: CodeActionKind {
    switch self {
    case .fixAll: CodeActionKind(rawValue: "source.fixAll.kale")
    case .migration: CodeActionKind(rawValue: "source.kale.migrate")
    }
  }

  /// The command that does it to a notebook.
  fileprivate func command(for uri: DocumentURI) -> Command {
    let argument = NotebookArgument(uri: uri)
    return switch self {
    case .fixAll: FixAllCommand.command(title: title, argument)
    case .migration: MigrateCommand.command(title: title, argument)
    }
  }
}

extension NotebookEdit {
  /// What of a notebook document it changes.
  var kind: NotebookEditKind {
    switch self {
    case .replaceTag, .removeTag, .addTag: .cellMetadata
    case .replaceSource: .cellText
    case .insertCell: .insertCells
    case .setConfiguration, .removeConfiguration, .renameConfiguration, .setSetting, .removeSetting:
      .notebookMetadata
    }
  }
}
