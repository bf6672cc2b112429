/// Names that code defines or reads without spelling them as names: through `globals()`, or in a string that is run as code.
extension NameAnalysis {
  /// Looks at what follows a name like `globals`, `exec` or `get_ipython` at the start of a primary.
  mutating func noteLookup(_ primary: NodeIndex, base: NodeIndex) {
    guard recordsUses, let known = KnownName(rawValue: tree[base].value) else { return }
    let call = next(base)
    guard call >= 0 else { return }
    switch known {
    case .exec, .eval: if tree[call].kind == .call { noteRun(ofTextIn: call, by: known) }
    case .globals, .locals, .vars:
      guard tree[call].kind == .call, tree[call].firstChild < 0, isModuleNamespace(known) else { return }
      noteNamespace(primary, after: call)
    case .setAttribute: if tree[call].kind == .call { noteAttributeSetting(call) }
    case .variable: if tree[call].kind == .call { noteSymbols(in: call) }
    case .initSession: if tree[call].kind == .call { noteSymbolicSession(base) }
    case .getIPython: noteShell(after: call, in: primary)
    case .sqlOfTables: if tree[call].kind == .call { noteTables(in: call) }
    default: break
    }
  }

  /// Looks at a call of a method that may read a string as code.
  mutating func noteLookup(byMethod method: NodeIndex, call: NodeIndex, base: NodeIndex) {
    guard recordsUses, let known = KnownName(rawValue: tree[method].value) else { return }
    let argument = tree[call].firstChild
    switch known {
    case .eval, .query, .evaluate:
      if isNamed(base, as: Self.databases) { return noteTables(in: call) }
      guard argument >= 0, !hasNamespace(call) else { return }
      let isPlain = known != .query && isNamed(base, as: Self.evaluators) && next(base) == method
      if isPlain { noteReads(inExpression: argument) } else { noteReads(ofVariablesIn: argument) }
    case .format, .formatMap: noteFields(of: base, filledBy: call, method)
    case .substitute, .safeSubstitute: noteTemplates(filledBy: call)
    case .sql, .execute, .sqlOfTables:
      if known == .sqlOfTables || isNamed(base, as: Self.databases) { noteTables(in: call) }
    case .variable: if isNamed(base, as: Self.symbolicModules) { noteSymbols(in: call) }
    case .initSession: noteSymbolicSession(method)
    default: break
    }
  }

  /// Names that modules with functions of this kind usually have.
  private static let evaluators: Set<String> = ["pd", "pandas", "ne", "numexpr"]
  private static let databases: Set<String> = ["duckdb"]
  private static let symbolicModules: Set<String> = ["sympy", "sp", "sym", "smp"]

  private func isNamed(_ base: NodeIndex, as names: Set<String>) -> Bool {
    tree[base].kind == .name && names.contains(spelling(base))
  }

  private func spelling(_ node: NodeIndex) -> String { names.text(tree[node].value) }

  /// Whether a function that returns names returns those of the module here.
  private func isModuleNamespace(_ function: KnownName) -> Bool {
    if function == .globals { return true }
    return scopeKind == .module && !isRunningDeferred
  }

  private func isString(_ node: NodeIndex) -> Bool { node >= 0 && tree[node].kind == .string }

  private func text(_ node: NodeIndex) -> String { StringLiteral.text(of: node, in: tree, source) }

  // MARK: - Recording

  /// Notes that a string at `node` reads a name.
  private mutating func read(_ text: String, at node: NodeIndex, _ way: NameUse.Way) {
    guard !text.isEmpty else { return }
    let name = names.intern(text)
    growEffects()
    var place = scope
    while place > 0 {
      if table[place, name] != .unbound { return }
      place = scopes[Int(place)].parent
    }
    let use = Node(kind: .name, start: tree[node].start, end: tree[node].end, value: name)
    if isRunningDeferred {
      deferredReads.append((use, way))
    } else if effects[Int(name)].transition.leavesOpen {
      let isGuarded = isProtected || way == .guarded
      reads.append((use, mayBeSkipped || mayHaveEnded, isGuarded ? .guarded : way))
    }
  }

  private mutating func define(_ name: String, at node: NodeIndex) {
    guard BrokenStatement.isIdentifier(name) else { return }
    hiddenNames.append(HiddenName(name: name, range: tree[node].range, isFromMagic: false))
  }

  private mutating func open(_ text: String, at node: NodeIndex) {
    openings.append(NameOpening(text: text, range: tree[node].range))
  }

  // MARK: - Strings that are run

  /// `exec("…")` and `eval("…")`.
  private mutating func noteRun(ofTextIn call: NodeIndex, by function: KnownName) {
    let argument = tree[call].firstChild
    guard argument >= 0 else { return }
    let namespace = next(argument)
    guard namespace < 0 || isBareNamespace(namespace) else { return }
    guard isString(argument) else {
      if function == .exec { open("exec", at: argument) }
      return
    }
    let facts = PythonSource(Array(text(argument).utf8), dialect: .python).facts
    for read in facts.reads { self.read(read.name, at: argument, read.way == .guarded ? .guarded : .text) }
    for read in facts.deferredReads { self.read(read.name, at: argument, .guarded) }
    for binding in facts.bindings { define(binding.name, at: argument) }
    for hidden in facts.hiddenNames { define(hidden.name, at: argument) }
    if let opening = facts.openings.first { open(opening.text, at: argument) }
  }

  private mutating func noteReads(inExpression argument: NodeIndex) {
    guard isString(argument) else { return }
    for read in PythonSource(Array(text(argument).utf8), dialect: .python).facts.reads {
      self.read(read.name, at: argument, read.way == .plain ? .text : read.way)
    }
  }

  /// The variables of a query of a table: `@limit`.
  private mutating func noteReads(ofVariablesIn argument: NodeIndex) {
    guard isString(argument) || tree[argument].kind == .formatString else { return }
    let bytes = isString(argument) ? Array(text(argument).utf8) : Array(source[tree[argument].range])
    for name in TextNames.variables(in: bytes) { read(name, at: argument, .text) }
  }

  /// The tables of a query: those that are not in a database are variables.
  private mutating func noteTables(in call: NodeIndex) {
    let argument = tree[call].firstChild
    guard argument >= 0, isString(argument) else { return }
    for name in TextNames.tables(in: Array(text(argument).utf8)) { read(name, at: argument, .guarded) }
  }

  /// Whether a call says where its names come from.
  private func hasNamespace(_ call: NodeIndex) -> Bool {
    var argument = tree[call].firstChild
    while argument >= 0 {
      if tree[argument].kind == .keywordArgument,
        ["local_dict", "global_dict", "resolvers"].contains(spelling(argument))
      {
        return true
      }
      argument = next(argument)
    }
    return false
  }

  // MARK: - Namespaces

  /// Whether an expression is `globals()`, `locals()` or `vars()`.
  private func isBareNamespace(_ node: NodeIndex) -> Bool {
    guard node >= 0, tree[node].kind == .primary else { return false }
    let base = tree[node].firstChild
    guard tree[base].kind == .name, let known = KnownName(rawValue: tree[base].value),
      [.globals, .locals, .vars].contains(known), isModuleNamespace(known)
    else { return false }
    let call = next(base)
    return call >= 0 && tree[call].kind == .call && tree[call].firstChild < 0 && next(call) < 0
  }

  /// What follows `globals()`.
  private mutating func noteNamespace(_ primary: NodeIndex, after call: NodeIndex) {
    let part = next(call)
    guard part >= 0 else {
      passesNamesOn = true
      return
    }
    if tree[part].kind == .subscription {
      let index = tree[part].firstChild
      guard isString(index), primary != storedPrimary || next(part) >= 0 else { return }
      return read(text(index), at: index, .text)
    }
    guard tree[part].kind == .attribute, case let method = next(part), method >= 0,
      tree[method].kind == .call
    else { return }
    let argument = tree[method].firstChild
    switch spelling(part) {
    case "get": if isString(argument) { read(text(argument), at: argument, .guarded) }
    case "update": noteUpdate(with: argument, at: primary)
    case "setdefault", "__setitem__":
      if isString(argument) { define(text(argument), at: argument) } else { open("globals", at: primary) }
    default: break
    }
  }

  /// `globals().update(…)`
  private mutating func noteUpdate(with first: NodeIndex, at primary: NodeIndex) {
    var argument = first
    while argument >= 0 {
      switch tree[argument].kind {
      case .keywordArgument: define(spelling(argument), at: argument)
      case .dictionary:
        var item = tree[argument].firstChild
        while item >= 0 {
          if isString(item) { define(text(item), at: item) } else { open("globals().update", at: primary) }
          item = tree[item].kind == .dictionaryUnpacking ? next(item) : next(next(item))
        }
      default: open("globals().update", at: primary)
      }
      argument = next(argument)
    }
  }

  /// `"rate" in globals()`
  mutating func noteLookup(of item: NodeIndex, in container: NodeIndex) {
    guard recordsUses, isString(item), container >= 0, tree[container].kind == .primary else { return }
    let base = tree[container].firstChild
    let isNames =
      isBareNamespace(container)
      || tree[base].kind == .name && tree[base].value == KnownName.dir.rawValue
        && next(base) >= 0 && tree[next(base)].kind == .call && tree[next(base)].firstChild < 0
    if isNames { read(text(item), at: item, .guarded) }
  }

  /// `"{low}".format(**globals())`
  private mutating func noteFields(of base: NodeIndex, filledBy call: NodeIndex, _ method: NodeIndex) {
    let takesMapping = tree[method].value == KnownName.formatMap.rawValue
    guard isString(base), next(base) == method,
      let given = namesGiven(by: call, takesMapping: takesMapping)
    else { return }
    for name in TextNames.fields(in: Array(text(base).utf8)) where !given.contains(name) {
      read(name, at: base, .text)
    }
  }

  /// `Template("$low").substitute(globals())`; the template may have been made before.
  private mutating func noteTemplates(filledBy call: NodeIndex) {
    // The templates of a cell are looked for once.
    guard !hasNotedTemplates, let given = namesGiven(by: call, takesMapping: true) else { return }
    hasNotedTemplates = true
    for place in tree.nodes.indices where tree.nodes[place].kind == .primary {
      var part = tree.nodes[place].firstChild
      while part >= 0 {
        let call = next(part)
        if call >= 0, tree[call].kind == .call, isString(tree[call].firstChild), spells(part, "Template") {
          let text = tree[call].firstChild
          for name in TextNames.placeholders(in: Array(self.text(text).utf8)) where !given.contains(name) {
            read(name, at: text, .text)
          }
        }
        part = call
      }
    }
  }

  /// Returns the keywords of a call that fills in a string from the names of the module, `low` in
  /// `fill(low=1, **globals())`; nil if it does not read these names. `fill(globals(), low=1)` does if it takes a mapping.
  private func namesGiven(by call: NodeIndex, takesMapping: Bool) -> Set<String>? {
    var given: Set<String> = []
    var readsModule = false
    var argument = tree[call].firstChild
    while argument >= 0 {
      switch tree[argument].kind {
      case .keywordArgument: given.insert(spelling(argument))
      case .doubleStarredArgument: readsModule = readsModule || isBareNamespace(tree[argument].firstChild)
      default: readsModule = readsModule || takesMapping && isBareNamespace(argument)
      }
      argument = next(argument)
    }
    return readsModule ? given : nil
  }

  private func spells(_ node: NodeIndex, _ name: String) -> Bool {
    (tree[node].kind == .name || tree[node].kind == .attribute) && spelling(node) == name
  }

  /// Notes what storing to `target` defines: `globals()["rate"] = 1`, `builtins.rate = 1`.
  mutating func noteHiddenStores(to target: NodeIndex) {
    guard recordsUses, target >= 0 else { return }
    switch tree[target].kind {
    case .tuple, .list, .starred:
      var item = tree[target].firstChild
      while item >= 0 {
        noteHiddenStores(to: item)
        item = next(item)
      }
    case .primary: noteHiddenStore(to: target)
    default: break
    }
  }

  private mutating func noteHiddenStore(to target: NodeIndex) {
    let base = tree[target].firstChild
    guard tree[base].kind == .name, KnownName.isLookup(tree[base].value),
      let known = KnownName(rawValue: tree[base].value)
    else { return }
    let first = next(base)
    guard first >= 0 else { return }
    switch known {
    case .builtins, .builtinsOfModule, .mainModule:
      if tree[first].kind == .attribute, next(first) < 0 { define(spelling(first), at: first) }
    case .globals, .locals, .vars:
      guard tree[first].kind == .call, tree[first].firstChild < 0, isModuleNamespace(known) else { return }
      noteStore(toItem: next(first), at: target)
    case .getIPython:
      guard tree[first].kind == .call, case let attribute = next(first), attribute >= 0,
        spelling(attribute) == "user_ns"
      else { return }
      noteStore(toItem: next(attribute), at: target)
    default: break
    }
  }

  private mutating func noteStore(toItem part: NodeIndex, at target: NodeIndex) {
    guard part >= 0, tree[part].kind == .subscription, next(part) < 0 else { return }
    let index = tree[part].firstChild
    if isString(index) { define(text(index), at: index) } else { open("globals", at: target) }
  }

  /// `setattr(builtins, "rate", 1)`, `setattr(sys.modules[__name__], "rate", 1)`
  private mutating func noteAttributeSetting(_ call: NodeIndex) {
    let object = tree[call].firstChild
    guard object >= 0, case let attribute = next(object), attribute >= 0 else { return }
    let root = tree[object].kind == .primary ? tree[object].firstChild : object
    guard tree[root].kind == .name else { return }
    let isNamespace =
      ["builtins", "__builtins__", "__main__"].contains(spelling(root))
      || tree[root].value == KnownName.system.rawValue && next(root) >= 0 && spelling(next(root)) == "modules"
    guard isNamespace else { return }
    if isString(attribute) { define(text(attribute), at: attribute) } else { open("setattr", at: call) }
  }

  // MARK: - Other definers

  /// `sympy.var("x y")`
  private mutating func noteSymbols(in call: NodeIndex) {
    let argument = tree[call].firstChild
    guard isString(argument) else { return }
    let words = text(argument).split { $0 == " " || $0 == "," }
    for word in words { define(String(word), at: argument) }
    if words.contains(where: { !BrokenStatement.isIdentifier(String($0)) }) { open("var", at: argument) }
  }

  /// `sympy.init_session()` imports all of SymPy and defines symbols.
  private mutating func noteSymbolicSession(_ node: NodeIndex) {
    for name in ["x", "y", "z", "t", "k", "m", "n", "f", "g", "h"] { define(name, at: node) }
    open("init_session", at: node)
  }

  /// `get_ipython().run_line_magic("run", "setup.py")`
  private mutating func noteShell(after call: NodeIndex, in primary: NodeIndex) {
    guard tree[call].kind == .call, case let method = next(call), method >= 0,
      tree[method].kind == .attribute, case let arguments = next(method), arguments >= 0,
      tree[arguments].kind == .call
    else { return }
    let argument = tree[arguments].firstChild
    switch spelling(method) {
    case "run_line_magic", "run_cell_magic", "magic":
      let magic = isString(argument) ? text(argument).prefix { $0 != " " } : ""
      if !MagicTable.plain.contains(String(magic)) { open("%\(magic)", at: primary) }
    case "run_cell", "ex", "push", "safe_execfile": open("get_ipython", at: primary)
    default: break
    }
  }

  // MARK: - Statements that are still being written

  /// The names that a statement which cannot be read seems to bind, and the statements in its blocks.
  mutating func visitError(_ node: Node) {
    if recordsUses, node.value == BrokenStatement.unfinishedImport {
      openings.append(NameOpening(text: "import", range: node.range, isUnfinished: true))
    }
    visitChain(node.firstChild)
  }
}
