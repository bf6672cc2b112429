/// Annotations, strings in them, and the forms of `typing` that make annotations of their arguments.
extension NameAnalysis {
  /// An annotation runs where it stands, or, after `from __future__ import annotations`, later.
  ///
  /// Since an earlier piece may hold that import both are looked at, and the facts keep them apart.
  mutating func visitAnnotation(_ node: NodeIndex) {
    let outer = context
    context.annotation = NameCondition.always
    if context.timing == .unaffected { context.timing = .unlessPostponed }
    visit(node)
    context = outer
    if tree[node].kind == .string || tree[node].kind == .noneConstant { return }
    self.defer(
      .annotation, node,
      Context(isPostponed: true, timing: .ifPostponed, condition: context.condition))
  }

  /// An annotation that is looked at later in any case.
  mutating func deferAnnotation(_ node: NodeIndex) {
    self.defer(
      .annotation, node,
      Context(
        annotation: NameCondition.always, isPostponed: postponesAnnotations, condition: context.condition))
  }

  /// A string is code where it is an annotation.
  mutating func visitString(_ node: NodeIndex) {
    guard context.annotation != NameCondition.never else { return }
    var inner = Context(annotation: NameCondition.always, isPostponed: true)
    inner.condition = context.annotation == NameCondition.always ? context.condition : context.annotation
    inner.isListed = context.listsStrings
    inner.listsStrings = context.listsStrings
    self.defer(.stringAnnotation, node, inner)
  }

  mutating func visitStringContent(_ node: NodeIndex) {
    let root: NodeIndex
    if let known = stringRoots[node] {
      root = known
    } else {
      root = AnnotationString.parse(
        node, tree: &tree, names: &names, source: source, texts: &nestedTexts)
      stringRoots[node] = root
      growEffects()
    }
    if root >= 0 { visit(root) }
  }

  // MARK: Typing forms

  /// When the expression names something from `typing` in one of `members`: nil for never.
  ///
  /// `base` is a name, or a name and an attribute.
  mutating func typingCondition(_ base: NodeIndex, _ members: NameStates) -> Int32? {
    let node = tree[base]
    if node.kind == .name { return typingCondition(name: node.value, attribute: nil, members) }
    guard node.kind == .primary, tree[node.firstChild].kind == .name else { return nil }
    let attribute = next(node.firstChild)
    guard tree[attribute].kind == .attribute, next(attribute) < 0 else { return nil }
    return typingCondition(name: tree[node.firstChild].value, attribute: tree[attribute].value, members)
  }

  /// When `name`, or `name.attribute`, comes from `typing`: nil for never.
  mutating func typingCondition(name: NameID, attribute: NameID?, _ members: NameStates) -> Int32? {
    if let attribute, members != .typingMembers,
      !members.contains(state: NameState(typingMember: attribute))
    {
      return nil
    }
    let wanted: NameStates = attribute == nil ? members : NameStates(.typingModule)
    var place = scope
    while place > 0 {
      let state = table[place, name]
      if state != .unbound { return wanted.contains(state: state) ? NameCondition.always : nil }
      place = scopes[Int(place)].parent
    }
    growEffects()
    let transition = effects[Int(name)].transition
    if let final = transition.ifBound, final == transition.ifUnbound {
      return wanted.contains(state: final) ? NameCondition.always : nil
    }
    guard mayComeFromTyping(attribute ?? name, members) else { return nil }
    // Where strings are annotations anyway, the answer makes no difference.
    if context.annotation == NameCondition.always { return NameCondition.always }
    let states = isRunningDeferred ? wanted : transition.origins(of: wanted)
    if states.isEmpty { return nil }
    return addCondition(name, states, otherwise: context.annotation)
  }

  /// Whether a name that this piece does not bind is spelled like something in `typing`.
  ///
  /// A member renamed by an import of another piece is not seen; to ask for every name would make a condition of
  /// every string in every subscript.
  private func mayComeFromTyping(_ name: NameID, _ members: NameStates) -> Bool {
    guard members == .typingMembers else { return members.contains(state: NameState(typingMember: name)) }
    guard let first = names.firstByte(name) else { return false }
    return first.isUppercaseLetter
  }

  private mutating func addCondition(_ name: NameID, _ states: NameStates, otherwise: Int32) -> Int32 {
    conditions.append(
      Condition(
        name: name, states: states, isFinal: isRunningDeferred, ifTrue: NameCondition.always,
        ifFalse: otherwise))
    return NameCondition.first + Int32(conditions.count - 1)
  }
}
