@testable import PipelineCompiler
import Testing
import Yams

/// Trees of chance, written and read back by a parser that is not ours.
@Suite struct YAMLRoundTripTests {
  @Test(arguments: 0..<8)
  func anotherReaderGetsTheSameTree(seed: UInt64) throws {
    var trees = RandomYAML(seed: seed)
    for _ in 0..<250 {
      let tree = trees.value(depth: 4)
      let text = YAMLWriter.write(tree)
      let node = try #require(try Yams.compose(yaml: text), "no document: \(text)")
      #expect(tree.isRead(as: node), "\(tree) was written as\n\(text)")
    }
  }

  @Test func everyCharacterComesBack() throws {
    let scalars = (0...0x10FFFF).lazy.compactMap(Unicode.Scalar.init)
    let texts = scalars.map { YAMLValue.string("a\($0)b") }
    let planes = [Array(texts.prefix(0x3000)), Array(texts.dropFirst(0xD000).prefix(0x1000))]
    for plane in planes {
      let tree = YAMLValue.sequence(plane)
      let node = try #require(try Yams.compose(yaml: YAMLWriter.write(tree)))
      #expect(tree.isRead(as: node))
    }
  }
}

extension YAMLValue {
  /// Whether a reader has found this value, of this type.
  fileprivate func isRead(as node: Node) -> Bool {
    switch (self, node) {
    case (.string(let text), .scalar(let scalar)):
      // Characters that look alike are equal to Swift; here the bytes count.
      node.tag == Tag(.str) && scalar.string.utf8.elementsEqual(text.utf8)
    case (.boolean(let value), .scalar): node.tag == Tag(.bool) && node.bool == value
    case (.number(let number), .scalar): node.tag == Tag(.float) && node.float == number
    case (.sequence(let items), .sequence(let nodes)):
      items.count == nodes.count && zip(items, nodes).allSatisfy { $0.isRead(as: $1) }
    case (.mapping(let fields), .mapping(let pairs)):
      fields.count == pairs.count
        && pairs.allSatisfy { key, node in
          key.tag == Tag(.str) && (key.scalar.flatMap { fields[$0.string] }?.isRead(as: node) ?? false)
        }
    default: false
    }
  }
}

/// Makes trees of what has a meaning somewhere in YAML; the same for the same seed.
private struct RandomYAML {
  private var state: UInt64

  private static let pieces = [
    "'", "\"", "''", "\\", "\\n", "\n", "\n\n", "\r", "\t", " ", "  ", ":", ": ", " #", "#", "-", "- ", "---",
    "...",
    "?", "? ", "|", "|-", ">", ">2+", "&a", "*a", "!t", "!!str", "%YAML 1.2", "@", "`", "{", "}", "[", "]",
    ",", "~",
    "null", "true", "No", "y", "1", "0x1", "0o7", "1_0", "1e3", ".5", ".inf", ".nan", "1:30", "2001-01-01",
    "<<", "=",
    "a", "b", "é", "漢", "😀", "\u{301}", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{FFFE}", "\0", "\u{1B}",
    "\u{7F}",
    "{{$}}", "key: value", "\n  indented", "\n---\n", "\n...\n", "\n# comment\n",
  ]

  init(seed: UInt64) {
    state = seed
  }

  /// A number below `limit`, by SplitMix64.
  private mutating func number(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) >> 1) % limit
  }

  mutating func value(depth: Int) -> YAMLValue {
    switch number(below: depth == 0 ? 5 : 9) {
    case 0: .boolean(number(below: 2) == 0)
    case 1: .number(Double(number(below: 2000) - 1000) * [1, 0.001, 1e18, 1e-12, 1e200][number(below: 5)])
    case 2...4: .string(text())
    case 5, 6: .sequence((0..<number(below: 4)).map { _ in value(depth: depth - 1) })
    default: mapping(depth: depth)
    }
  }

  private mutating func mapping(depth: Int) -> YAMLValue {
    var fields: [String: YAMLValue] = [:]
    for _ in 0..<number(below: 4) { fields[text()] = value(depth: depth - 1) }
    return .mapping(fields)
  }

  private mutating func text() -> String {
    // A key of more than 1,024 characters needs a mark of its own.
    let length = number(below: 50) == 0 ? 600 : number(below: 8)
    let text = (0..<length).map { _ in Self.pieces[number(below: Self.pieces.count)] }.joined()
    // Yams makes its strings by Foundation, which loses a byte order mark in front.
    return text.unicodeScalars.first == "\u{FEFF}" ? "b" + text : text
  }
}
