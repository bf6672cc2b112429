/// One piece of Python code, parsed: what its operations (`CodeOperations`) and values (`CodeValues`) are read from.
///
/// Who asks for both parses the code once.
public struct ParsedCode: Sendable {
  let bytes: [UInt8]
  let tree: SyntaxTree
  let names: NameTable
  let escapes: [IPythonEscape]
  let root: NodeIndex

  /// Parses code, given as UTF-8. There is no input that cannot be parsed.
  public init(_ bytes: [UInt8], dialect: PythonDialect = .notebook) {
    let size = min(bytes.count, PythonSource.sizeLimit)
    var lexer = Lexer(bytes, range: 0..<size, dialect: dialect, names: .known)
    lexer.run()
    escapes = lexer.escapes
    var parser = Parser(lexer)
    root = parser.parseModule()
    self.bytes = bytes
    tree = parser.tree
    names = parser.names
  }

  /// Whether a function or a variable has an annotation.
  public var hasAnnotations: Bool {
    tree.nodes.contains { node in
      switch node.kind {
      case .annotatedAssignment: true
      case .functionDefinition, .parameter: node.flags.contains(.hasAnnotation)
      default: false
      }
    }
  }
}

// MARK: - What nodes say

extension ParsedCode {
  /// The name that a node spells, alone or behind a dot; empty for another node.
  func spelling(_ node: NodeIndex) -> String {
    tree[node].kind == .name || tree[node].kind == .attribute ? names.text(tree[node].value) : ""
  }

  /// The value of a string without fields; nil for another node, and for none.
  func text(_ node: NodeIndex) -> String? {
    node >= 0 && tree[node].kind == .string ? StringLiteral.text(of: node, in: tree, bytes) : nil
  }
}

extension [UInt8] {
  /// Whether a word stands anywhere in a text, as a part of another word too.
  func contains(word: [UInt8]) -> Bool {
    guard let first = word.first else { return true }
    return indices.contains { self[$0] == first && self[$0...].starts(with: word) }
  }
}
