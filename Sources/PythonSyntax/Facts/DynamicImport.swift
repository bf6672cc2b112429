/// A module that code imports by calling a function: `importlib.import_module("helpers")`.
public struct DynamicImport: Sendable, Hashable {
  /// What the argument of the call shows of the module.
  public enum Target: Sendable, Hashable {
    /// The module, with the dots of a relative import in front.
    case module(String)
    /// The package that the module is in: `models` for `f"models.{name}"`.
    case package(String)
    /// Nothing: only a run shows it.
    case unknown
  }

  /// What is imported.
  public var target: Target
  /// The bytes of the call with what it is called on.
  public var range: Range<Int>
}

extension PythonSource {
  /// Every call that imports a module by name, in the order of the code.
  public var dynamicImports: [DynamicImport] {
    var found: [DynamicImport] = []
    for node in tree.nodes where node.kind == .primary {
      var previous = node.firstChild
      while previous >= 0, case let next = tree[previous].next, next >= 0 {
        if tree[next].kind == .call, isImporter(tree[previous]) {
          found.append(DynamicImport(target: target(ofCall: tree[next]), range: node.range))
        }
        previous = next
      }
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private static let importers: Set<String> = ["__import__", "import_module"]

  private func isImporter(_ node: Node) -> Bool {
    guard node.kind == .name || node.kind == .attribute else { return false }
    return Self.importers.contains(names.text(node.value))
  }

  private func target(ofCall call: Node) -> DynamicImport.Target {
    guard call.firstChild >= 0 else { return .unknown }
    let argument = tree[call.firstChild]
    switch argument.kind {
    case .string:
      let text = StringLiteral.text(of: call.firstChild, in: tree, bytes)
      return Self.isModule(text) ? .module(text) : .unknown
    case .formatString: return package(before: beginning(ofFormatString: argument))
    case .binaryOperation where argument.firstChild >= 0 && tree[argument.firstChild].kind == .string:
      return package(before: StringLiteral.text(of: argument.firstChild, in: tree, bytes))
    default: return .unknown
    }
  }

  /// The text of an f-string up to its first field.
  private func beginning(ofFormatString node: Node) -> String {
    let content = StringLiteral.parts(node.range, bytes).content
    let field = bytes[content].firstIndex(of: UInt8(ascii: "{")) ?? content.upperBound
    return String(decoding: bytes[content.lowerBound..<field], as: UTF8.self)
  }

  private func package(before text: String) -> DynamicImport.Target {
    guard let dot = text.lastIndex(of: ".") else { return .unknown }
    let package = String(text[..<dot])
    // Of a relative import, the dots alone name a package.
    let isRelative = text.first == "."
    return isRelative || Self.isModule(package) ? .package(isRelative ? package + "." : package) : .unknown
  }

  private static func isModule(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.last != UInt8(ascii: ".") else { return false }
    return text.unicodeScalars.allSatisfy {
      $0 == "." || $0 == "_" || $0.properties.isIDContinue
    }
  }
}
