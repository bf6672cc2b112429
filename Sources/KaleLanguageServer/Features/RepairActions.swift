import JSONRPC
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
        switch notebook.shape {
        case .synced:
          let command = Command(
            title: purpose.title, command: purpose.command.rawValue, arguments: [["uri": notebook.uri.json]])
          return CodeAction(title: purpose.title, kind: purpose.kind, command: command)
        case .file(_, let version) where abilities.resolvesEdits:
          let data: JSONValue = [
            "uri": notebook.uri.json, "version": .integer(version), "kind": purpose.kind.json,
          ]
          return CodeAction(title: purpose.title, kind: purpose.kind, data: data)
        case .file: return repairAction(purpose, repair(notebook, for: purpose), notebook)
        }
      }
  }

  /// `codeAction/resolve`: the edit of an action that was offered without.
  ///
  /// Only actions with `data` have something left to work out. Clients such as VS Code resolve every action without an
  /// edit, those that are a command among them, and get these back as they are.
  func resolveCodeAction(_ request: Request) throws -> Reply {
    let params: JSONValue = try request.read()
    guard case .object(let members) = params else {
      throw ResponseError(.invalidParams, "Expected a code action.")
    }
    guard let data = params["data"], data != .null else { return .now(params) }
    guard case .string(let uri) = data["uri"],
      let purpose = NotebookRepair.Purpose.allCases.first(where: { $0.kind.json == data["kind"] })
    else { throw ResponseError(.invalidParams, "The code action's `data` is not from this server.") }
    guard let notebook = documents.notebook(of: DocumentURI(uri)),
      case .file(_, let version) = notebook.shape, data["version"] == .integer(version)
    else {
      throw ResponseError(
        .contentModified, "The notebook has changed since this change was offered. Try again.")
    }
    guard let edit = repairAction(purpose, repair(notebook, for: purpose), notebook)?.edit else {
      return .now(params)
    }
    return .now(.object(members + [JSONMember(key: "edit", value: edit.json)]))
  }

  /// `kale.fixAll` and `kale.migrate`: does it to an open notebook as it is now.
  func repair(
    _ request: Request, _ arguments: [JSONValue], for purpose: NotebookRepair.Purpose
  ) throws -> Reply {
    let notebook = try openNotebook(of: CommandArgument(arguments, of: purpose.command))
    let repair = repair(notebook, for: purpose)
    let fixes = JSONValue.array(repair.fixes.map { .string($0.title) })
    guard let action = repairAction(purpose, repair, notebook) else { return .now(["fixes": []]) }
    apply(action) { [self] result in
      finish(request, with: result.flatMap(Self.editOutcome).map { _ in ["fixes": fixes] })
    }
    return .later
  }

  private func repair(_ notebook: OpenNotebook, for purpose: NotebookRepair.Purpose) -> NotebookRepair {
    NotebookRepair(
      of: notebook.notebook, beside: notebook.analysis.localModules, for: purpose,
      showing: documents.selection, where: editFilter(for: notebook))
  }

  /// The action that makes a repair; nil where there is nothing to do.
  private func repairAction(
    _ purpose: NotebookRepair.Purpose, _ repair: NotebookRepair, _ notebook: OpenNotebook
  ) -> CodeAction? {
    FixAction(abilities: abilities)
      .action(for: Fix(purpose.title, repair.edits), kind: purpose.kind, in: notebook)
  }

  private func isOffered(_ purpose: NotebookRepair.Purpose, for notebook: OpenNotebook) -> Bool {
    RepairOffer.isOffered(
      purpose, for: notebook.findings, in: notebook.analysis, where: editFilter(for: notebook))
  }

  /// Which edits of a notebook can be made.
  private func editFilter(for notebook: OpenNotebook) -> (NotebookEdit) -> Bool {
    switch notebook.shape {
    case .file(let document, _):
      let isEditable = document.isEditable
      return { _ in isEditable }
    case .synced:
      // Every client can edit texts, but not along with what it has no request for.
      let kinds = abilities.notebookEdits.isEmpty ? [.cellText] : abilities.notebookEdits
      return { kinds.contains($0.kind) }
    }
  }
}

extension NotebookRepair.Purpose {
  /// The kind under which clients ask for it.
  var kind: CodeActionKind {
    switch self {
    case .fixAll: CodeActionKind(rawValue: "source.fixAll.kale")
    case .migration: CodeActionKind(rawValue: "source.kale.migrate")
    }
  }

  fileprivate var command: ServerCommand {
    switch self {
    case .fixAll: .fixAll
    case .migration: .migrate
    }
  }
}

extension NotebookEdit {
  /// What of a notebook document it changes.
  fileprivate var kind: NotebookEditKind {
    switch self {
    case .replaceTag, .removeTag, .addTag: .cellMetadata
    case .replaceSource: .cellText
    case .insertCell: .insertCells
    case .setConfiguration, .removeConfiguration, .renameConfiguration: .notebookMetadata
    }
  }
}
