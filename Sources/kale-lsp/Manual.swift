import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Print the manual page, for packages.",
    discussion: """
      The page has all commands and their options, in the format of man(7).

      Exit status: 0.

      Example:
        kale-lsp manual > share/man/man1/kale-lsp.1
      """,
    shouldDisplay: false)

  func run() {
    StandardOutput.append(
      ManualPage(ofHelp: KaleLSP._dumpHelp(), version: KaleLSPVersion.current).text, terminator: "")
  }
}
