import Dispatch
import JSONRPC
import JSONSyntax
import KaleWorkspace
import KaleTestSupport
import Synchronization
import Testing

@testable import KaleLanguageServer

@Suite struct JoinedLinesTests {
  private func joined(_ lines: [String]) -> [String] {
    var joiner = JoinedLines()
    var texts = lines.compactMap { joiner.add($0) }
    if let last = joiner.take() { texts.append(last) }
    return texts
  }

  @Test func linesAreJoinedInOrder() {
    #expect(joined([]).isEmpty)
    #expect(joined(["a", "", "b"]) == ["a\n\nb"])
    #expect(joined(["", ""]) == ["\n"])
  }

  @Test func noTextIsLongAndNothingIsLost() {
    let lines = (0..<10_000).map { "\($0) " + String(repeating: "é", count: $0 % 211) }
    let texts = joined(lines)
    #expect(texts.allSatisfy { $0.utf8.count <= JoinedLines.longestText })
    #expect(texts.count <= 2 * lines.reduce(0) { $0 + $1.utf8.count } / JoinedLines.longestText + 1)
    #expect(texts.joined(separator: "\n") == lines.joined(separator: "\n"))
  }

  @Test(arguments: ["x", "é", "€", "😀"], 0..<4)
  func aLongLineIsCutBetweenCharactersAndSaysSo(character: String, offset: Int) {
    let line = String(repeating: "x", count: offset) + String(repeating: character, count: 1 << 17)
    let text = JoinedLines.shortened(line)
    #expect(text.utf8.count <= JoinedLines.longestText && text.utf8.count > JoinedLines.longestText - 100)
    #expect(text.hasSuffix("(line truncated)"))
    #expect(!text.unicodeScalars.contains("\u{FFFD}"))
  }
}

/// A server and the client's end of the pipe, where messages of the server wait until the client reads them.
private final class SlowClient: ByteTransport {
  private let incoming = Mutex<[[UInt8]]>([])
  private let hasIncoming = DispatchSemaphore(value: 0)
  private let written = Mutex<[[UInt8]]>([])
  private let hasWritten = DispatchSemaphore(value: 0)
  private let mayWrite = DispatchSemaphore(value: 0)
  private let sentCount = Mutex(0)
  /// Signalled each time that the server asks for more.
  private let hasAsked = DispatchSemaphore(value: 0)

  func read() throws -> [UInt8] {
    hasAsked.signal()
    hasIncoming.wait()
    return incoming.withLock { $0.isEmpty ? [] : $0.removeFirst() }
  }

  func write(_ bytes: [UInt8]) throws {
    mayWrite.wait()
    written.withLock { $0.append(bytes) }
    hasWritten.signal()
  }

  func send(_ message: JSONValue) {
    let body = message.serialized()
    incoming.withLock { $0.append(Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body) }
    sentCount.withLock { $0 += 1 }
    hasIncoming.signal()
  }

  /// Waits until the server has received all that was sent. To be called once.
  func waitUntilReceived() {
    for _ in 0..<sentCount.withLock({ $0 + 1 }) { hasAsked.wait() }
  }

  func end() {
    hasIncoming.signal()
    for _ in 0..<1000 { mayWrite.signal() }
  }

  /// Reads the next message; returns it with its length.
  func next() -> (message: JSONNode?, length: Int) {
    mayWrite.signal()
    hasWritten.wait()
    let bytes = written.withLock { $0.removeFirst() }
    var framer = MessageFramer()
    guard case .message(let body)? = framer.feed(bytes).first else { return (nil, bytes.count) }
    return (JSONTree(parsing: body).root, bytes.count)
  }
}

/// Runs that print without end, seen from the client.
@Suite struct EndlessRunTests {
  private let client = SlowClient()
  private let program: EndlessProgram
  private let ended = DispatchSemaphore(value: 0)
  private let folder: TemporaryFolder

  init() throws {
    let program = EndlessProgram()
    self.program = program
    folder = try TemporaryFolder()
    var environment = ServerEnvironment()
    environment.watchProcess = { _ in }
    environment.start = { _ in program }
    let server = LanguageServer(transport: client, environment: environment)
    DispatchQueue(label: "kale-lsp.test.server").async { [ended] in
      _ = server.run()
      ended.signal()
    }
    start()
  }

  /// Opens a notebook and runs it.
  private func start() {
    func message(_ method: String, _ params: JSONValue, id: JSONValue? = nil) {
      client.send(
        JSONValue(present: ["jsonrpc": "2.0", "id": id, "method": .string(method), "params": params]))
    }
    let uri = JSONValue.string("file://" + folder.path("n.ipynb"))
    message(
      "initialize", ["processId": nil, "capabilities": ["experimental": ["kale": ["runOutput": true]]]], id: 1
    )
    message("initialized", [:])
    message(
      "textDocument/didOpen",
      ["textDocument": ["uri": uri, "languageId": "json", "version": 1, "text": .string(Self.notebook)]])
    message(
      "workspace/executeCommand",
      ["command": "kale.run", "arguments": [["uri": uri, "python": "/bin/sh"]]], id: "run")
  }

  private static let notebook = """
    {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kubeflow_notebook": {"pipeline_name": "p", \
    "experiment_name": "e"}}, "cells": [{"cell_type": "code", "id": "a", "execution_count": null, "outputs": [], \
    "metadata": {"tags": ["step:a"]}, "source": "print(1)"}]}
    """

  /// Reads messages up to one that `isWanted`; returns how many went before it.
  private func read(until isWanted: (JSONNode) -> Bool) -> Int {
    var count = 0
    while let message = client.next().message {
      if isWanted(message) { return count }
      count += 1
    }
    return count
  }

  private func isOutput(_ message: JSONNode) -> Bool { message["method"]?.string == "kale/runOutput" }

  private func stop() {
    client.end()
    ended.wait()
  }

  @Test func aClientThatReadsSlowlySlowsTheProgramDown() {
    _ = read(until: isOutput)  // "Running p with …"
    var readCount = 0
    for _ in 0..<100 {
      let (message, length) = client.next()
      guard let message, isOutput(message) else { continue }
      readCount += message["params"]?["text"]?.string?.utf8.count ?? 0
      #expect(length < 2 * JoinedLines.longestText)
      // What is on the way: a message that is being written, and what waits to be taken.
      #expect(program.byteCount <= readCount + 3 * ProgramReader.capacity)
    }
    // Many lines a message.
    #expect(readCount > 100 * 1000)
    stop()
  }

  @Test func aCancellationGoesBeforeMoreLines() {
    _ = read(until: isOutput)
    _ = read(until: isOutput)
    client.send(["jsonrpc": "2.0", "method": "$/cancelRequest", "params": ["id": "run"]])
    client.waitUntilReceived()
    // Not a message more than the server was busy with, however much waits: then "Stopped." and the answer.
    let count = read { $0["id"]?.string == "run" && $0["error"]?["code"]?.int == -32800 }
    #expect(count <= 4)
    stop()
  }

  @Test func theServerEndsWithItsInput() {
    _ = read(until: isOutput)
    // Lines of the program, which goes on printing.
    _ = read(until: isOutput)
    stop()
  }
}
