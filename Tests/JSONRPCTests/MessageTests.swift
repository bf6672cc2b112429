import JSONRPC
import JSONSyntax
import Testing

@Suite("Messages")
struct MessageTests {
  /// A message in words that can be compared.
  private func describe(_ text: String) -> String {
    switch IncomingMessage(body: Array(text.utf8)) {
    case .request(let id, let method, let params): "request \(id) \(method) \(describe(params))"
    case .notification(let method, let params): "notification \(method) \(describe(params))"
    case .response(let id, .success(let result)): "result \(id.map { "\($0)" } ?? "nil") \(describe(result))"
    case .response(let id, .failure(let error)):
      "error \(id.map { "\($0)" } ?? "nil") \(error.code.rawValue) \(error.message)"
    case .deferred(let number): "deferred \(number)"
    case .malformed(let id, let error): "malformed \(id.map { "\($0)" } ?? "nil") \(error.code.rawValue)"
    }
  }

  private func describe(_ node: JSONNode?) -> String {
    node.map { String(decoding: $0.value.serialized(), as: UTF8.self) } ?? "nil"
  }

  @Test(
    "What a body is",
    arguments: [
      (#"{"jsonrpc":"2.0","id":1,"method":"a","params":{"b":[]}}"#, #"request integer(1) a {"b":[]}"#),
      (#"{"params":[1],"method":"a","id":"x","jsonrpc":"2.0"}"#, #"request string("x") a [1]"#),
      (#"{"jsonrpc":"2.0","id":1,"method":"a","params":null}"#, "request integer(1) a nil"),
      (#"{"jsonrpc":"2.0","method":"a"}"#, "notification a nil"),
      (#"{"jsonrpc":"2.0","id":3,"result":null}"#, "result integer(3) null"),
      (#"{"jsonrpc":"2.0","id":3,"result":{"a":1},"error":null}"#, #"result integer(3) {"a":1}"#),
      (#"{"jsonrpc":"2.0","id":3,"error":{"code":-32601,"message":"no"}}"#, "error integer(3) -32601 no"),
      (#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}}"#, "error nil -32700 no"),
      ("", "malformed nil -32700"),
      ("{", "malformed nil -32700"),
      (#"{"jsonrpc":"2.0","id":1,"method":"a",}"#, "malformed nil -32700"),
      ("[]", "malformed nil -32600"),
      (#"[{"jsonrpc":"2.0","method":"a"}]"#, "malformed nil -32600"),
      ("1", "malformed nil -32600"),
      ("{}", "malformed nil -32600"),
      (#"{"id":1,"method":"a"}"#, "malformed integer(1) -32600"),
      (#"{"jsonrpc":"1.0","id":1,"method":"a"}"#, "malformed integer(1) -32600"),
      (#"{"jsonrpc":"2.0","id":1,"method":2}"#, "malformed integer(1) -32600"),
      (#"{"jsonrpc":"2.0","id":1,"method":"a","params":2}"#, "malformed integer(1) -32600"),
      (#"{"jsonrpc":"2.0","id":1.5,"method":"a"}"#, "malformed nil -32600"),
      (#"{"jsonrpc":"2.0","id":null,"method":"a"}"#, "malformed nil -32600"),
      (#"{"jsonrpc":"2.0","id":1}"#, "result integer(1) null"),
      (#"{"id":1,"result":2}"#, "result integer(1) 2"),
      (#"{"jsonrpc":"2.0","id":1.5,"result":2}"#, "result nil 2"),
      (#"{"jsonrpc":"2.0","id":null}"#, "result nil null"),
      (#"{"jsonrpc":"2.0","id":1,"error":{"code":"x"}}"#, "error integer(1) -32001 no reason given"),
      (#"{"jsonrpc":"2.0","id":1,"error":{"message":"no"}}"#, "error integer(1) -32001 no"),
      (#"{"jsonrpc":"2.0","id":1,"error":"no"}"#, "error integer(1) -32001 no"),
      (
        #"{"jsonrpc":"2.0","id":1,"error":{"code":-32601},"result":1}"#,
        "error integer(1) -32601 no reason given"
      ),
      (#"{"jsonrpc":"2.0","result":1}"#, "malformed nil -32600"),
    ])
  func incoming(text: String, description: String) {
    #expect(describe(text) == description)
  }

  @Test(
    "What is sent",
    arguments: [
      (
        .request(id: .integer(1), method: "a", params: ["b": 1]),
        #"{"jsonrpc":"2.0","id":1,"method":"a","params":{"b":1}}"#
      ),
      (.notification(method: "a", params: nil), #"{"jsonrpc":"2.0","method":"a"}"#),
      (.response(id: .string("x"), result: .success(.null)), #"{"jsonrpc":"2.0","id":"x","result":null}"#),
      (
        .response(id: nil, result: .failure(ResponseError(.parseError, "é", data: [1]))),
        #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"é","data":[1]}}"#
      ),
    ] as [(OutgoingMessage, String)])
  func outgoing(message: OutgoingMessage, text: String) {
    let frame = String(decoding: message.framed(), as: UTF8.self)
    #expect(frame == "Content-Length: \(text.utf8.count)\r\n\r\n\(text)")
  }
}
