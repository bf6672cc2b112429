import JSONSyntax
import KaleTestSupport
import Testing

/// Whatever the bytes are, reading them ends, and every question about every node has an answer.
@Suite("JSON from any bytes")
struct JSONFuzzTests {
  static let notebook = """
    {"cells": [{"cell_type": "code", "execution_count": null, "metadata": {"tags": ["step:a", "prev:b"]},
      "outputs": [{"data": {"image/png": "iVBORw0KGgo=", "text/plain": ["<b>\\u00e9 \\ud83d\\ude00</b>"]}}],
      "source": ["import os\\n", "x = {\\"k\\": 1}\\n", "y = 'é😀'"]},
     {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "# Title\\n\\ttext"}],
     "metadata": {"kubeflow_notebook": {"volumes": [], "timeout": 1.5e3, "enable_caching": true}},
     "nbformat": 4, "nbformat_minor": 5}
    """

  @Test("Random bytes", arguments: 0..<20 as Range<UInt64>)
  func randomBytes(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let alphabet =
      Array("{}[]:,\"\\ \n\tue0123456789-.truefalsn\u{E9}".utf8) + [0x00, 0xFF, 0xC3, 0xF0, 0xED]
    for _ in 0..<300 {
      let count = Int.random(in: 0..<80, using: &generator)
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
      askEverything(bytes)
    }
  }

  @Test("A notebook with random changes", arguments: 0..<20 as Range<UInt64>)
  func mutatedNotebook(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let valid = Array(Self.notebook.utf8)
    for _ in 0..<100 {
      var bytes = valid
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let start = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, start + Int.random(in: 0...10, using: &generator))
        let new = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
          valid.randomElement(using: &generator) ?? 0
        }
        bytes.replaceSubrange(start..<end, with: new)
      }
      askEverything(bytes)
    }
  }

  @Test("Every prefix of a notebook keeps the cells that are whole")
  func prefixes() {
    let bytes = Array(Self.notebook.utf8)
    for count in 0..<bytes.count {
      let tree = askEverything(Array(bytes[..<count]))
      #expect(!tree.isValid)
    }
    let tree = JSONTree(parsing: Array(bytes[..<(bytes.count - 150)]))
    #expect(tree.root?["cells"]?.elements.first { _ in true }?["source"]?.elements.map(\.string).count == 3)
  }

  @Test("Nesting is bounded, and a tree at the bound can be walked")
  func deepNesting() {
    for unit in ["[", "{\"a\":", "[{\"a\":"] {
      let tree = JSONTree(parsing: Array(String(repeating: unit, count: 100_000).utf8))
      #expect(tree.errors.map(\.message) == ["nested deeper than 256 levels"])
      #expect(tree.root?.value.serialized().isEmpty == false)
    }
    let deepest = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
    #expect(JSONTree(parsing: Array(deepest.utf8)).isValid)
  }

  @Test("The list of errors is bounded")
  func manyErrors() {
    let tree = JSONTree(parsing: Array(repeating: UInt8(ascii: "]"), count: 100_000))
    #expect(tree.errors.count == JSONTree.maximumErrorCount)
  }

  @discardableResult
  private func askEverything(_ bytes: [UInt8]) -> JSONTree {
    let tree = JSONTree(parsing: bytes)
    for error in tree.errors { #expect(error.range.upperBound <= bytes.count) }
    if let root = tree.root { check(root, within: 0..<bytes.count) } else { #expect(!tree.isValid) }
    return tree
  }

  private func check(_ node: JSONNode, within outer: Range<Int>) {
    let range = node.range
    #expect(range.lowerBound >= outer.lowerBound && range.upperBound <= outer.upperBound)
    #expect(node.elements.map(\.range).isEmpty || node.kind == .array)
    for child in node.elements { check(child, within: range) }
    for (key, value) in node.members {
      check(key, within: range)
      check(value, within: range)
      if let name = key.string { #expect(node[name] != nil) }
    }
    #expect(node.string.map { Array($0.utf8) } == node.utf8Content)
    #expect(node.stringMap?.decodedCount == node.utf8Content?.count)
    if node.kind == .number { #expect(node.double != nil) }
    if node.kind == .boolean { #expect(node.bool != nil) }
  }
}
