/// One piece of Python code, read: its tree, its names and its facts.
public struct PythonSource: Sendable {
  /// The code, as UTF-8.
  public let bytes: [UInt8]
  /// What analysis knows of the code.
  public let facts: CellFacts

  let tree: SyntaxTree
  let names: NameTable
  let root: NodeIndex

  /// The bytes of a piece of code that are read; what lies beyond is ignored.
  ///
  /// Offsets, tokens and nodes of the tree are counted in 32 bits, and a byte makes a few nodes at most.
  static let sizeLimit = 1 << 28

  /// Reads `bytes`; there is no input that cannot be read.
  public init(_ bytes: [UInt8], dialect: PythonDialect = .notebook) {
    let size = min(bytes.count, Self.sizeLimit)
    var lexer = Lexer(bytes, range: 0..<size, dialect: dialect, names: .known)
    if let wrong = EncodingCheck.firstInvalid(bytes) {
      let code = String(bytes[wrong], radix: 16)
      lexer.report("(unicode error) 'utf-8' codec can't decode byte 0x\(code)", wrong..<wrong + 1)
    }
    lexer.run()
    let escapes = lexer.escapes
    var parser = Parser(lexer)
    root = parser.parseModule()
    var collector = FactCollector(
      source: bytes, root: root, tree: parser.tree, names: parser.names, log: parser.log, escapes: escapes)
    facts = collector.collect()
    self.bytes = bytes
    tree = collector.tree
    names = collector.names
  }

  /// Reads `text`.
  public init(_ text: String, dialect: PythonDialect = .notebook) {
    self.init(Array(text.utf8), dialect: dialect)
  }
}
