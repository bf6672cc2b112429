import Dispatch
import JSONRPC
import JSONSyntax
import Testing

@Suite("Connection")
struct ConnectionTests {
  private let transport = ScriptedTransport()

  private static let cancelled = ResponseError(ResponseError.Code(rawValue: 1), "cancelled")

  /// A protocol in which `cancel` cancels the request of which it has the identifier.
  private static let cancellation = Cancellation(error: cancelled) { method, params in
    method == "cancel" ? RequestID(json: params?["id"]) : nil
  }

  private func startedConnection() -> Connection {
    let connection = Connection(transport: transport, cancellation: Self.cancellation)
    connection.start()
    return connection
  }

  private func request(_ id: Int, _ method: String = "work") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)"}"#
  }

  private func cancellation(of id: Int) -> String {
    #"{"jsonrpc":"2.0","method":"cancel","params":{"id":\#(id)}}"#
  }

  private func methods(_ connection: Connection) -> [String] {
    var methods: [String] = []
    while let message = connection.next() { methods.append(name(message)) }
    return methods
  }

  private func name(_ message: IncomingMessage) -> String {
    switch message {
    case .request(_, let method, _), .notification(let method, _): method
    case .response: "response"
    case .malformed(_, let error): "\(error.code.rawValue)"
    case .deferred(let number): "deferred \(number)"
    }
  }

  private func deferred(_ message: IncomingMessage) -> Int? {
    if case .deferred(let number) = message { number } else { nil }
  }

  @Test("Messages come in order, bad ones in their place, and then the end")
  func order() {
    let connection = startedConnection()
    transport.feed(
      request(1, "a"), "{", #"{"jsonrpc":"2.0","method":"b"}"#, #"{"jsonrpc":"2.0","id":1,"result":0}"#)
    transport.feed(Array("Content-Length: no\r\n\r\n".utf8))
    transport.feed(request(2, "c"))
    transport.end()
    #expect(methods(connection) == ["a", "-32700", "b", "response", "-32700", "c"])
    #expect(connection.next() == nil)
  }

  @Test("A request that is cancelled while it waits is answered and not given out")
  func cancelledWhileWaiting() {
    let connection = startedConnection()
    transport.feed(
      request(1, "a"), request(2, "b"), request(3, "c"), cancellation(of: 2), cancellation(of: 9))
    transport.end()
    // The reader is through when the last message has come.
    while !connection.isCancelled(.integer(2)) {}
    // What is cancelled while it waits is answered; that it was is given out all the same.
    #expect(methods(connection) == ["a", "c", "cancel"])
    #expect(
      transport.sent == [
        #"{"jsonrpc":"2.0","id":2,"error":{"code":1,"message":"cancelled"}}"#
      ])
  }

  @Test("A running request learns that it was cancelled; an answered one is forgotten")
  func cancelledWhileRunning() {
    let connection = startedConnection()
    transport.feed(request(1))
    _ = connection.next()
    #expect(!connection.isCancelled(.integer(1)))
    transport.feed(cancellation(of: 1))
    while !connection.isCancelled(.integer(1)) {}
    connection.respond(to: .integer(1), with: .failure(Self.cancelled))
    #expect(!connection.isCancelled(.integer(1)))
    // Once it has its answer, no one is told.
    transport.feed(cancellation(of: 1))
    transport.feed(request(1, "again"))
    transport.end()
    #expect(methods(connection) == ["cancel", "again"])
  }

  @Test("Deferred numbers come in order, each once, however often they are queued")
  func deferring() {
    let connection = startedConnection()
    for _ in 0..<1000 { for number in [7, 3] { connection.enqueueDeferred(number) } }
    #expect((0..<2).map { _ in connection.next().flatMap(deferred) } == [7, 3])
    connection.enqueueDeferred(7)
    #expect(connection.next().flatMap(deferred) == 7)
    transport.feed(request(1, "a"))
    transport.end()
    #expect(methods(connection) == ["a"])
  }

  @Test("Messages of the peer come before numbers that were deferred earlier")
  func deferredLast() {
    let connection = startedConnection()
    transport.feed(request(1))
    _ = connection.next()
    connection.enqueueDeferred(7)
    // The cancellation of a running request shows that the reader has come so far.
    transport.feed(request(2, "a"), request(3, "b"), cancellation(of: 1))
    while !connection.isCancelled(.integer(1)) {}
    let messages = (0..<4).map { _ in connection.next() }
    #expect(messages.map { $0.map(name) } == ["a", "b", "cancel", "deferred 7"])
    transport.end()
  }

  @Test(
    "At the end of the input deferred numbers are dropped: a program that writes without end keeps nobody there"
  )
  func deferredAtTheEnd() {
    let connection = startedConnection()
    transport.end()
    #expect(connection.next() == nil)
    connection.enqueueDeferred(7)
    #expect(connection.next() == nil)
  }

  @Test("Our requests have numbers of their own, and notifications have none")
  func sending() {
    let connection = startedConnection()
    #expect(connection.request("a", nil) == .integer(1))
    #expect(connection.request("b", [1]) == .integer(2))
    connection.notify("c", ["d": nil])
    #expect(
      transport.sent == [
        #"{"jsonrpc":"2.0","id":1,"method":"a"}"#, #"{"jsonrpc":"2.0","id":2,"method":"b","params":[1]}"#,
        #"{"jsonrpc":"2.0","method":"c","params":{"d":null}}"#,
      ])
    transport.end()
  }

  @Test("Messages of many threads are never mixed")
  func concurrentWrites() {
    let connection = startedConnection()
    DispatchQueue.concurrentPerform(iterations: 200) { number in
      connection.notify("n", ["text": .string(String(repeating: "\(number) ", count: number))])
    }
    #expect(transport.sent.count == 200)
    #expect(transport.sent.allSatisfy { JSONTree(parsing: Array($0.utf8)).isValid })
    transport.end()
  }

  @Test("A peer that no longer reads is no reason to stop reading it")
  func brokenOutput() {
    let transport = ScriptedTransport(isBroken: true)
    let connection = Connection(transport: transport, cancellation: Self.cancellation)
    connection.start()
    transport.feed(request(1, "a"))
    connection.notify("b", nil)
    transport.end()
    #expect(methods(connection) == ["a"])
  }
}
