#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif
import KaleTestSupport
import Testing

@testable import PythonSyntax

/// What holds for all code, on files that the environment variable `PYTHON_FILES` lists, one path a line (Python's own
/// library, say: docs/python-syntax.md has the figures), else on some of this project's.
@Suite struct RealFileTests {
  /// As many splits a file as make 10,000 of CPython's library.
  static let splitsOfFile = 6
  /// In bytes: of smaller files the memory does not matter. This project has no large ones.
  static let largeFile = isMeasuring ? 50_000 : 4_000
  /// Whether the figures are asked for and not only the verdict.
  private static let isMeasuring = getenv("PYTHON_FILES") != nil

  @Test func factsOfPiecesAreThoseOfTheWhole() throws {
    var random = SeededGenerator(seed: 3)
    var splits = 0
    for path in RealFiles.list {
      let bytes = try #require(RealFiles.read(path), "\(path) cannot be read")
      let whole = CellFacts(analysing: bytes, dialect: .python)
      let cuts = whole.statements.map(\.range.lowerBound).filter { $0 > 0 && bytes[$0 - 1] == 0x0a }
      guard whole.reportedError == nil, !cuts.isEmpty else { continue }
      for _ in 0..<Self.splitsOfFile {
        let chosen = Set(
          (0..<Int.random(in: 1...8, using: &random)).compactMap { _ in cuts.randomElement(using: &random) })
        let ends = chosen.sorted() + [bytes.count]
        let pieces = zip([0] + ends, ends).map {
          CellFacts(analysing: Array(bytes[$0..<$1]), dialect: .python)
        }
        let joined = CellFacts.joined(pieces)
        #expect(ComparableFacts(joined) == ComparableFacts(whole), "\(path) at \(chosen.sorted())")
        let undefined = pieces.last?.undefinedNames(after: CellFacts.joined(pieces.dropLast()))
        #expect(undefined == whole.undefinedNames(), "\(path) at \(chosen.sorted())")
        splits += 1
      }
    }
    if Self.isMeasuring { print("\(splits) splits") }
  }

  @Test func treesAreLessThanTwentyTimesTheSource() throws {
    var worst = (tree: 0.0, withTokens: 0.0)
    for path in RealFiles.list {
      let source = try #require(RealFiles.read(path), "\(path) cannot be read")
      guard source.count >= Self.largeFile else { continue }
      var lexer = Lexer(source, range: 0..<source.count, dialect: .python, names: .known)
      lexer.run()
      let tokens = Double(lexer.tokens.count * MemoryLayout<Token>.stride)
      var parser = Parser(lexer)
      _ = parser.parseModule()
      let nodes = Double(parser.tree.nodes.count * MemoryLayout<Node>.stride)
      worst.tree = max(worst.tree, nodes / Double(source.count))
      worst.withTokens = max(worst.withTokens, (nodes + tokens) / Double(source.count))
    }
    if Self.isMeasuring {
      print("the tree takes up to \(worst.tree) times the source, with the tokens \(worst.withTokens) times")
    }
    #expect(worst.tree > 0 && worst.withTokens < 20)
  }
}

/// The files that the environment names, or some of this project's own.
enum RealFiles {
  static let list: [String] =
    getenv("PYTHON_FILES").map { value in
      String(decoding: read(String(cString: value)) ?? [], as: UTF8.self).split(separator: "\n").map(
        String.init)
    } ?? ours.map { root + $0 }

  private static let root = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/"
  private static let ours = [
    "EndToEnd/test_code_actions.py", "EndToEnd/test_diagnostics.py", "EndToEnd/record.py",
    "Benchmarks/language_servers.py", "Differential/comparison.py",
  ]

  static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
  }
}
