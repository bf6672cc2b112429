import JSONSyntax
import KaleAnalysis
import KaleIDE

extension Session {
  /// `kale.setTags`: gives a cell exactly these tags of Kale's, and leaves those of other tools.
  func setTags(_ request: Request, _ arguments: [JSONValue]) throws -> Reply {
    let argument = try CommandArgument(arguments, of: .setTags)
    let notebook = try openNotebook(of: argument)
    let cell = try cell(of: argument, in: notebook)
    let tags = try argument.strings("tags")
    let edits = TagActions.edits(giving: tags, to: cell, in: notebook.analysis)
    guard !edits.isEmpty else { return .now(["applied": true] as JSONValue) }
    let title = tags.isEmpty ? "Remove the tags of cell \(cell + 1)" : "Tag cell \(cell + 1)"
    apply(Fix(title, edits), to: notebook) { [self] result in
      finish(request, with: result.flatMap(Self.editOutcome))
    }
    return .later
  }
}
