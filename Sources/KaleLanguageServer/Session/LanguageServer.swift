import JSONRPC
import KaleWorkspace

/// The server: takes messages off a connection, one after the other, until the conversation ends.
package struct LanguageServer {
  private let connection: Connection
  private let environment: ServerEnvironment

  /// Creates a server, which reads nothing until ``run()`` is called.
  ///
  /// - Parameters:
  ///   - transport: The bytes from and to the client.
  ///   - environment: What the server needs of the machine.
  package init(transport: any ByteTransport, environment: ServerEnvironment = ServerEnvironment()) {
    connection = Connection(transport: transport)
    self.environment = environment
  }

  /// Serves until `exit` or the end of the input; gives the process's exit status: 0 after `shutdown`, 1 without.
  package func run() -> Int32 {
    connection.start()
    let session = Session(
      client: ConnectedClient(connection: connection), environment: environment,
      post: { [connection] in connection.post($0) })
    while let message = connection.next() {
      session.handle(message)
      if session.isOver { break }
    }
    session.endRuns()
    return session.wasShutDown ? 0 : 1
  }
}

/// What the server needs of the machine it runs on, so that tests can give it another one.
package struct ServerEnvironment: Sendable {
  /// Begins to watch a process; to be called once the client has named its own.
  package var watchProcess: @Sendable (_ processID: Int) -> Void = ProcessWatch.exitWhenGone
  /// Starts a program.
  package var start: @Sendable (Program) throws(ProgramFailure) -> any RunningProgram = {
    program throws(ProgramFailure) in try ChildProcess(program)
  }
  /// Writes a line to the log beside the protocol.
  package var log: @Sendable (String) -> Void = { StandardError.write($0) }

  /// Creates the environment of a server in an editor: the real machine.
  package init() {}
}
