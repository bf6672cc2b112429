import ArgumentParser
import KaleLanguageServer

struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve an editor over standard input and output.")

  @Flag(help: "Accepted because many clients pass it; standard input and output are the only way.")
  var stdio = false

  @Option(
    name: .customLong("clientProcessId"),
    help: ArgumentHelp(
      "Accepted because some clients pass it; `initialize` says the same.", visibility: .hidden))
  var clientProcessID: Int?

  func run() throws {
    throw ExitCode(Self.serve())
  }

  /// Serves until the conversation is over; gives the exit status.
  static func serve() -> Int32 {
    LanguageServer(transport: FileDescriptorTransport.standardStreams()).run()
  }
}
