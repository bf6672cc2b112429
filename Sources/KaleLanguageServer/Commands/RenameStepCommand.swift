import JSONRPC

/// `{uri, cell?, newName}` → `{applied}`: renames the step that a cell belongs to.
enum RenameStepCommand: ServerCommand {
  static let name = "kale.renameStep"

  static func execute(_ invocation: CommandInvocation, in session: Session) throws -> Reply {
    let argument = try CommandArgument(of: Self.self, invocation)
    let notebook = try session.openNotebook(of: argument)
    let cell = try session.cell(of: argument, in: notebook)
    let newName = try argument.string("newName")
    guard let unit = notebook.analysis.unit(ofCell: cell) else {
      throw ResponseError(.requestFailed, "Cell \(cell.number) does not belong to a step.")
    }
    let fix = try session.renaming(notebook.analysis.outline.units[unit].name, to: newName, in: notebook)
    return session.apply(fix, to: notebook, answering: invocation.request)
  }
}
