import JSONRPC
import KaleAnalysis
import KaleIDE
import LanguageServerProtocol

// A step is renamed in its own tag and in all tags that name it. Notebook documents have no text for tags: there,
// `kale.renameStep` does the same.

/// Renames the step that is named at a position.
enum RenameRequest: RequestMethod {
  static let method = "textDocument/rename"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.renameProvider = RenameOptions()
  }

  static func answer(_ params: RenameParams, in session: Session) throws -> WorkspaceEdit? {
    guard let (notebook, tag) = try session.stepTag(params.textDocument.uri, params.position) else {
      throw ResponseError(
        .requestFailed, "No step to rename here. Place the cursor on a tag that names a step.")
    }
    let fix = try session.renaming(tag.name, to: params.newName, in: notebook)
    return FixAction(abilities: session.abilities).action(for: fix, kind: .refactor, in: notebook)?.edit
  }
}

/// Finds the step name at a position that can be renamed.
enum PrepareRenameRequest: RequestMethod {
  static let method = "textDocument/prepareRename"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    if abilities.preparesRenames { capabilities.renameProvider?.prepareProvider = true }
  }

  static func answer(_ params: PrepareRenameParams, in session: Session) throws -> PrepareRenamePlaceholder? {
    guard let (notebook, tag) = try session.stepTag(params.textDocument.uri, params.position),
      let location = notebook.location(ofNameInTag: tag.index, of: tag.cell, session.abilities.columns)
    else { return nil }
    return PrepareRenamePlaceholder(range: location.range, placeholder: tag.name)
  }
}

extension Session {
  /// A rename of a step as a change of its notebook.
  func renaming(
    _ name: String, to newName: String, in notebook: OpenNotebook
  ) throws(ResponseError) -> Fix {
    do {
      return try StepRename(of: name, to: newName, in: notebook.analysis).fix
    } catch {
      throw ResponseError(.requestFailed, error.message)
    }
  }

  /// The tag at a position that names a step which the notebook has.
  fileprivate func stepTag(
    _ document: DocumentURI, _ position: Position
  ) throws -> (notebook: OpenNotebook, tag: StepTag)? {
    guard let notebook = documents.kaleNotebook(of: document),
      let place = try notebook.place(in: document, at: position, abilities.columns),
      let tag = PipelineNames(notebook.analysis).stepTag(at: place)
    else { return nil }
    return (notebook, tag)
  }
}
