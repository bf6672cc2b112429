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
      ("[1,]", [1], ["',' has to be followed by another value"]),
      ("[1 2]", [1, 2], ["',' is missing"]),
      ("[,1]", [1], ["a value is missing before ','"]),
      (#"{"a":,"b":2}"#, ["a": nil, "b": 2], ["a value is missing"]),
      (#"{"a" 1}"#, ["a": 1], ["':' is missing"]),
      (#"{"a"}"#, ["a": nil], ["a value is missing"]),
      (#"{"a":1 "b":2}"#, ["a": 1, "b": 2], ["',' is missing"]),
      ("{\"a\":\n\"b\": 2}", ["a": nil, "b": 2], ["a value is missing"]),
      ("{\"a\": [\"x\",\n\"b\": 2}", ["a": ["x"], "b": 2], ["'[' is never closed"]),
      ("{\"a\": [\"x\"\n\"b\": 2}", ["a": ["x"], "b": 2], ["',' is missing", "'[' is never closed"]),
      (
        #"[{"a":1, {"a":2}]"#, [["a": 1], ["a": 2]],
        ["'{' is never closed", "',' has to be followed by another value"]
      ),
      (#"{"a":[1,2}"#, ["a": [1, 2]], ["'[' is never closed"]),
      (#"{"a":[1}, "b":2}"#, ["a": [1], "b": 2], ["'}' closes nothing", "'[' is never closed"]),
      (#"{"a":{"x":1}}, "b":2}"#, ["a": ["x": 1], "b": 2], ["'}' closes nothing"]),
      ("[\"ab\n,1]", ["ab", 1], ["the string is never closed"]),
      ("[\"ab", ["ab"], ["the string is never closed", "'[' is never closed"]),
      (
        "[nul, NaN, 01, 1., -, +1]", [nil, nil, nil, nil, nil, nil],
        Array(repeating: "this is not a JSON value", count: 6)
      ),
      ("{\"a: [1]\n}", ["a": [1]], ["the string is never closed"]),
      (
        "{a\": [1]\n}", [:],
        ["a key has to be a string in double quotes", "'\"' is out of place here"]
      ),
      ("{a: 1}", [:], ["a key has to be a string in double quotes"]),
      ("{: 1}", [:], ["a key is missing before ':'"]),
      ("1 2", 1, ["the document has ended before this"]),
      ("[1]]", [1], ["']' closes nothing"]),
      ("[\"a\tb\"]", ["a\tb"], ["a control character in a string has to be escaped"]),
      (
        #"["\x\u12"]"#, [#"\x\u12"#],
        Array(repeating: #"'\' is followed by no escape that JSON knows"#, count: 2)
      ),
    ] as [(String, JSONValue, [String])])
  func broken(text: String, value: JSONValue, messages: [String]) {
    let tree = JSONTree(parsing: Array(text.utf8))
    #expect(tree.root?.value == value)
    #expect(tree.errors.map(\.message) == messages)
    #expect(!tree.isValid)
  }
}
