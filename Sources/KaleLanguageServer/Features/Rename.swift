import JSONRPC
import JSONSyntax
import KaleAnalysis
import KaleIDE
import LanguageServerProtocol

/// Steps get other names, in their own tag and in all that name them. Where tags are no text, by `kale.renameStep`.
extension Session {
  func prepareRename(_ request: Request) throws -> Reply {
    let params: PrepareRenameParams = try request.read()
    guard let (notebook, tag) = try stepTag(params.textDocument.uri, params.position),
      let location = notebook.location(ofNameInTag: tag.index, of: tag.cell, abilities.columns)
    else { return .now(JSONValue.null) }
    return .now(PrepareRenamePlaceholder(range: location.range, placeholder: tag.name))
  }

  func rename(_ request: Request) throws -> Reply {
    let params: RenameParams = try request.read()
    guard let (notebook, tag) = try stepTag(params.textDocument.uri, params.position) else {
      throw ResponseError(.requestFailed, "There is no step here. Put the cursor on a tag that names one.")
    }
    let fix = try renaming(tag.name, to: params.newName, in: notebook)
    return .now(FixAction(abilities: abilities).action(for: fix, kind: .refactor, in: notebook)?.edit)
  }

  /// `kale.renameStep`: gives the step that a cell belongs to another name.
  func renameStep(_ request: Request, _ arguments: [JSONValue]) throws -> Reply {
    let argument = try CommandArgument(arguments, of: .renameStep)
    let notebook = try openNotebook(of: argument)
    let cell = try cell(of: argument, in: notebook)
    let newName = try argument.string("newName")
    guard let unit = notebook.analysis.unit(ofCell: cell) else {
      throw ResponseError(.requestFailed, "Cell \(cell + 1) belongs to no step.")
    }
    let fix = try renaming(notebook.analysis.outline.units[unit].name, to: newName, in: notebook)
    guard !fix.edits.isEmpty else { return .now(["applied": true] as JSONValue) }
    apply(fix, to: notebook) { [self] result in
      finish(request, with: result.flatMap(Self.editOutcome))
    }
    return .later
  }

  private func renaming(
    _ name: String, to newName: String, in notebook: OpenNotebook
  ) throws(ResponseError) -> Fix {
    do {
      return try StepRename(of: name, to: newName, in: notebook.analysis).fix
    } catch {
      throw ResponseError(.requestFailed, error.message)
    }
  }

  /// The tag at a position that names a step which the notebook has.
  private func stepTag(
    _ document: DocumentURI, _ position: Position
  ) throws -> (notebook: OpenNotebook, tag: StepTag)? {
    guard let notebook = documents.kaleNotebook(of: document),
      let place = try notebook.place(in: document, at: position, abilities.columns),
      let tag = PipelineNames(notebook.analysis).stepTag(at: place)
    else { return nil }
    return (notebook, tag)
  }
}
