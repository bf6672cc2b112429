import JSONSyntax
import Testing

@Suite("Asking JSON nodes")
struct JSONNodeTests {
  private func root(_ text: String) throws -> JSONNode {
    try #require(JSONTree(parsing: Array(text.utf8)).root)
  }

  @Test("The last member of a name wins, however its key is written")
  func keys() throws {
    let node = try root(#"{"a": 1, "\u0061": 2, "b": 3, "é": 4, "e\u0301": 5}"#)
    #expect(node["a"]?.int == 2)
    #expect(node["b"]?.int == 3)
    #expect(node["é"]?.int == 4)
    #expect(node["e\u{301}"]?.int == 5)
    #expect(node["c"] == nil)
    #expect(node["a"]?["b"] == nil)
  }

  @Test("Children are found one by one as a walk over all finds them")
  func singleChildren() throws {
    let node = try root(#"{"a": 1, "\u0061": [2, 3], "b": {"c": 4}, "é": 5, 6: 7}"#)
    #expect(node.lastMember("a")?.value.elements.map(\.int) == [2, 3])
    #expect(node.lastMember("a")?.key.string == "a")
    #expect(node.lastMember("a")?.value.element(at: 1)?.int == 3)
    #expect(node.lastMember("a")?.value.element(at: 2) == nil)
    #expect(node.lastMember("a")?.value.element(at: -1) == nil)
    #expect(node.lastMember("b")?.value.lastMember("c")?.value.int == 4)
    #expect(node.lastMember("é")?.value.int == 5)
    #expect(node.lastMember("e\u{301}") == nil)
    #expect(node.lastMember("6") == nil)
    #expect(node.element(at: 0) == nil)
    #expect(node.lastMember("é")?.value.lastMember("a") == nil)
  }

  @Test("Only nodes of the kind asked about answer")
  func kinds() throws {
    let kinds = try root(#"[{}, [], "1", 1, true, null]"#).elements.map { $0 }
    #expect(kinds.map(\.kind) == [.object, .array, .string, .number, .boolean, .null])
    #expect(kinds.map(\.int) == [nil, nil, nil, 1, nil, nil])
    #expect(kinds.map(\.double) == [nil, nil, nil, 1, nil, nil])
    #expect(kinds.map(\.string) == [nil, nil, "1", nil, nil, nil])
    #expect(kinds.map(\.bool) == [nil, nil, nil, nil, true, nil])
    #expect(kinds.map(\.isNull) == [false, false, false, false, false, true])
  }

  @Test("Integers that do not fit are doubles, and doubles that do not fit are infinite")
  func numbers() throws {
    let numbers = try root("[9223372036854775807, -9223372036854775809, 1e3, 1e999, -0]").elements.map { $0 }
    #expect(numbers.map(\.int) == [.max, nil, nil, nil, 0])
    #expect(numbers.map(\.double) == [0x1p63, -0x1p63, 1000, .infinity, 0])
  }

  @Test("Ranges are bytes of the text, a byte order mark counted")
  func ranges() throws {
    let tree = JSONTree(parsing: [0xEF, 0xBB, 0xBF] + Array(#" {"é": [1, "x"]} "#.utf8))
    #expect(tree.isValid)
    #expect(tree.hasByteOrderMark)
    let node = try #require(tree.root)
    #expect(node.range == 4..<20)
    #expect(node.members.map(\.key.range) == [5..<9])
    #expect(node["é"]?.range == 11..<19)
    #expect(node["é"]?.elements.map(\.range) == [12..<13, 15..<18])
  }

  @Test("No value, no root", arguments: ["", "  ", "]", "\u{FEFF}"])
  func empty(text: String) {
    let tree = JSONTree(parsing: Array(text.utf8))
    #expect(tree.root == nil)
    #expect(!tree.isValid)
  }
}
