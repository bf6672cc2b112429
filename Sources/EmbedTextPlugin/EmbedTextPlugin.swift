import PackagePlugin

/// Makes Swift string literals of a target's Python and text files, while the package is built.
///
/// SwiftPM's own `embedInCode` writes an array of numbers, and the compiler takes minutes for 300 KB of those.
@main struct EmbedTextPlugin: BuildToolPlugin {
  /// The endings of the files that are embedded.
  private static let endings = [".packed", ".py", ".txt"]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let files = target.sourceModule?.sourceFiles.map(\.url) else { return [] }
    let inputs = files.filter { file in Self.endings.contains { file.lastPathComponent.hasSuffix($0) } }
      .sorted { $0.path < $1.path }
    // In a clone, git's log names the commit that is built.
    let log = context.package.directoryURL.appending(path: ".git/logs/HEAD")
    let knowsCommit = inputs.contains { $0.lastPathComponent == "commit.txt" }
    let logs = knowsCommit && (try? log.checkResourceIsReachable()) == true ? [log] : []
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedText.swift")
    return [
      .buildCommand(
        displayName: "Embed the texts of \(target.name)",
        executable: try context.tool(named: "EmbedText").url,
        arguments: [output.path] + logs.flatMap { ["--git-log", $0.path] } + inputs.map(\.path),
        inputFiles: logs + inputs, outputFiles: [output])
    ]
  }
}
