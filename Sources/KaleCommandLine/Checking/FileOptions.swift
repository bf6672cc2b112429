import ArgumentParser
import KaleWorkspace

/// The options that say which files are left out where folders are searched.
package struct FileOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Leave out files and folders, as a `.gitignore` file does; replaces the usual folders.",
      valueName: "patterns"))
  var exclude: [String] = []

  @Option(
    help: ArgumentHelp("Leave out these files and folders too.", valueName: "patterns"))
  var extendExclude: [String] = []

  @Flag(
    inversion: .prefixedNo, help: "Leave out what git ignores.")
  var respectGitignore = true

  @Flag(help: "Leave out named files too.")
  var forceExclude = false

  package init() {}

  /// Applies what the options say to exclusions.
  package func apply(to exclusions: inout FileExclusions) {
    let folder = FileSystem.normalized(".")
    if !exclude.isEmpty { exclusions.lists = [IgnoreList(Self.patterns(exclude), in: folder)] }
    if !extendExclude.isEmpty {
      exclusions.lists.append(IgnoreList(Self.patterns(extendExclude), in: folder))
    }
    if !respectGitignore { exclusions.respectsGitignore = false }
    if forceExclude { exclusions.isForced = true }
  }

  private static func patterns(_ lists: [String]) -> [String] {
    lists.flatMap { $0.split(separator: ",").map(String.init) }
  }
}
