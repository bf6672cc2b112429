import JSONSyntax
import KaleRules

/// `{uri}` → `{fixes}`: applies every safe fix to an open notebook.
enum FixAllCommand: ServerCommand {
  static let name = "kale.fixAll"

  static func execute(_ invocation: CommandInvocation, in session: Session) throws -> Reply {
    try session.repair(
      CommandArgument(of: Self.self, invocation), for: .fixAll, answering: invocation.request)
  }
}

/// `{uri}` → `{fixes}`: migrates an open notebook from Kale 0.x.
enum MigrateCommand: ServerCommand {
  static let name = "kale.migrate"

  static func execute(_ invocation: CommandInvocation, in session: Session) throws -> Reply {
    try session.repair(
      CommandArgument(of: Self.self, invocation), for: .migration, answering: invocation.request)
  }
}

extension Session {
  fileprivate func repair(
    _ argument: CommandArgument, for purpose: NotebookRepair.Purpose, answering request: Request
  ) throws -> Reply {
    let notebook = try openNotebook(of: argument)
    let repair = repair(notebook, for: purpose)
    let fixes = JSONValue.array(repair.fixes.map { .string($0.title) })
    guard let action = repairAction(purpose, repair, notebook) else { return .now(["fixes": []]) }
    apply(action) { [self] result in
      finish(request, with: result.flatMap(Self.editOutcome).map { _ in ["fixes": fixes] })
    }
    return .later
  }
}
