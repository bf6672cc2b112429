import Testing

@testable import PythonSyntax

/// What is kept of a piece of code grows with its length, and no faster.
@Suite struct SizeTests {
  private static let parts = 60_000
  private static let dotted = Array(repeating: "a", count: parts).joined(separator: ".")

  /// `…` stands for a dotted name of many parts, `___` for as many dots.
  @Test(arguments: [
    "import …", "import … as x", "import b, …, c", "from … import x",
    "from … import x as y, z", "from ...… import (x, y)", "from … import *",
    "x = …", "… = 1", "del …", "@…\ndef f(): pass", "class C(…): pass",
    "def f(x: …): pass", "x: '…'", "match x:\n  case …: pass", "import ….",
    "from ….", "from ___ import x",
  ])
  func namesTakeAsManyBytesAsTheText(pattern: String) {
    let text = pattern.replacing("…", with: Self.dotted).replacing(
      "___", with: String(repeating: ".", count: Self.parts))
    let names = PythonSource(text).names
    #expect(names.byteCount < 2 * text.utf8.count + 1000)
    #expect(names.count < PythonSource("").names.count + 20)
  }

  @Test func namesOfAnImportShareTheModule() throws {
    let members = (0..<Self.parts).map { "x\($0)" }
    let facts = CellFacts(analysing: "from \(Self.dotted) import \(members.joined(separator: ", "))")
    let fact = try #require(facts.imports.first)
    // As texts of their own, the paths would take seven gigabytes.
    #expect(fact.names.map(\.name) == members)
    #expect(fact.names.last?.path == "\(Self.dotted).x\(Self.parts - 1)")
  }

  @Test func targetsShareTheValue() {
    let targets = (0..<20_000).map { "x\($0) = " }.joined()
    let facts = CellFacts(analysing: targets + Self.dotted)
    // As paths of their own, the values would take fifty gigabytes.
    #expect(facts.bindings.count == 20_000)
    #expect(facts.bindings.allSatisfy { $0.value == facts.bindings[0].value })
  }

}
