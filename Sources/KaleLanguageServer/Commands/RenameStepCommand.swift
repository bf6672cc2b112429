import JSONRPC
import JSONSyntax
import LanguageServerProtocol

/// `{uri, cell?, newName}` → `{applied}`: renames the step that a cell belongs to.
enum RenameStepCommand: ServerCommand {
  static let name = "kale.renameStep"

  struct Argument: JSONDecodable {
    let cell: CellArgument
    let newName: String

    init(json: JSONNode) throws(JSONDecodingError) {
      cell = try CellArgument(json: json)
      newName = try json.required("newName")
    }
  }

  static func execute(
    _ argument: Argument, for call: CommandCall<EditAnswer>, in session: Session
  ) throws -> Reply<EditAnswer> {
    let notebook = try session.openNotebook(meantBy: argument.cell.uri)
    let cell = try notebook.cell(meantBy: argument.cell)
    guard let unit = notebook.analysis.unit(ofCell: cell) else {
      throw ResponseError(.requestFailed, "Cell \(cell.number) does not belong to a step.")
    }
    let fix = try session.renaming(
      notebook.analysis.outline.units[unit].name, to: argument.newName, in: notebook)
    return session.apply(fix, to: notebook, for: call)
  }
}
