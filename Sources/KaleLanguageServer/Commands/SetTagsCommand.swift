import JSONSyntax
import KaleAnalysis
import KaleIDE
import LanguageServerProtocol

/// `{uri, cell?, tags}` → `{applied}`: replaces a cell's Kale tags, and leaves those of other tools.
enum SetTagsCommand: ServerCommand {
  static let name = "kale.setTags"

  struct Argument: JSONDecodable {
    let cell: CellArgument
    let tags: [String]

    init(json: JSONNode) throws(JSONDecodingError) {
      cell = try CellArgument(json: json)
      tags = try json.required("tags")
    }
  }

  static func execute(
    _ argument: Argument, for call: CommandCall<EditAnswer>, in session: Session
  ) throws -> Reply<EditAnswer> {
    let notebook = try session.openNotebook(meantBy: argument.cell.uri)
    let cell = try notebook.cell(meantBy: argument.cell)
    let edits = TagActions.edits(giving: argument.tags, to: cell, in: notebook.analysis)
    let title = argument.tags.isEmpty ? "Remove the tags of cell \(cell.number)" : "Tag cell \(cell.number)"
    return session.apply(Fix(title, edits), to: notebook, for: call)
  }
}
