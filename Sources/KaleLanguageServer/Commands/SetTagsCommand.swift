import KaleAnalysis
import KaleIDE

/// `{uri, cell?, tags}` → `{applied}`: replaces a cell's Kale tags, and leaves those of other tools.
enum SetTagsCommand: ServerCommand {
  static let name = "kale.setTags"

  static func execute(_ invocation: CommandInvocation, in session: Session) throws -> Reply {
    let argument = try CommandArgument(of: Self.self, invocation)
    let notebook = try session.openNotebook(of: argument)
    let cell = try session.cell(of: argument, in: notebook)
    let tags = try argument.strings("tags")
    let edits = TagActions.edits(giving: tags, to: cell, in: notebook.analysis)
    let title = tags.isEmpty ? "Remove the tags of cell \(cell.number)" : "Tag cell \(cell.number)"
    return session.apply(Fix(title, edits), to: notebook, answering: invocation.request)
  }
}
