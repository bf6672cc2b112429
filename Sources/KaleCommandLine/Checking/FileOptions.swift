import ArgumentParser
import KaleSettings
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
  var respectGitignore: Bool?

  @Flag(help: "Leave out named files too.")
  var forceExclude = false

  package init() {}

  /// Adds what the options say to the settings of a command.
  package func apply(to settings: inout CheckSettings) {
    var options = Settings()
    if !exclude.isEmpty {
      options.set(.exclude, to: .words(Self.patterns(exclude)), by: .option("--exclude"))
    }
    if !extendExclude.isEmpty {
      options.set(.extendExclude, to: .words(Self.patterns(extendExclude)), by: .option("--extend-exclude"))
    }
    if let respectGitignore {
      let name = respectGitignore ? "--respect-gitignore" : "--no-respect-gitignore"
      options.set(.respectGitignore, to: .flag(respectGitignore), by: .option(name))
    }
    settings.command.add(options)
    settings.forcesExclusions = forceExclude
  }

  private static func patterns(_ lists: [String]) -> [String] {
    lists.flatMap { $0.split(separator: ",").map(String.init) }
  }
}
