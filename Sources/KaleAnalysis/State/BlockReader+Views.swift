import PythonSyntax

/// Values that show parts of other objects: views of arrays, and the elements of what calls return.
extension BlockReader {
  /// What a function of a library returns that shows its first argument, if that is an array: `np.transpose(matrix)`.
  func view(ofResultOf path: String, _ arguments: [CallArgument]) -> Meaning? {
    let sharesUnlessToldOtherwise = ViewTable.functions.contains(path)
    let copies = arguments.keyword("copy")
    let isView =
      sharesUnlessToldOtherwise
      ? copies.map { !$0.isBoolean(true) } ?? true : copies.map { $0.isBoolean(false) } ?? false
    guard isView, sharesUnlessToldOtherwise || ViewTable.functionsThatMayCopy.contains(path),
      let first = arguments.positional(0), case let array = meaning(of: first), array.isNumericArray,
      !array.roots.isEmpty
    else { return nil }
    if ViewTable.tables.contains(path) {
      return Meaning(kind: .made(path, isUnseeded: false), roots: array.roots)
    }
    let isOfTorch = path.hasPrefix("torch.")
    return Meaning(
      kind: .made(isOfTorch ? "torch.as_tensor" : "numpy.asarray", isUnseeded: false), roots: array.roots)
  }

  /// One of the values that a call returns, or that it yields.
  func element(ofResultOf callee: Operand, _ arguments: [CallArgument]) -> Meaning {
    let result = result(of: callee, arguments)
    switch result.kind {
    // Of functions that share variables, each shows what the others change.
    case .closure: return result
    case .made where !result.roots.isEmpty: return item(of: result, .constant(.none))
    case .iterator:
      guard case .definition(let index) = meaning(of: callee).kind else {
        return isOwnMethod(callee) ? Meaning(kind: .unknown, roots: result.roots) : .unknown
      }
      return Meaning(kind: kind(ofViewReturnedBy: index, arguments), roots: result.roots)
    case .unknown where isOwnMethod(callee):
      let known = Meaning(kind: .unknown, roots: result.roots.filter { $0.link != .possible })
      return item(of: known, .constant(.none))
    case .unknown where !drawings(returnedBy: callee).isEmpty:
      return Meaning(kind: .made(PlotTable.axes, isUnseeded: false))
    case .unknown, .container, .dictionary, .library, .text, .argument, .definition, .instance, .made,
      .stream, .database:
      return .unknown
    }
  }

  /// Whether what is called is a method of one of the notebook's classes.
  private func isOwnMethod(_ callee: Operand) -> Bool {
    guard case .attribute(let base, let method) = callee, let owner = classOf(meaning(of: base)) else {
      return false
    }
    return world.method(method, of: owner) != nil
  }

  /// How what a function returns is linked to what a given argument is linked to. `link`: what it is to the argument.
  static func roots(of given: Meaning, through link: ObjectLink) -> [Meaning.Root] {
    guard given.isNumericArray else { return given.roots { link.then($0) } }
    return switch link {
    // A slice of an array is a view, an element of it may be one.
    case .copy: given.roots
    case .part: given.roots { _ in .possible }
    case .same, .holder, .partHolder, .related, .possible: given.roots { link.then($0) }
    }
  }

  /// An array, if a function returns or yields an array that it is given, or a part of one.
  func kind(ofViewReturnedBy index: Int, _ arguments: [CallArgument]) -> Meaning.Kind {
    // Besides what the code says there is what may be.
    let results = (summary(of: index)?.results ?? []).filter { $0.link != .possible }
    if results.isEmpty { return .unknown }
    let given = GivenArguments(world.calledCode(of: index), arguments, receiver: nil, self)
    let isArray = results.allSatisfy { root in
      switch root.link {
      case .same, .part, .copy: root.generation == nil && given[root.name]?.isNumericArray == true
      case .holder, .partHolder, .related, .possible: false
      }
    }
    return isArray ? .made("numpy.asarray", isUnseeded: false) : .unknown
  }
}

extension Meaning {
  /// Whether a method of an object of a library returns parts of it.
  func isPart(_ method: String) -> Bool {
    library.map { ViewTable.methods[$0]?.contains(method) == true } ?? false
  }

  /// Whether an attribute or method of an object of a library shows all of it: `graph.edges`.
  func isWhole(_ name: String) -> Bool {
    library.map { ViewTable.wholes[$0]?.contains(name) == true } ?? false
  }

  /// Whether an attribute or method of an object of a library gives a string or a number.
  func isText(_ name: String) -> Bool {
    library.map { ViewTable.texts[$0]?.contains(name) == true } ?? false
  }

  /// Whether it is an array whose slices are views of it.
  fileprivate var isNumericArray: Bool {
    guard case .made = kind else { return false }
    return library == "numpy" || library == "torch"
  }
}
