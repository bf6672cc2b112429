import JSONSyntax
import KaleTestSupport
import Testing

@Suite("Writing JSON")
struct JSONValueTests {
  @Test("Values written and read again are the same", arguments: 0..<50 as Range<UInt64>)
  func roundTrip(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let value = randomValue(depth: 5, &generator)
    for bytes in [
      value.serialized(), value.serialized(indent: 2), value.serialized(indent: 1, ensureASCII: true),
    ] {
      let tree = JSONTree(parsing: bytes)
      #expect(tree.errors == [])
      #expect(tree.root?.value == value)
    }
  }

  private func randomValue(depth: Int, _ generator: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2: return .integer(.random(in: .min ... .max, using: &generator))
    case 3:
      let double = Double(bitPattern: generator.next())
      return .double(double.isFinite ? double : 0.5)
    case 4, 5: return .string(randomText(&generator))
    case 6:
      return .array(
        (0..<Int.random(in: 0..<5, using: &generator)).map { _ in randomValue(depth: depth - 1, &generator) })
    default:
      return .object(
        (0..<Int.random(in: 0..<5, using: &generator)).map { _ in
          JSONMember(key: randomText(&generator), value: randomValue(depth: depth - 1, &generator))
        })
    }
  }

  private func randomText(_ generator: inout SeededGenerator) -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "é", "\u{2028}", "😀", "\u{FFFF}",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<12, using: &generator) {
      text.append(scalars.randomElement(using: &generator) ?? "x")
    }
    return String(text)
  }

  @Test("Python's layout")
  func layout() {
    let value: JSONValue = ["a": [1, 2.5, []], "b": [:], "c": nil, "d": true]
    #expect(
      String(decoding: value.serialized(), as: UTF8.self) == #"{"a":[1,2.5,[]],"b":{},"c":null,"d":true}"#)
    #expect(
      String(decoding: value.serialized(indent: 1), as: UTF8.self) == """
        {
         "a": [
          1,
          2.5,
          []
         ],
         "b": {},
         "c": null,
         "d": true
        }
        """)
  }

  @Test("Python's escapes")
  func quoted() {
    let text = "\"\\/\u{8}\u{C}\n\r\t\u{1}\u{7F}é😀"
    #expect(JSONWriter.quoted(text) == #""\"\\/\b\f\n\r\t\u0001"# + "\u{7F}é😀\"")
    #expect(JSONWriter.quoted(text, ensureASCII: true) == #""\"\\/\b\f\n\r\t\u0001\u007f\u00e9\ud83d\ude00""#)
  }

  @Test("Absent members are left out, and what JSON cannot say is null")
  func special() {
    let value = JSONValue(present: ["a": nil, "b": .null, "c": .double(.nan)])
    #expect(String(decoding: value.serialized(), as: UTF8.self) == #"{"b":null,"c":null}"#)
    #expect(value["b"] == .null)
    #expect(value["a"] == nil)
  }
}
