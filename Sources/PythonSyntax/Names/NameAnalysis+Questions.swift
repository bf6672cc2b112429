/// What a test says about names of the module.
struct NameAnswers {
  /// The names that are defined where the test holds.
  var ifTrue: [NameID] = []
  /// The names that are defined where it does not.
  var ifFalse: [NameID] = []
}

/// What the block of a `try` finds out about names.
struct NameProbe {
  /// The names that are defined where the block has come to its end.
  var names: [NameID] = []
  /// Whether the block does nothing else.
  var isProbeAlone = false
}

/// Code that finds out whether a name is defined before it relies on it.
extension NameAnalysis {
  /// How the code comes to read a name here.
  func way(ofReading name: NameID) -> NameUse.Way {
    if isProtected { return .guarded }
    if doesWithoutNames || askedNames.contains(name) { return .asked }
    return isAwaiting ? .awaited : .plain
  }

  // MARK: - Tests

  /// Returns what a test says about names: `"rate" in globals()`, `not …`, `… and …`, `globals().get("rate")`.
  mutating func answers(of test: NodeIndex) -> NameAnswers {
    guard recordsUses, test >= 0 else { return NameAnswers() }
    let node = tree[test]
    switch node.kind {
    case .comparison: return answers(ofComparison: node)
    case .unaryOperation where node.value == Int32(TokenKind.not.rawValue):
      let answers = answers(of: node.firstChild)
      return NameAnswers(ifTrue: answers.ifFalse, ifFalse: answers.ifTrue)
    case .booleanOperation:
      let isConjunction = isConjunction(node)
      var all = NameAnswers()
      var operand = node.firstChild
      while operand >= 0 {
        let answers = answers(of: operand)
        if isConjunction { all.ifTrue += answers.ifTrue } else { all.ifFalse += answers.ifFalse }
        operand = next(operand)
      }
      return all
    case .primary: return NameAnswers(ifTrue: nameLookedUp(by: node).map { [$0] } ?? [])
    default: return NameAnswers()
    }
  }

  /// Lets the later operands of `and` and `or` know what the earlier ones say about names.
  mutating func noteAnswers(in operation: Node) {
    guard recordsUses else { return }
    let isConjunction = isConjunction(operation)
    var operand = operation.firstChild
    while operand >= 0, next(operand) >= 0 {
      let answers = answers(of: operand)
      let known = isConjunction ? answers.ifTrue : answers.ifFalse
      if !known.isEmpty { askedNames.formUnion(known) }
      operand = next(operand)
    }
  }

  private mutating func answers(ofComparison node: Node) -> NameAnswers {
    let item = node.firstChild
    guard isString(item), case let container = next(item), container >= 0, next(container) < 0,
      holdsNamesOfModule(container)
    else { return NameAnswers() }
    let name = [intern(text(item))]
    switch tree.words(between: item, and: container, in: source) {
    case ["in"]: return NameAnswers(ifTrue: name)
    case ["not", "in"]: return NameAnswers(ifFalse: name)
    default: return NameAnswers()
    }
  }

  /// The name in `globals().get("name")`.
  private mutating func nameLookedUp(by primary: Node) -> NameID? {
    let base = primary.firstChild
    guard tree[base].kind == .name, KnownName.isLookup(tree[base].value),
      case let call = next(base), call >= 0, case let method = next(call), method >= 0,
      tree[method].kind == .attribute, spelling(method) == "get", case let arguments = next(method),
      arguments >= 0, next(arguments) < 0, tree[arguments].kind == .call,
      case let argument = tree[arguments].firstChild, isString(argument), next(argument) < 0
    else { return nil }
    return isNamespaceCall(base) ? intern(text(argument)) : nil
  }

  private mutating func intern(_ text: String) -> NameID {
    defer { growEffects() }
    return names.intern(text)
  }

  /// Whether an expression holds the names of the module: `globals()`, `dir()`, `vars().keys()`.
  func holdsNamesOfModule(_ container: NodeIndex) -> Bool {
    guard container >= 0, tree[container].kind == .primary else { return false }
    let base = tree[container].firstChild
    guard isNamespaceCall(base) else { return false }
    let call = next(base)
    let method = next(call)
    if method < 0 { return true }
    let arguments = next(method)
    return tree[method].kind == .attribute && spelling(method) == "keys" && arguments >= 0
      && next(arguments) < 0
  }

  /// Whether a name and what follows it are `globals()`, `locals()`, `vars()` or `dir()` of the module.
  private func isNamespaceCall(_ base: NodeIndex) -> Bool {
    guard tree[base].kind == .name, let known = KnownName(rawValue: tree[base].value),
      [.globals, .locals, .vars, .dir].contains(known), known == .dir || isModuleNamespace(known)
    else { return false }
    let call = next(base)
    return call >= 0 && tree[call].kind == .call && tree[call].firstChild < 0
  }

  private func isConjunction(_ operation: Node) -> Bool {
    let first = operation.firstChild
    guard first >= 0, next(first) >= 0 else { return false }
    return tree.words(between: first, and: next(first), in: source) == ["and"]
  }

  // MARK: - Errors

  /// Returns which names the block of a `try` cannot do without: those that its statements name first.
  func probe(by block: NodeIndex) -> NameProbe {
    guard recordsUses, block >= 0 else { return NameProbe() }
    var probe = NameProbe()
    let first = tree[block].firstChild
    var statement = first
    while statement >= 0 {
      let node = tree[statement]
      if node.kind == .expressionStatement, let name = nameNeeded(by: node.firstChild) {
        probe.names.append(name)
      }
      statement = next(statement)
    }
    if first >= 0, next(first) < 0,
      tree[first].kind == .expressionStatement || tree[first].kind == .deleteStatement,
      case let named = tree[first].firstChild, named >= 0
    {
      probe.isProbeAlone = tree[named].kind == .name && next(named) < 0
    }
    return probe
  }

  /// The name that an expression starts with: `rate`, `rate.value`.
  private func nameNeeded(by expression: NodeIndex) -> NameID? {
    guard expression >= 0 else { return nil }
    let first = tree[expression].kind == .primary ? tree[expression].firstChild : expression
    return tree[first].kind == .name ? tree[first].value : nil
  }

  /// Whether a handler catches whatever goes wrong: `except:`, `except Exception:`.
  func catchesAnyError(_ first: NodeIndex) -> Bool {
    var handler = first
    while handler >= 0, tree[handler].kind == .exceptHandler {
      let node = tree[handler]
      guard node.flags.contains(.hasAnnotation) else { return true }
      let type = node.firstChild
      if tree[type].kind == .name, ["Exception", "BaseException"].contains(spelling(type)) { return true }
      handler = next(handler)
    }
    return false
  }

  /// Whether the arguments of `suppress(…)` name a `NameError`.
  func suppressesNameErrors(_ suppression: NodeIndex) -> Bool {
    var part = tree[suppression].firstChild
    while next(part) >= 0 { part = next(part) }
    var argument = tree[part].firstChild
    while argument >= 0 {
      if isNameError(argument) { return true }
      argument = next(argument)
    }
    return false
  }

  // MARK: - Classes

  /// Whether the arguments of a class name a metaclass that may define names for the body of the class.
  func hasMetaclass(_ arguments: NodeIndex) -> Bool {
    guard arguments >= 0, tree[arguments].kind == .arguments else { return false }
    var argument = tree[arguments].firstChild
    while argument >= 0 {
      if tree[argument].kind == .keywordArgument, spelling(argument) == "metaclass" {
        var part = tree[argument].firstChild
        if part >= 0, tree[part].kind == .primary {
          part = tree[part].firstChild
          while next(part) >= 0 { part = next(part) }
        }
        return part >= 0 && !Self.plainMetaclasses.contains(spelling(part))
      }
      argument = next(argument)
    }
    return false
  }

  private static let plainMetaclasses: Set<String> = ["ABCMeta", "EnumMeta", "EnumType", "type"]
}
