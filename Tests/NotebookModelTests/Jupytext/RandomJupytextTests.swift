import JSONSyntax
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

/// Whatever the text, it is read without a crash, its places lead there and back, and edits hit what they are meant for.
@Suite struct RandomJupytextTests {
  private static let rounds: Range<UInt64> = 0..<1000

  @Test(arguments: TextMaker.Kind.allCases)
  func everyByteOfASourceHasAPlace(kind: TextMaker.Kind) {
    for seed in Self.rounds {
      var maker = TextMaker(seed: seed, kind)
      guard let document = maker.document() else { continue }
      for (index, cell) in document.notebook.cells.indexed {
        for (offset, byte) in cell.source.utf8.enumerated() where byte != UInt8(ascii: "\n") {
          let range = document.fileRange(of: .source(cell: index, range: offset..<offset + 1))
          // What stands nowhere, such as the magic of another language, is shown without a width.
          guard !range.isEmpty else { continue }
          #expect(document.text.utf8[range.lowerBound] == byte, "seed \(seed)\n\(document.text.string)")
        }
      }
    }
  }

  @Test(arguments: TextMaker.Kind.allCases)
  func editsChangeWhatTheyAreMeantFor(kind: TextMaker.Kind) {
    var made = 0
    var wanted = 0
    for seed in Self.rounds {
      var maker = TextMaker(seed: seed, kind)
      guard let document = maker.document() else { continue }
      let edit = maker.edit(of: document.notebook)
      let edits = document.sourceEdits(for: [edit])
      let expected = document.notebook.applying([edit])
      let description: Comment = "seed \(seed): \(edit)\n\(document.text.string)"
      if expected.cells != document.notebook.cells || expected.kaleMetadata != document.notebook.kaleMetadata
      {
        wanted += 1
        made += edits.isEmpty ? 0 : 1
      }
      let after = document.replacing(document.text.applying(edits))
      #expect(edits.isEmpty || after.notebook.cells == expected.cells, description)
      #expect(edits.isEmpty || after.notebook.kaleMetadata == expected.kaleMetadata, description)
      guard let cell = edit.cell, edit.isInside, let own = document.fileRange(ofCell: cell) else { continue }
      for change in edits {
        #expect(
          own.lowerBound <= change.range.lowerBound && change.range.upperBound <= own.upperBound + 2,
          description)
      }
    }
    // Few edits are none that the text can hold.
    #expect(made * 100 > wanted * kind.leastShare, "\(made) of \(wanted)")
  }

  @Test func anyBytesAreRead() {
    for seed in Self.rounds {
      var random = SeededGenerator(seed: seed)
      let pieces: [[UInt8]] = TextMaker.pieces + [[0xFF], [0xC2], [0xE2, 0x80, 0xA8], [0x0C], [0x0D], [0]]
      let bytes = (0..<40).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
      for hint in [JupytextHint.python, .markdown, .myst, .unknown] {
        guard let document = JupytextDocument(SourceText(utf8: bytes), hint) else { continue }
        for offset in stride(from: 0, through: bytes.count, by: 7) {
          _ = document.place(at: offset)
          _ = document.typedTag(at: offset)
        }
        for index in document.notebook.cells.indices {
          let range = document.fileRange(of: .cell(index))
          #expect(range.upperBound <= bytes.count)
        }
      }
    }
  }
}

/// Texts of chance that are mostly notebooks.
struct TextMaker {
  enum Kind: CaseIterable {
    case percent, light, markdown, myst

    /// Of a hundred edits so many at least can be made.
    var leastShare: Int {
      switch self {
      case .percent, .myst: 70
      // Prose without a marker has no place for tags, and paragraphs end at blank lines.
      case .light, .markdown: 50
      }
    }
  }

  private var random: SeededGenerator
  private let kind: Kind
  private let lineBreak: String

  init(seed: UInt64, _ kind: Kind) {
    random = SeededGenerator(seed: seed)
    self.kind = kind
    lineBreak = seed % 3 == 0 ? "\r\n" : "\n"
  }

  /// Parts of texts of all kinds.
  static let pieces: [[UInt8]] = [
    "\n", "\n", "\n\n", "# %%", "# %% tags=[\"a\"]", "# %% [markdown]", "# + tags=['a']", "# -", "```python",
    "```",
    "```{code-cell}", ":tags: [a]", "---", "# ---", "# jupyter:", "#   kubeflow_notebook:", "#     a: [1,",
    "x = 1",
    "\"\"\"", "# !ls", "%time", "😀", "- a", ": ", "<!-- #region -->", "+++", "  ", "{", "}", "tags=", "\\",
    "'",
  ].map { Array($0.utf8) }

  mutating func document() -> JupytextDocument? {
    let hint: JupytextHint = kind == .percent || kind == .light ? .python : kind == .myst ? .myst : .markdown
    return JupytextDocument(SourceText(text()), hint)
  }

  private mutating func text() -> String {
    let cells = (0..<count(1, 4)).map { _ in cell() }
    let joined = cells.joined(separator: lineBreak + lineBreak)
    return (count(0, 1) == 0 ? header() : "") + joined + lineBreak
  }

  private mutating func header() -> String {
    let values = ["1", "a b", "'x: y'", "[1, {b: 2}]", "null", "\"\\u00e9\"", "", "|\n        text", "1.5"]
    var lines = ["kubeflow_notebook:"]
    for key in ["a", "b", "c"].prefix(count(0, 3)) { lines.append("  \(key): \(pick(values))") }
    if count(0, 2) == 0 { lines += ["  list:", "  - k: 1", "    l: x", "  - k: 2"] }
    if kind != .myst { lines = ["jupyter:"] + lines.map { "  " + $0 } }
    let all = ["---"] + lines.flatMap { $0.split(separator: "\n").map(String.init) } + ["---", ""]
    let isScript = kind == .percent || kind == .light
    return all.map { (isScript && !$0.isEmpty ? "# " : "") + $0 + lineBreak }.joined()
  }

  private mutating func cell() -> String {
    let code = (0..<count(1, 4)).map { _ in pick(["x = 1", "def f():", "    pass", "s = '😀é'", "", "y\t= 2"])
    }
    let tags = (0..<count(0, 3)).map { _ in pick(["\"step:a\"", "\"é😀\"", "'b'", "\"a\\\"b\""]) }.joined(
      separator: ", ")
    let options = pick(["", " tags=[\(tags)]", " name=\"n\" tags=[\(tags)]", " {\"tags\": []}"])
    let lines: [String]
    switch kind {
    case .percent:
      let prose = count(0, 4) == 0
      lines =
        ["# %%" + (prose ? " [markdown]" : "") + options] + code.map { prose ? "# " + $0 : $0 } + magics("# ")
    case .light:
      let isMarked = count(0, 2) > 0
      lines = isMarked ? ["# +" + options] + code + magics("# ") + ["# -"] : code.filter { !$0.isEmpty }
    case .markdown:
      lines = count(0, 3) == 0 ? code : ["```python" + options] + code + magics("") + ["```"]
    case .myst:
      let fields = pick([
        [], [":tags: [a, 'step:b']", ""], [":name: n", ""], ["---", "tags:", "- a", "- b", "---"],
      ])
      lines =
        count(0, 3) == 0 ? ["+++", "", "Text"] : ["```{code-cell}"] + fields + code + magics("") + ["```"]
    }
    return lines.joined(separator: lineBreak)
  }

  private mutating func magics(_ prefix: String) -> [String] {
    count(0, 2) == 0 ? [prefix + pick(["!ls é", "%time x", "ls data", "n?"])] : []
  }

  /// An edit that mostly hits something there is: of tags, code, cells or the configuration.
  mutating func edit(of notebook: Notebook) -> NotebookEdit {
    let code = notebook.cells.indices.filter { notebook.cells[$0].kind == .code }
    let cell = code.isEmpty ? 0 : pick(Array(code))
    let tags = notebook.cells.indices.contains(cell) ? notebook.cells[cell].tags.count : 0
    let length = notebook.cells.indices.contains(cell) ? notebook.cells[cell].source.utf8.count : 0
    let text = pick(["z", "step:x", "é😀", "it's", "a: b", "\"q\""])
    let key = pick(["a", "b", "c", "list", "new"])
    switch count(0, 10) {
    case 0: return .replaceTag(cell: cell, index: TagIndex(count(0, max(0, tags - 1))), with: text)
    case 1: return .removeTag(cell: cell, index: TagIndex(count(0, max(0, tags - 1))))
    case 2: return .addTag(cell: cell, tag: text)
    case 3:
      return .insertCell(
        before: CellIndex(count(0, notebook.cells.count)), source: "z = 3\n!ls", tags: pick([[], [text]]))
    case 4:
      return .setConfiguration(path: [key], to: pick([.string(text), 7, ["k": "v", "l": [1]], nil, []]))
    case 5: return .removeConfiguration(path: [key])
    case 6: return .renameConfiguration(path: [key], to: "other")
    case 7: return .setSetting(path: [key], to: pick([.string(text), 7, ["k": "v"], [.string(text)]]))
    case 8: return .removeSetting(path: [key])
    default:
      let start = count(0, length)
      return .replaceSource(
        cell: cell, range: start..<min(length, start + count(0, 3)), with: pick(["", "z", "z\nq", "%m\n"]))
    }
  }

  private mutating func count(_ least: Int, _ most: Int) -> Int {
    Int.random(in: least...max(least, most), using: &random)
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value { values[count(0, values.count - 1)] }
}

extension NotebookEdit {
  /// The old cell that changes.
  fileprivate var cell: CellIndex? {
    switch self {
    case .replaceTag(let cell, _, _), .removeTag(let cell, _), .addTag(let cell, _),
      .replaceSource(let cell, _, _):
      cell
    case .insertCell, .setConfiguration, .removeConfiguration, .renameConfiguration, .setSetting,
      .removeSetting:
      nil
    }
  }

  /// Whether nothing but the cell changes.
  fileprivate var isInside: Bool { cell != nil }
}
