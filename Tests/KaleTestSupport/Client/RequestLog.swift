import JSONSyntax
import Synchronization

/// The requests and commands that clients send during a test.
package final class RequestLog: Sendable {
  /// A request, or a command of `workspace/executeCommand`, that was sent.
  private struct Entry: Hashable {
    var name: String
    /// The shape of the notebook that was open; nil if several were.
    var shape: NotebookShape?
  }

  /// The log that the current task keeps; nil if it keeps none.
  @TaskLocal private static var current: RequestLog?

  private let entries = Mutex<Set<Entry>>([])

  /// Creates an empty log.
  package init() {}

  /// Does something, and logs what is sent meanwhile.
  package func record(_ body: () throws -> Void) rethrows {
    try Self.$current.withValue(self) { try body() }
  }

  /// Logs a request. A command is logged besides the request that carries it.
  package static func note(_ method: String, _ params: JSONValue, on shape: NotebookShape? = nil) {
    var names = [method]
    if method == "workspace/executeCommand", let command = params["command"]?.asString {
      names.append(command)
    }
    current?.entries.withLock { entries in
      for name in names { entries.insert(Entry(name: name, shape: shape)) }
    }
  }

  /// The methods and commands that were sent.
  package var names: Set<String> { entries.withLock { Set($0.map(\.name)) } }

  /// Returns the shapes on which a method or command was sent.
  package func shapes(of name: String) -> Set<NotebookShape> {
    entries.withLock { Set($0.filter { $0.name == name }.compactMap(\.shape)) }
  }
}
