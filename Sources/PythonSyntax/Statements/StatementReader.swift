/// Reads what a statement mentions.
struct StatementReader {
  /// The statement as far as it is read.
  var statement = ModuleStatement(kind: .other, range: 0..<0)
  private let source: [UInt8]
  private let tree: SyntaxTree
  private let names: NameTable
  /// How the names at some bytes are used.
  private var places: [Int: (use: NameMention.Use, time: NameMention.Time)] = [:]
  private var time = NameMention.Time.now
  /// Whether the body of the function suspends itself.
  private var isSuspended = false

  init(_ source: PythonSource) {
    (self.source, tree, names) = (source.bytes, source.tree, source.names)
  }

  /// Reads a statement at module level, but for the names of variables.
  mutating func read(_ index: NodeIndex) {
    let node = tree[index]
    statement.range = node.range.lowerBound..<max(node.range.lowerBound, end(of: index))
    statement.kind = Self.kind(of: node.kind)
    if statement.kind == .function || statement.kind == .class {
      let child = SyntaxTree.Children(tree: tree, index: node.firstChild).first {
        tree[$0].kind == .identifier
      }
      statement.definedName = child.map { names.text(tree[$0].value) }
    }
    if statement.kind == .import { statement.imports = imports(node) }
    if node.kind == .functionDefinition {
      visitFunction(node, body: .body)
      statement.isPlainFunction =
        !node.flags.contains(.isAsync) && tree[node.firstChild].kind != .decorator && !isSuspended
        && !keepsDefault(node)
    } else {
      visit(index)
    }
  }

  /// Whether a function creates an object as the default of a parameter, which it keeps from call to call.
  private func keepsDefault(_ function: Node) -> Bool {
    let parts = SyntaxTree.Children(tree: tree, index: function.firstChild)
    guard let parameters = parts.first(where: { tree[$0].kind == .parameters }) else { return false }
    return SyntaxTree.Children(tree: tree, index: tree[parameters].firstChild).contains { parameter in
      guard tree[parameter].kind == .parameter, tree[parameter].flags.contains(.hasDefault) else {
        return false
      }
      let value = SyntaxTree.Children(tree: tree, index: tree[parameter].firstChild).reduce(noNode) { $1 }
      guard value >= 0 else { return false }
      switch tree[value].kind {
      case .list, .dictionary, .set, .listComprehension, .dictionaryComprehension, .setComprehension,
        .primary:
        return true
      default: return false
      }
    }
  }

  /// Adds a place of a variable in the statement.
  mutating func add(_ occurrence: NameOccurrence) {
    guard occurrence.isModuleLevel else { return }
    let place = places[occurrence.range.lowerBound] ?? (.value, .later)
    if occurrence.role != .read {
      statement.bindings.insert(occurrence.name)
      // An import or definition needs no earlier value of the name; `del x` and `x += 1` do.
      if place.time == .now, occurrence.role == .binding, statement.isDefinition { return }
    }
    statement.mentions.insert(NameMention(name: occurrence.name, use: place.use, time: place.time))
  }

  private static func kind(of kind: NodeKind) -> ModuleStatement.Kind {
    switch kind {
    case .importStatement, .importFrom: .import
    case .functionDefinition: .function
    case .classDefinition: .class
    case .expressionStatement: .expression
    case .ifStatement, .tryStatement: .guarded
    default: .other
    }
  }

  /// Where the last statement inside ends: a block reaches up to the line that follows it.
  private func end(of index: NodeIndex) -> Int {
    var last = index
    while true {
      let children = SyntaxTree.Children(tree: tree, index: tree[last].firstChild)
      guard tree[last].isCompound, let child = children.reduce(nil, { $1 }) else {
        return tree[last].range.upperBound
      }
      last = child
    }
  }

  // MARK: Imports

  private func imports(_ node: Node) -> [ImportedName] {
    var source: String?
    var child = node.firstChild
    if node.kind == .importFrom {
      source = String(repeating: ".", count: Int(max(node.value, 0)))
      if child >= 0, tree[child].kind == .moduleName {
        source = (source ?? "") + names.text(tree[child].value)
        child = tree[child].next
      }
    }
    var imports: [ImportedName] = []
    while child >= 0 {
      let alias = tree[child]
      let bound = alias.firstChild >= 0 ? names.text(tree[alias.firstChild].value) : nil
      let member = alias.value >= 0 ? names.text(alias.value) : "*"
      imports.append(ImportedName(name: bound, source: source, member: member, range: alias.range))
      child = alias.next
    }
    return imports
  }

  // MARK: The walk

  private mutating func visit(_ index: NodeIndex) {
    let node = tree[index]
    switch node.kind {
    case .name: note(node, .value)
    case .identifier: note(node, .value)
    case .primary: visitPrimary(node)
    case .keywordArgument:
      statement.keywords.insert(names.text(node.value))
      visitChain(node.firstChild)
    case .functionDefinition: visitFunction(node, body: .later)
    case .classDefinition: visitClass(node)
    case .lambda: visitLast(of: node, at: .later)
    case .generator:
      later { $0.visitChain(node.firstChild) }
    case .yield, .yieldFrom, .await:
      isSuspended = true
      visitChain(node.firstChild)
    case .expressionStatement where tree[node.firstChild].kind == .string: break
    case .string, .bytes: addWords(in: node.range)
    case .formatString: visitFormatString(node)
    case .escape:
      addWords(in: node.range)
      visitChain(node.firstChild)
    default: visitChain(node.firstChild)
    }
  }

  private mutating func visitChain(_ first: NodeIndex) {
    var child = first
    while child >= 0 {
      visit(child)
      child = tree[child].next
    }
  }

  private mutating func note(_ node: Node, _ use: NameMention.Use) {
    places[node.range.lowerBound] = (use, time)
  }

  private mutating func later(_ body: (inout StatementReader) -> Void) {
    let (outerTime, outerSuspended) = (time, isSuspended)
    time = .later
    body(&self)
    (time, isSuspended) = (outerTime, outerSuspended)
  }

  /// Everything but the last child belongs to the code around.
  private mutating func visitLast(of node: Node, at bodyTime: NameMention.Time) {
    var child = node.firstChild
    while child >= 0, tree[child].next >= 0 {
      visit(child)
      child = tree[child].next
    }
    guard child >= 0 else { return }
    if bodyTime == .later {
      later { $0.visit(child) }
    } else {
      time = bodyTime
      visit(child)
      time = .now
    }
  }

  private mutating func visitFunction(_ node: Node, body: NameMention.Time) { visitLast(of: node, at: body) }

  private mutating func visitClass(_ node: Node) { visitLast(of: node, at: .later) }

  private mutating func visitPrimary(_ node: Node) {
    let base = node.firstChild
    var part = tree[base].next
    let isName = tree[base].kind == .name
    let root = isName ? names.text(tree[base].value) : nil
    if isName, part >= 0 {
      switch tree[part].kind {
      case .call:
        note(tree[base], .call)
        statement.members.insert(MemberMention(root: root, isFirst: true, member: "", call: call(part)))
      case .attribute: note(tree[base], .attribute)
      default: note(tree[base], .value)
      }
    } else {
      visit(base)
    }
    var isFirst = true
    while part >= 0 {
      if tree[part].kind == .attribute {
        let member = names.text(tree[part].value)
        let call = tree[part].next >= 0 ? call(tree[part].next) : .none
        statement.members.insert(MemberMention(root: root, isFirst: isFirst, member: member, call: call))
      } else {
        visitChain(tree[part].firstChild)
      }
      isFirst = false
      part = tree[part].next
    }
  }

  private func call(_ part: NodeIndex) -> MemberMention.Call {
    guard tree[part].kind == .call else { return .none }
    var argument = tree[part].firstChild
    guard argument >= 0 else { return .empty }
    if tree[argument].kind == .keywordArgument { argument = tree[argument].firstChild }
    return argument >= 0 && tree[argument].kind == .string ? .text : .other
  }

  // MARK: Text

  /// Fields are code, and what is between them is text.
  private mutating func visitFormatString(_ node: Node) {
    var start = node.range.lowerBound
    var child = node.firstChild
    while child >= 0 {
      let range = tree[child].range
      if start < range.lowerBound { addWords(in: start..<range.lowerBound) }
      start = max(start, range.upperBound)
      visit(child)
      child = tree[child].next
    }
    if start < node.range.upperBound { addWords(in: start..<node.range.upperBound) }
  }

  private mutating func addWords(in range: Range<Int>) {
    let bytes = source[range.clamped(to: source.indices)]
    addWords(bytes)
    guard bytes.contains(UInt8(ascii: "\\")) else { return }
    var decoder = EscapeDecoder(bytes: bytes)
    addWords(Array(decoder.decode().utf8)[...])
  }

  private mutating func addWords(_ bytes: ArraySlice<UInt8>) {
    for word in PythonWords.words(in: bytes) {
      statement.mentions.insert(NameMention(name: word, use: .text, time: time))
    }
  }
}

extension Node {
  /// Whether its last child is a block or a statement.
  fileprivate var isCompound: Bool {
    switch kind {
    case .functionDefinition, .classDefinition, .ifStatement, .whileStatement, .forStatement, .withStatement,
      .tryStatement, .exceptHandler, .block, .elseBlock, .finallyBlock, .matchStatement, .matchCase:
      true
    default: false
    }
  }
}
