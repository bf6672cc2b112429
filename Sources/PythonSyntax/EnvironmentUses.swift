/// A place where code uses a variable of the process's environment.
public struct EnvironmentUse: Sendable, Hashable {
  /// What the code does.
  public enum Kind: Sendable, Hashable {
    /// It fails if the variable is not set: `os.environ["KEY"]`.
    case needed
    /// It handles the absence of the variable: `os.getenv("KEY")`, `"KEY" in os.environ`.
    case asked
    /// It sets the variable.
    case set
    /// It sets variables that it does not name: `load_dotenv("settings.env")`.
    case opening
  }

  /// What the code does.
  public var kind: Kind
  /// The variable; empty where the code does not name it.
  public var name: String
  /// The bytes of the expression.
  public var range: Range<Int>

  /// Whether code may need a variable: whether it has the name of the environment anywhere.
  public static func mayBeNeeded(by code: [UInt8]) -> Bool {
    code.contains(word: word)
  }

  private static let word = Array("environ".utf8)
}

extension ParsedCode {
  /// Where the code uses variables of the environment, in order.
  public var environmentUses: [EnvironmentUse] {
    var search = EnvironmentUseSearch(code: self)
    search.run()
    return search.found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}

/// Looks through code for `os.environ` and what else is about the environment.
private struct EnvironmentUseSearch {
  let code: ParsedCode
  var found: [EnvironmentUse] = []
  /// What is stored to.
  private var targets: Set<NodeIndex> = []

  init(code: ParsedCode) { self.code = code }

  private var tree: SyntaxTree { code.tree }

  mutating func run() {
    noteMagics()
    var open: [(node: NodeIndex, isProtected: Bool)] = [(code.root, false)]
    while let (index, isProtected) = open.popLast() {
      switch tree[index].kind {
      case .assignment: targets.formUnion(Array(tree.children(index)).dropLast())
      case .augmentedAssignment, .deleteStatement: targets.formUnion(tree.children(index).prefix(1))
      case .comparison: noteQuestions(index)
      case .primary: notePrimary(index, isProtected)
      default: break
      }
      let isTry = tree[index].kind == .tryStatement
      let suppresses = tree[index].kind == .withStatement && suppressesErrors(index)
      // The block of a `try` comes first.
      open += tree.children(index).enumerated().map { ($1, isProtected || suppresses || isTry && $0 == 0) }
    }
  }

  /// `with contextlib.suppress(KeyError):`
  private func suppressesErrors(_ statement: NodeIndex) -> Bool {
    tree.children(statement).contains { item in
      tree[item].kind == .withItem
        && parts(of: tree[item].firstChild).contains { code.spelling($0) == "suppress" }
    }
  }

  /// `"KEY" in os.environ`
  private mutating func noteQuestions(_ comparison: NodeIndex) {
    let operands = Array(tree.children(comparison))
    for (item, container) in zip(operands, operands.dropFirst()) {
      if let name = code.text(item), let end = environmentEnd(parts(of: container)),
        end == parts(of: container).count
      {
        note(.asked, name, comparison)
      }
    }
  }

  private mutating func notePrimary(_ primary: NodeIndex, _ isProtected: Bool) {
    let parts = parts(of: primary)
    if let end = environmentEnd(parts) {
      noteUse(of: parts[end...], primary, isProtected)
    } else if let call = parts.firstIndex(where: { tree[$0].kind == .call }), call > 0 {
      noteFunction(code.spelling(parts[call - 1]), parts[call], primary)
    }
  }

  /// What follows `os.environ`.
  private mutating func noteUse(of parts: ArraySlice<NodeIndex>, _ primary: NodeIndex, _ isProtected: Bool) {
    guard let first = parts.first else {
      if targets.contains(primary) { note(.opening, "", primary) }
      return
    }
    if tree[first].kind == .subscription {
      let isStored = parts.count == 1 && targets.contains(primary)
      guard let name = code.text(tree[first].firstChild) else {
        if isStored { note(.opening, "", primary) }
        return
      }
      note(isStored ? .set : isProtected ? .asked : .needed, name, primary)
      return
    }
    guard parts.count > 1, case let call = parts[parts.startIndex + 1], tree[call].kind == .call else {
      return
    }
    let argument = tree[call].firstChild
    switch code.spelling(first) {
    case "get", "pop": if let name = code.text(argument) { note(.asked, name, primary) }
    case "setdefault": note(code.text(argument) == nil ? .opening : .set, code.text(argument) ?? "", primary)
    case "update": noteUpdate(call, primary)
    default: break
    }
  }

  /// `os.environ.update({"KEY": "…"}, OTHER="…")`
  private mutating func noteUpdate(_ call: NodeIndex, _ primary: NodeIndex) {
    for argument in tree.children(call) {
      switch tree[argument].kind {
      case .keywordArgument: note(.set, code.names.text(tree[argument].value), primary)
      case .dictionary:
        noteKeys(of: argument, primary)
      default: note(.opening, "", primary)
      }
    }
  }

  private mutating func noteKeys(of dictionary: NodeIndex, _ primary: NodeIndex) {
    var key = tree[dictionary].firstChild
    while key >= 0 {
      let name = code.text(key)
      note(name == nil ? .opening : .set, name ?? "", primary)
      let value = tree[key].kind == .dictionaryUnpacking ? key : tree[key].next
      key = value >= 0 ? tree[value].next : noNode
    }
  }

  /// A function of a module: `os.getenv("KEY")`, `os.putenv("KEY", "…")`, `load_dotenv()`.
  private mutating func noteFunction(_ name: String, _ call: NodeIndex, _ primary: NodeIndex) {
    let argument = code.text(tree[call].firstChild)
    switch name {
    case "getenv": if let argument { note(.asked, argument, primary) }
    case "putenv": note(argument == nil ? .opening : .set, argument ?? "", primary)
    // Without a path, it reads a hidden file beside the notebook, which no container has.
    case "load_dotenv", "read_env": if tree[call].firstChild >= 0 { note(.opening, "", primary) }
    case "run_line_magic": note(.opening, "", primary)
    // `patch.dict(os.environ, …)`
    case "dict" where parts(of: primary).count > 2:
      if tree.children(call).contains(where: { environmentEnd(parts(of: $0)) != nil }) {
        note(.opening, "", primary)
      }
    default: break
    }
  }

  /// `%env KEY=value`, `%set_env KEY value`, `%dotenv`, `%run settings.py`
  private mutating func noteMagics() {
    for escape in code.escapes {
      let words = String(decoding: code.bytes[escape.range], as: UTF8.self)
        .split { $0 == " " || $0 == "=" || $0 == "%" }
      switch words.first {
      case "env", "set_env":
        if words.count > 1 { found.append(.init(kind: .set, name: String(words[1]), range: escape.range)) }
      case "dotenv", "run", "load_ext": found.append(.init(kind: .opening, name: "", range: escape.range))
      default: break
      }
    }
  }

  private mutating func note(_ kind: EnvironmentUse.Kind, _ name: String, _ node: NodeIndex) {
    found.append(EnvironmentUse(kind: kind, name: name, range: tree[node].range))
  }

  /// Where something follows `os.environ`, or `environ` as `from os import environ` gives it.
  private func environmentEnd(_ parts: [NodeIndex]) -> Int? {
    guard let first = parts.first, tree[first].kind == .name else { return nil }
    if code.spelling(first) == "environ" { return 1 }
    return parts.count > 1 && code.spelling(first) == "os" && tree[parts[1]].kind == .attribute
      && code.spelling(parts[1]) == "environ"
      ? 2 : nil
  }

  /// The parts of a primary; a name alone is its only part.
  private func parts(of node: NodeIndex) -> [NodeIndex] {
    tree[node].kind == .primary ? Array(tree.children(node)) : [node]
  }
}
