import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Toml: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "toml",
    abstract: "Print what kale-lsp reads from TOML files, for debugging.",
    discussion: """
      Prints one line of JSON per file, in the order of the arguments: the values, each with its type, or the \
      position and message of the syntax error.

      Exit status: 0 if every file could be read (with or without syntax errors), 2 if not.

      Example:
        kale-lsp toml pyproject.toml | jq .value
      """,
    shouldDisplay: false)

  @Argument(help: "TOML files.", completion: .file(extensions: ["toml"]))
  var paths: [String]

  func run() throws {
    var couldNotRun = false
    for path in paths {
      do {
        StandardOutput.append(TOMLReport(try FileSystem.read(path)).line)
      } catch {
        StandardError.write("kale-lsp: \(error.description)")
        couldNotRun = true
      }
    }
    if couldNotRun { throw ExitStatus.couldNotRun }
  }
}
