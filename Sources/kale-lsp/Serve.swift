import ArgumentParser
import KaleLanguageServer

struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Start the language server on standard input and output.")

  @Flag(help: "Accepted for compatibility; the server always uses standard input and output.")
  var stdio = false

  @Option(
    name: .customLong("clientProcessId"),
    help: ArgumentHelp(
      "Accepted for compatibility; the server reads the process ID from `initialize`.", visibility: .hidden))
  var clientProcessID: Int?

  func run() throws {
    throw ExitCode(Self.serve())
  }

  /// Serves until the conversation is over; gives the exit status.
  static func serve() -> Int32 {
    LanguageServer(transport: FileDescriptorTransport.standardStreams()).run()
  }
}
