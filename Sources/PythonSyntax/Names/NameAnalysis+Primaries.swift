/// Attributes, calls and subscripts, some of which make annotations of what they hold.
extension NameAnalysis {
  mutating func visitPrimary(_ index: NodeIndex, _ node: Node) {
    let base = node.firstChild
    var isModuleName = false
    if tree[base].kind == .name { isModuleName = load(tree[base].value, tree[base]) } else { visit(base) }
    if isModuleName, KnownName.isLookup(tree[base].value) { noteLookup(index, base: base) }
    var part = next(base)
    var previous = base
    var beforePrevious = noNode
    var hasCall = false
    while part >= 0 {
      switch tree[part].kind {
      case .subscription: visitSubscription(part, after: previous, base: base)
      case .call:
        visitCall(part, after: previous, base: base)
        if isModuleName, previous == base { noteCall(tree[base]) }
        if isModuleName, !hasCall { noteMethodCall(part, of: previous, base: base) }
        if isModuleName, beforePrevious >= 0 { noteCertainMethodCall(previous, beforePrevious, base: base) }
        hasCall = true
        if tree[previous].kind == .attribute, KnownName.isLookup(tree[previous].value) {
          noteLookup(byMethod: previous, call: part, base: base)
        }
        if endsProgram(previous, base: base) { noteEarlyEnd() }
      default: break
      }
      (beforePrevious, previous) = (previous, part)
      part = next(part)
    }
  }

  /// The name that the parts up to `last` spell: a name alone, or a name and one attribute.
  private func dottedName(_ base: NodeIndex, _ last: NodeIndex) -> (name: NameID, attribute: NameID?)? {
    guard tree[base].kind == .name else { return nil }
    if last == base { return (tree[base].value, nil) }
    guard tree[last].kind == .attribute, next(base) == last else { return nil }
    return (tree[base].value, tree[last].value)
  }

  /// Whether the last part of a primary is `name`.
  func ends(_ last: NodeIndex, in name: KnownName) -> Bool {
    (tree[last].kind == .name || tree[last].kind == .attribute) && tree[last].value == name.rawValue
  }

  private mutating func visit(_ node: NodeIndex, annotation: Int32) {
    let outer = context
    if annotation != outer.annotation, annotation != NameCondition.never { context.listsStrings = false }
    context.annotation = annotation
    visit(node)
    context = outer
  }

  // MARK: Subscripts

  private mutating func visitSubscription(_ part: NodeIndex, after previous: NodeIndex, base: NodeIndex) {
    let index = tree[part].firstChild
    guard index >= 0 else { return }
    if ends(previous, in: .literal) {
      visit(index, annotation: NameCondition.never)
    } else if ends(previous, in: .annotated) {
      visitAnnotated(index)
    } else if tree[index].kind != .name, tree[index].kind != .number, let named = dottedName(base, previous),
      let condition = typingCondition(name: named.name, attribute: named.attribute, .typingMembers)
    {
      visit(index, annotation: condition)
    } else {
      visit(index)
    }
  }

  /// Of `Annotated[type, …]` only the type is an annotation.
  private mutating func visitAnnotated(_ index: NodeIndex) {
    guard tree[index].kind == .tuple, tree[index].firstChild >= 0, next(tree[index].firstChild) >= 0 else {
      return visit(index)
    }
    var item = tree[index].firstChild
    visit(item)
    item = next(item)
    while item >= 0 {
      visit(item, annotation: NameCondition.never)
      item = next(item)
    }
  }

  // MARK: Calls

  private mutating func visitCall(_ part: NodeIndex, after previous: NodeIndex, base: NodeIndex) {
    let arguments = tree[part].firstChild
    guard arguments >= 0 else { return }
    if let named = dottedName(base, previous), mayBeForm(named) {
      for form in TypingForm.all {
        if let condition = typingCondition(
          name: named.name, attribute: named.attribute, NameStates(form.state))
        {
          return visitArguments(part, of: form, condition)
        }
      }
    }
    visitChain(arguments)
  }

  /// A cheap test that nearly every call fails: names that are bound here keep their state, others their spelling.
  private mutating func mayBeForm(_ named: (name: NameID, attribute: NameID?)) -> Bool {
    if NameState(typingMember: named.attribute ?? named.name) != .typingMember { return true }
    return named.attribute == nil && typingCondition(name: named.name, attribute: nil, .typingForms) != nil
  }

  private mutating func visitArguments(_ call: NodeIndex, of form: TypingForm, _ condition: Int32) {
    // Where it is not sure that the form is meant, an argument that it excludes keeps what surrounds the call.
    let otherwise = condition == NameCondition.always ? NameCondition.never : context.annotation
    var position = 0
    var argument = tree[call].firstChild
    while argument >= 0 {
      let node = tree[argument]
      if node.kind == .keywordArgument || node.kind == .doubleStarredArgument {
        let isAnnotation = form.isAnnotation(keyword: node.kind == .keywordArgument ? node.value : nil)
        visit(argument, annotation: isAnnotation ? condition : otherwise)
      } else {
        if form.hasFields, position == 1 {
          visitFields(argument, of: form, condition, otherwise)
        } else {
          visit(argument, annotation: form.isAnnotation(position: position) ? condition : otherwise)
        }
        position += 1
      }
      argument = next(argument)
    }
  }

  /// The fields of `TypedDict("T", {"field": type})` and `NamedTuple("T", [("field", type)])`.
  private mutating func visitFields(
    _ fields: NodeIndex, of form: TypingForm, _ condition: Int32, _ otherwise: Int32
  ) {
    let node = tree[fields]
    var item = node.firstChild
    switch node.kind {
    case .dictionary where form.state == .typedDictionary:
      while item >= 0 {
        if tree[item].kind == .dictionaryUnpacking {
          visit(item, annotation: condition)
        } else {
          visit(item, annotation: otherwise)
          item = next(item)
          if item >= 0 { visit(item, annotation: condition) }
        }
        if item >= 0 { item = next(item) }
      }
    case .list where form.state == .namedTuple, .tuple where form.state == .namedTuple:
      while item >= 0 {
        if tree[item].kind == .tuple || tree[item].kind == .list {
          var part = tree[item].firstChild
          var isFirst = true
          while part >= 0 {
            visit(part, annotation: isFirst ? otherwise : condition)
            isFirst = false
            part = next(part)
          }
        } else {
          visit(item, annotation: otherwise)
        }
        item = next(item)
      }
    default: visit(fields, annotation: otherwise)
    }
  }
}

/// A function of `typing` some of whose arguments are annotations.
struct TypingForm {
  var state: NameState
  /// Positions of arguments that are annotations.
  var positions: Range<Int>
  var keywords: [KnownName] = []
  /// Whether every keyword argument is one.
  var takesAllKeywords = false
  /// Whether the second argument lists fields with their types.
  var hasFields = false

  static let all: [TypingForm] = [
    TypingForm(state: .cast, positions: 0..<1, keywords: [.typ]),
    TypingForm(state: .assertType, positions: 1..<Int.max),
    TypingForm(state: .typeVariable, positions: 1..<Int.max, keywords: [.bound, .default]),
    TypingForm(state: .parameterSpecification, positions: 0..<0, keywords: [.bound, .default]),
    TypingForm(state: .typeVariableTuple, positions: 0..<0, keywords: [.bound, .default]),
    TypingForm(state: .newType, positions: 1..<Int.max, keywords: [.targetType]),
    TypingForm(state: .typedDictionary, positions: 0..<0, takesAllKeywords: true, hasFields: true),
    TypingForm(state: .namedTuple, positions: 0..<0, takesAllKeywords: true, hasFields: true),
  ]

  func isAnnotation(position: Int) -> Bool { positions.contains(position) }

  func isAnnotation(keyword: NameID?) -> Bool {
    if takesAllKeywords { return true }
    guard let keyword else { return false }
    return keywords.contains { $0.rawValue == keyword }
  }
}
