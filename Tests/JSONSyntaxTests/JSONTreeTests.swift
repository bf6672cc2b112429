import JSONSyntax
import Testing

@Suite("JSON text to tree")
struct JSONTreeTests {
  @Test(
    "Valid texts give their values",
    arguments: [
      ("null", .null), (" true ", true), ("false", false), ("0", 0), ("-12", -12), ("1.5e3", 1500.0),
      ("1.0", .double(1)),
      (#""a\n\u00e9\ud83d\ude00\/""#, "a\n\u{E9}\u{1F600}/"), ("[]", []), ("{}", [:]),
      ("[1,[2],{}]", [1, [2], [:]]), (#"{"a":{"b":[null]},"c":"d"}"#, ["a": ["b": [nil]], "c": "d"]),
    ] as [(String, JSONValue)])
  func valid(text: String, value: JSONValue) {
    let tree = JSONTree(parsing: Array(text.utf8))
    #expect(tree.errors == [])
    #expect(tree.root?.value == value)
  }

  @Test(
    "Broken texts are read as well as they can be",
    arguments: [
      ("[1,]", [1], ["trailing ','"]),
      ("[1 2]", [1, 2], ["missing ','"]),
      ("[,1]", [1], ["missing value before ','"]),
      (#"{"a":,"b":2}"#, ["a": nil, "b": 2], ["missing value"]),
      (#"{"a" 1}"#, ["a": 1], ["missing ':'"]),
      (#"{"a"}"#, ["a": nil], ["missing value"]),
      (#"{"a":1 "b":2}"#, ["a": 1, "b": 2], ["missing ','"]),
      ("{\"a\":\n\"b\": 2}", ["a": nil, "b": 2], ["missing value"]),
      ("{\"a\": [\"x\",\n\"b\": 2}", ["a": ["x"], "b": 2], ["unclosed '['"]),
      ("{\"a\": [\"x\"\n\"b\": 2}", ["a": ["x"], "b": 2], ["missing ','", "unclosed '['"]),
      (
        #"[{"a":1, {"a":2}]"#, [["a": 1], ["a": 2]],
        ["unclosed '{'", "trailing ','"]
      ),
      (#"{"a":[1,2}"#, ["a": [1, 2]], ["unclosed '['"]),
      (#"{"a":[1}, "b":2}"#, ["a": [1], "b": 2], ["unmatched '}'", "unclosed '['"]),
      (#"{"a":{"x":1}}, "b":2}"#, ["a": ["x": 1], "b": 2], ["unmatched '}'"]),
      ("[\"ab\n,1]", ["ab", 1], ["unterminated string"]),
      ("[\"ab", ["ab"], ["unterminated string", "unclosed '['"]),
      (
        "[nul, NaN, 01, 1., -, +1]", [nil, nil, nil, nil, nil, nil],
        Array(repeating: "not a JSON value", count: 6)
      ),
      ("{\"a: [1]\n}", ["a": [1]], ["unterminated string"]),
      (
        "{a\": [1]\n}", [:],
        ["a key must be a string in double quotes", "unexpected '\"'"]
      ),
      ("{a: 1}", [:], ["a key must be a string in double quotes"]),
      ("{: 1}", [:], ["missing key before ':'"]),
      ("1 2", 1, ["unexpected text after the end of the document"]),
      ("[1]]", [1], ["unmatched ']'"]),
      ("[\"a\tb\"]", ["a\tb"], ["unescaped control character in a string"]),
      (
        #"["\x\u12"]"#, [#"\x\u12"#],
        Array(repeating: "invalid escape sequence", count: 2)
      ),
    ] as [(String, JSONValue, [String])])
  func broken(text: String, value: JSONValue, messages: [String]) {
    let tree = JSONTree(parsing: Array(text.utf8))
    #expect(tree.root?.value == value)
    #expect(tree.errors.map(\.message) == messages)
    #expect(!tree.isValid)
  }

  @Test(
    "Text after the end of the document is marked where it starts, however much it is",
    arguments: [
      ("{} rest of it\n{}", 3..<7), ("{}\n\"a\": [1,\n2]}", 3..<4), ("{}{\n\"cells\": []}", 2..<3),
    ])
  func textAfterTheEnd(text: String, range: Range<Int>) {
    #expect(JSONTree(parsing: Array(text.utf8)).errors.map(\.range) == [range])
  }
}
