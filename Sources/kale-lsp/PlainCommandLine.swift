import KaleAnalysis
import KaleCommandLine
import KaleLanguageServer
import KaleRules
import KaleSettings
import KaleWorkspace

/// The command lines that are given most, by editors and scripts: they name options in full and need no parser, which
/// takes longer than the command for one notebook.
enum PlainCommandLine {
  /// Runs a command, if its command line is plain.
  ///
  /// - Returns: Whether it was; if not, nothing was done.
  /// - Throws: The status to end the process with.
  static func run(_ arguments: [String]) throws -> Bool {
    switch arguments.first {
    case nil: return FileDescriptor.standardInput.isTerminal ? introduce() : serve([])
    case "--stdio": return serve(arguments[...])
    case "serve": return serve(arguments.dropFirst())
    case "compile": return try compile(arguments.dropFirst())
    case "check": return try check(arguments.dropFirst())
    default: return false
    }
  }

  private static func introduce() -> Bool {
    StandardOutput.append(Introduction.text, terminator: "")
    return true
  }

  private static func serve(_ arguments: ArraySlice<String>) -> Bool {
    guard arguments.isEmpty || arguments == ["--stdio"] else { return false }
    CurrentProcess.exit(Serve.serve())
  }

  private static func compile(_ arguments: ArraySlice<String>) throws -> Bool {
    let options: Set = ["--output", "-o", "--output-format", "--runtime"]
    let flags: Set = ["--stdout", "--check", "--strict"]
    guard let plain = PlainArguments(arguments, options: options, flags: flags), plain.operands.count == 1,
      !plain.flags.isSuperset(of: ["--stdout", "--check"]), let settings = settings(plain)
    else { return false }
    let folder = plain.values["--output"] ?? plain.values["-o"]
    guard folder == nil || !plain.flags.contains("--stdout") else { return false }
    let written = plain.values["--output-format"] ?? Compilation.OutputFormat.all.rawValue
    guard let format = Compilation.OutputFormat(rawValue: written) else { return false }
    let compilation = Compilation(
      paths: plain.operands, folder: folder, outputFormat: format,
      printsOnly: plain.flags.contains("--stdout"), checks: plain.flags.contains("--check"),
      settings: settings)
    try compilation.run()
    return true
  }

  private static func check(_ arguments: ArraySlice<String>) throws -> Bool {
    let flags: Set = ["--fix", "--diff", "--strict", "--quiet"]
    guard let plain = PlainArguments(arguments, options: ["--output-format", "--runtime"], flags: flags),
      let command = settings(plain)
    else { return false }
    var settings = CheckSettings()
    settings.command = command
    if let format = plain.values["--output-format"] {
      guard let format = ReportFormat(name: format) else { return false }
      settings.report.format = format
    }
    if plain.flags.contains("--quiet") { settings.report.verbosity = .quiet }
    if !plain.flags.isDisjoint(with: ["--fix", "--diff"]) {
      settings.repair = NotebookRun.Repair(for: .fixAll, showsDiff: plain.flags.contains("--diff"))
    }
    try NotebookCheck(settings).run(plain.operands.isEmpty ? ["."] : plain.operands)
    return true
  }

  /// Returns nil where the value of an option is none.
  private static func settings(_ plain: PlainArguments) -> CommandSettings? {
    var settings = Settings()
    if let runtime = plain.values["--runtime"] {
      guard PipelineRuntime(rawValue: runtime) != nil else { return nil }
      settings.set(.runtime, to: .text(runtime), by: .option("--runtime"))
    }
    if plain.flags.contains("--strict") { settings.set(.strict, to: .flag(true), by: .option("--strict")) }
    return CommandSettings(settings)
  }
}
