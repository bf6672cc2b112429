import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Cache: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show or remove the results that runs on this machine keep.",
    subcommands: [Show.self, Clear.self], defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print where the results are and how much space they take.",
      discussion: """
        Exit status: 0, or 2 if there is no cache folder.

        Example:
          kale-lsp cache
        """)

    func run() throws {
      let store = try Cache.store()
      StandardOutput.append("\(store.folder): \(store.sizeText)")
    }
  }

  struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove all results. The next run of a notebook runs every step.",
      discussion: """
        Exit status: 0, or 2 if they could not be removed, as while a run uses them.

        Example:
          kale-lsp cache clear
        """)

    func run() throws {
      let store = try Cache.store()
      let size = store.sizeText
      do {
        try store.clear()
      } catch {
        throw ExitStatus.stop(error.description)
      }
      StandardOutput.append("Removed \(size) from \(store.folder).")
    }
  }

  private static func store() throws -> RunStore {
    guard let store = RunStore.current else {
      throw ExitStatus.stop("There is no cache folder: set HOME or XDG_CACHE_HOME to an absolute path.")
    }
    return store
  }
}
