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
          let command = Command(
            title: purpose.title, command: purpose.commandName, arguments: [["uri": notebook.uri.json]])
          return CodeAction(title: purpose.title, kind: purpose.kind, command: command)
        }
        guard abilities.resolvesEdits else {
          return repairAction(purpose, repair(notebook, for: purpose), notebook)
        }
        let data: JSONValue = [
          "uri": notebook.uri.json, "version": .integer(version), "kind": purpose.kind.json,
        ]
        return CodeAction(title: purpose.title, kind: purpose.kind, data: data)
      }
  }

  func repair(_ notebook: OpenNotebook, for purpose: NotebookRepair.Purpose) -> NotebookRepair {
    NotebookRepair(
      of: notebook.notebook, beside: notebook.analysis.localModules, for: purpose,
      showing: documents.selection, where: notebook.editFilter(abilities.notebookEdits))
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

extension NotebookRepair.Purpose {
  /// The kind under which clients ask for it.
  var kind: CodeActionKind {
    switch self {
    case .fixAll: CodeActionKind(rawValue: "source.fixAll.kale")
    case .migration: CodeActionKind(rawValue: "source.kale.migrate")
    }
  }

  fileprivate var commandName: String {
    switch self {
    case .fixAll: FixAllCommand.name
    case .migration: MigrateCommand.name
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
    case .setConfiguration, .removeConfiguration, .renameConfiguration: .notebookMetadata
    }
  }
}
