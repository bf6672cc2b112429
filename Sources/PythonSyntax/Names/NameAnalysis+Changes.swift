/// Places where module-level code changes what a name holds.
extension NameAnalysis {
  /// A change while names are still identities.
  struct Change {
    var name: NameID
    var kind: ChangeFact.Kind
    var certainty: ChangeFact.Certainty
    var range: Range<Int>
    var isConditional: Bool
    var isBoundBefore: Bool
    var isDeletedBefore: Bool
  }

  /// Notes the changes that storing to `target` makes.
  mutating func noteStores(to target: NodeIndex, isDeletion: Bool = false) {
    guard recordsUses, !isRunningDeferred else { return }
    switch tree[target].kind {
    case .primary: noteStore(to: target, isDeletion: isDeletion)
    case .tuple, .list, .starred:
      var item = tree[target].firstChild
      while item >= 0 {
        noteStores(to: item, isDeletion: isDeletion)
        item = next(item)
      }
    default: break
    }
  }

  private mutating func noteStore(to target: NodeIndex, isDeletion: Bool) {
    let base = tree[target].firstChild
    var part = next(base)
    while part >= 0, next(part) >= 0 {
      // What a call returns is another object.
      if tree[part].kind == .call { return }
      part = next(part)
    }
    guard part >= 0 else { return }
    let isItem = tree[part].kind == .subscription
    noteChange(
      of: base, isItem ? (isDeletion ? .itemDeletion : .item) : .attribute, .certain, tree[target].range)
  }

  /// `x += …`; of a string it makes another.
  mutating func noteAugmentedAssignment(to target: NodeIndex, value: NodeIndex) {
    guard recordsUses, !isRunningDeferred, tree[target].kind == .name else { return }
    if tree[value].kind == .string || tree[value].kind == .formatString { return }
    noteChange(of: target, .augmentedAssignment, .likely, tree[target].range)
  }

  /// The call `call` of the method `attribute` of what the parts before it name.
  mutating func noteMethodCall(_ call: NodeIndex, of attribute: NodeIndex, base: NodeIndex) {
    guard recordsUses, !isRunningDeferred, tree[attribute].kind == .attribute else { return }
    let method = names.text(tree[attribute].value)
    let certainty = isInPlace(call) ? .certain : MutatingMethods.certainty(of: method)
    guard let certainty else { return }
    let range = Int(tree[base].start)..<Int(max(tree[base].start, tree[attribute].end))
    noteChange(of: base, .call(method: method), certainty, range)
  }

  /// Whether a call has the argument `inplace=True`.
  private func isInPlace(_ call: NodeIndex) -> Bool {
    var argument = tree[call].firstChild
    while argument >= 0 {
      let node = tree[argument]
      if node.kind == .keywordArgument, node.value == KnownName.inPlace.rawValue {
        return tree[node.firstChild].kind == .trueConstant
      }
      argument = node.next
    }
    return false
  }

  private mutating func noteChange(
    of base: NodeIndex, _ kind: ChangeFact.Kind, _ certainty: ChangeFact.Certainty, _ range: Range<Int>
  ) {
    let node = tree[base]
    guard node.kind == .name, isModuleName(node.value) else { return }
    changes.append(
      Change(
        name: node.value, kind: kind, certainty: certainty, range: range,
        isConditional: mayBeSkipped || mayHaveEnded, isBoundBefore: bindings.isBound(node.value),
        isDeletedBefore: bindings.wasDeleted(node.value)))
  }

  /// Whether code that runs at once finds the module's name here, and not one of a class or a comprehension.
  private func isModuleName(_ name: NameID) -> Bool {
    var place = scope
    while place > 0 {
      if table[place, name] != .unbound { return globals.contains(name, in: place) }
      place = scopes[Int(place)].parent
    }
    return true
  }

  func changeFacts() -> [ChangeFact] {
    changes.map { change in
      var fact = ChangeFact(
        name: names.text(change.name), kind: change.kind, certainty: change.certainty, range: change.range,
        isConditional: change.isConditional, isBoundBefore: change.isBoundBefore)
      fact.isDeletedBefore = change.isDeletedBefore
      return fact
    }
  }
}
