import JSONSyntax
import KaleRules
import LanguageServerProtocol

/// `{uri}` → `{fixes}`: applies every safe fix to an open notebook.
enum FixAllCommand: ServerCommand {
  static let name = "kale.fixAll"

  static func execute(
    _ argument: NotebookArgument, for call: CommandCall<RepairAnswer>, in session: Session
  ) throws -> Reply<RepairAnswer> {
    try session.repair(argument, for: .fixAll, call)
  }
}

/// `{uri}` → `{fixes}`: migrates an open notebook from Kale 0.x.
enum MigrateCommand: ServerCommand {
  static let name = "kale.migrate"

  static func execute(
    _ argument: NotebookArgument, for call: CommandCall<RepairAnswer>, in session: Session
  ) throws -> Reply<RepairAnswer> {
    try session.repair(argument, for: .migration, call)
  }
}

/// `{fixes}`: the titles of the fixes that were applied.
struct RepairAnswer: JSONEncodable {
  let fixes: [String]

  var json: JSONValue { ["fixes": fixes.json] }
}

extension Session {
  fileprivate func repair(
    _ argument: NotebookArgument, for purpose: NotebookRepair.Purpose, _ call: CommandCall<RepairAnswer>
  ) throws -> Reply<RepairAnswer> {
    let notebook = try openNotebook(meantBy: argument.uri)
    let repair = repair(notebook, for: purpose)
    guard let action = repairAction(purpose, repair, notebook) else { return .now(RepairAnswer(fixes: [])) }
    let answer = RepairAnswer(fixes: repair.fixes.map(\.title))
    apply(action) { call.finish(with: $0.flatMap(Self.editOutcome).map { _ in answer }) }
    return .later
  }
}
