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
    connection = Connection(transport: transport, cancellation: .ofRequests)
    self.environment = environment
  }

  /// Serves until `exit` or the end of the input; gives the process's exit status: 0 after `shutdown`, 1 without.
  package func run() -> Int32 {
    connection.start()
    let session = Session(
      client: ConnectedClient(connection: connection), environment: environment,
      enqueueDeferred: { [connection] in connection.enqueueDeferred($0) })
    while let message = connection.next() {
      if case .deferred(Rehearsal.number) = message {
        Rehearsal.perform()
        continue
      }
      session.handle(message)
      if case .notification(InitializedNotification.method, _) = message {
        connection.enqueueDeferred(Rehearsal.number)
      }
      if session.isOver { break }
    }
    session.endRuns()
    session.endQuestions()
    return session.wasShutDown ? 0 : 1
  }
}
