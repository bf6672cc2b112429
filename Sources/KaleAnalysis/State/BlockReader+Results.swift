import PythonSyntax

/// The values that calls return.
extension BlockReader {
  /// What a call returns.
  func result(of callee: Operand, _ arguments: [CallArgument]) -> Meaning {
    guard case .attribute(let base, let method) = callee else {
      return result(of: meaning(of: callee), arguments) ?? .unknown
    }
    let receiver = meaning(of: base)
    return result(of: attribute(method, of: receiver), arguments)
      ?? drawing(ofResultOf: method, of: base, arguments) ?? result(of: method, on: receiver, arguments)
  }

  /// What a call of a function returns; nil for other values that are called.
  private func result(of callee: Meaning, _ arguments: [CallArgument]) -> Meaning? {
    switch callee.kind {
    case .definition(let index):
      Meaning(
        kind: kind(ofResultOf: index, arguments),
        roots: Self.limited(rootOfClass(index) + roots(ofResultOf: index, arguments)))
    case .library(let path): result(ofLibrary: path, arguments)
    // `soup(["script", "style"])` is `soup.find_all(["script", "style"])`.
    case .made where callee.library == "bs4": Meaning(kind: callee.kind, roots: callee.roots { $0.part(nil) })
    case .unknown, .container, .dictionary, .iterator, .text, .argument, .instance, .made, .closure, .stream,
      .database:
      nil
    }
  }

  private func kind(ofResultOf index: Int, _ arguments: [CallArgument]) -> Meaning.Kind {
    let code = world.definitions[index].code
    if code.isClass { return .instance(index) }
    if code.isGenerator, code.decorators.isEmpty { return .iterator }
    if code.keptState != nil { return .closure }
    let kind = summary(of: index)?.data ?? kind(ofViewReturnedBy: index, arguments)
    return self.kind(kind, GivenArguments(world.calledCode(of: index), arguments, receiver: nil, self))
  }

  /// An object holds its class, which a step may have defined and another may change: `Model.rate = 0.5`.
  private func rootOfClass(_ index: Int) -> [Meaning.Root] {
    let code = world.definitions[index].code
    guard function == nil, code.isClass, let variable = world.variables[code.name],
      case .unit = variable.definer,
      case .definition(index) = variable.meaning.kind
    else { return [] }
    return [Meaning.Root(name: code.name, generation: variable.generation, link: .holder)]
  }

  private func result(ofLibrary path: String, _ arguments: [CallArgument]) -> Meaning {
    if FileFunctionTable.pathMakers.contains(path) {
      let parts = arguments.map { text(of: $0.value) }
      guard let first = parts.first else { return Meaning(kind: .text(PathText(""))) }
      return Meaning(kind: .text(parts.dropFirst().reduce(first) { $0.appending($1) }))
    }
    switch path {
    case "os.path.dirname":
      return Meaning(kind: .text(arguments.first.flatMap { text(of: $0.value).parent } ?? .unknown))
    case "copy.copy", "dataclasses.replace":
      return Meaning(kind: kind(ofCopyOf: arguments), roots: roots(of: arguments) { $0.copy })
    case "copy.deepcopy": return Meaning(kind: kind(ofCopyOf: arguments))
    case "contextlib.closing", "contextlib.nullcontext":
      return arguments.positional(0).map { meaning(of: $0) } ?? .unknown
    case "os.getcwd", "pathlib.Path.cwd": return Meaning(kind: .text(PathText("")))
    // It has one dimension, as what `numpy.fromiter` returns.
    case "numpy.array", "numpy.asarray":
      if Self.isListOfConstants(arguments.first) {
        return Meaning(kind: .made("numpy.fromiter", isUnseeded: false))
      }
    default: break
    }
    if path == "sqlite3.connect" {
      return Meaning(kind: .database(arguments.first.map { text(of: $0.value) } ?? .unknown))
    }
    if FileFunctionTable.openers[path] != nil {
      return Meaning(kind: .stream(arguments.first.map { text(of: $0.value) } ?? .unknown))
    }
    if let view = view(ofResultOf: path, arguments) { return view }
    if let drawing = drawing(madeBy: path, arguments) { return drawing }
    if path.hasPrefix("collections."), PartTable.containers.contains(path.lastPart) {
      let isDictionary = ["defaultdict", "Counter", "OrderedDict"].contains(path.lastPart)
      return Meaning(
        kind: isDictionary ? .dictionary : .container, roots: roots(of: arguments) { $0.copy })
    }
    // What a function of Python's own returns may be anything, a path among it.
    if path == "builtins.dict" { return Meaning(kind: .dictionary, roots: roots(ofDictionary: arguments)) }
    if let part = namedPart(path, arguments) { return part }
    // It reads what it is given when its elements are asked for.
    if path == "builtins.map" {
      return Meaning(kind: .iterator, roots: roots(ofElementsOf: arguments) { $0.holder })
    }
    if path.hasPrefix("builtins."), PartTable.functions.contains(path.lastPart) {
      return Meaning(
        kind: PartTable.iteratorMakers.contains(path.lastPart) ? .iterator : .container,
        roots: roots(ofElementsOf: arguments) { $0.copy })
    }
    if path.hasPrefix("builtins.") && PartTable.pickers.contains(path.lastPart) || path == "random.choice" {
      return picked(from: arguments)
    }
    guard !path.hasPrefix("builtins."), OptionTable.setters[path] == nil else { return .unknown }
    let name = path.lastPart
    let isLearner = path.hasPrefix("sklearn.") || path.hasPrefix("imblearn.")
    let isShuffled =
      EstimatorTable.splitters.contains(name) && arguments.keyword("shuffle")?.isBoolean(true) == true
    let isEstimator =
      isLearner
      && (EstimatorTable.estimators.contains(name) || EstimatorTable.indifferent.contains(name) || isShuffled)
    let isUnseeded =
      isEstimator && !isSeeded(arguments) || isLearner && arguments.contains { self.isUnseeded($0.value) }
    return Meaning(
      kind: .made(path, isUnseeded: isUnseeded), roots: roots(ofObjectMadeBy: path, arguments))
  }

  /// What an object of a library holds or goes through.
  private func roots(ofObjectMadeBy path: String, _ arguments: [CallArgument]) -> [Meaning.Root] {
    if path.hasPrefix("itertools.") { return roots(ofElementsOf: arguments) { $0.copy } }
    let isHolder =
      HolderTable.names.contains(path.lastPart) || HolderTable.modules.contains { path.hasPrefix($0) }
    guard isHolder else { return [] }
    let held = HolderTable.firstOnly.contains(path.lastPart) ? Array(arguments.prefix(1)) : arguments
    return roots(of: held) { $0.holder }
  }

  private static func isListOfConstants(_ argument: CallArgument?) -> Bool {
    guard case .sequence(let parts) = argument?.value else { return false }
    return parts.allSatisfy { if case .constant = $0 { true } else { false } }
  }

  /// What functions return that read attributes: `getattr(model, "layers")`, `vars(settings)`.
  private func namedPart(_ path: String, _ arguments: [CallArgument]) -> Meaning? {
    guard let object = arguments.positional(0) else { return nil }
    switch path {
    case "builtins.getattr":
      let object = meaning(of: object)
      guard let name = arguments.positional(1).flatMap({ text(of: $0).exact }) else {
        return Meaning(kind: .unknown, roots: object.roots { $0.part(nil) })
      }
      return attributeOfObject(name, object)
    case "builtins.vars": return Meaning(kind: .container, roots: meaning(of: object).roots)
    default: return nil
    }
  }

  /// What a copy of the first argument is, where that is known for both.
  private func kind(ofCopyOf arguments: [CallArgument]) -> Meaning.Kind {
    let kind = arguments.positional(0).map { meaning(of: $0).kind } ?? .unknown
    switch kind {
    case .container, .dictionary, .instance, .made: return kind
    case .unknown, .iterator, .library, .text, .argument, .definition, .closure, .stream, .database:
      return .unknown
    }
  }

  /// One of the elements of the only argument: `max(rows, key=…)`, `next(iterator, None)`.
  private func picked(from arguments: [CallArgument]) -> Meaning {
    guard let first = arguments.positional(0) else { return .unknown }
    switch arguments.positional(1) {
    case nil, .constant?:
      let whole = meaning(of: first)
      return Meaning(kind: .unknown, roots: whole.kind.isDictionary ? [] : whole.roots { $0.part(nil) })
    default: return Meaning(kind: .unknown, roots: roots(of: arguments) { _ in .possible })
    }
  }

  private func roots(ofDictionary arguments: [CallArgument]) -> [Meaning.Root] {
    Self.limited(
      arguments.flatMap { argument in
        meaning(of: argument.value).roots { argument.form == .positional ? $0.copy : $0.holder }
      })
  }

  /// The same for a call that goes through the arguments: the keys of a dictionary are no objects that code changes.
  private func roots(
    ofElementsOf arguments: [CallArgument], _ link: (ObjectLink) -> ObjectLink
  ) -> [Meaning.Root] {
    roots(of: arguments.filter { !meaning(of: $0.value).kind.isDictionary }, link)
  }

  func roots(of arguments: [CallArgument], _ link: (ObjectLink) -> ObjectLink) -> [Meaning.Root] {
    Self.limited(arguments.flatMap { meaning(of: $0.value).roots(link) })
  }

  /// How the result of a call of the notebook's function or class is linked to the arguments.
  ///
  /// If nothing is known, an object may hold its arguments, and a function may return its arguments.
  private func roots(
    ofResultOf index: Int, _ arguments: [CallArgument], receiver: Meaning? = nil
  ) -> [Meaning.Root] {
    if world.definitions[index].code.isDataClass { return roots(of: arguments) { $0.holder } }
    if let root = rootOfCache(of: index) { return [root] }
    var all = arguments.flatMap { meaning(of: $0.value).roots { _ in .possible } }
    if let receiver { all += receiver.roots { _ in .possible } }
    guard let summary = summary(of: index), !summary.results.isEmpty else { return Self.limited(all) }
    let given = GivenArguments(world.calledCode(of: index), arguments, receiver: receiver, self)
    let known = summary.results.flatMap { root -> [Meaning.Root] in
      guard root.generation == nil else { return [root] }
      if given.defaulted.contains(root.name), let kept = rootOfDefault(root.name, of: index) {
        return Self.roots(of: Meaning(kind: .container, roots: [kept]), through: root.link)
      }
      return given[root.name].map { Self.roots(of: $0, through: root.link) } ?? []
    }
    let names = Set(known.map(\.name))
    return Self.limited(known + all.filter { !names.contains($0.name) })
  }

  /// The list or dictionary that is the default of a parameter is kept by the function: `def settings(known={})`.
  private func rootOfDefault(_ parameter: String, of index: Int) -> Meaning.Root? {
    guard world.calledCode(of: index).defaults[parameter]?.writtenElements != nil,
      case let holder = world.holder(of: index), let variable = world.variables[holder]
    else { return nil }
    return Meaning.Root(name: holder, generation: variable.generation, link: .part(nil))
  }

  /// What a function with a cache returns is kept by the function.
  private func rootOfCache(of index: Int) -> Meaning.Root? {
    let code = world.definitions[index].code
    guard function == nil, !code.isClass, code.owner == nil, let variable = world.variables[code.name] else {
      return nil
    }
    let isCached = code.decorators.contains { decorator in
      if case .library(let path) = meaning(of: decorator).kind {
        path == "functools.cache" || path == "functools.lru_cache"
      } else {
        false
      }
    }
    return isCached ? Meaning.Root(name: code.name, generation: variable.generation, link: .part(nil)) : nil
  }

  private func result(of method: String, on receiver: Meaning, _ arguments: [CallArgument]) -> Meaning {
    if HolderTable.partMethods.contains(method) {
      switch receiver.kind {
      case .made(let path, _):
        let roots = receiver.library == "numpy" ? receiver.roots : receiver.roots { $0.part(nil) }
        return Meaning(kind: .made(VectorTable.maker(ofPartOf: path), isUnseeded: false), roots: roots)
      case .unknown, .container: return Meaning(kind: .unknown, roots: receiver.roots { $0.part(nil) })
      default: break
      }
    }
    // `fast = memory.cache(slow)`
    if case .made("joblib.Memory", _) = receiver.kind, method == "cache",
      let function = arguments.positional(0), case let function = meaning(of: function),
      case .definition = function.kind
    {
      return function
    }
    switch receiver.kind {
    case .database where method == "cursor": return Meaning(kind: receiver.kind, roots: receiver.roots)
    case .text(let text): return Meaning(kind: pathResult(of: method, on: text, arguments))
    case .argument(let name) where FileMethodTable.pathCopies.contains(method) || method == "joinpath":
      return Meaning(kind: pathResult(of: method, on: PathText(argument: name), arguments))
    // An element of a document is a part of it, and so are the axes of a figure, and what is drawn on them.
    case .made where receiver.isDrawing:
      return Self.isGetter(method) ? .unknown : receiver.drawingPart(method, key: nil)
    case .made where receiver.isText(method): return .unknown
    case .made where receiver.isWhole(method): return receiver
    case .made where receiver.library == "xml" || receiver.isPart(method):
      return Meaning(kind: receiver.kind, roots: receiver.roots { $0.part(nil) })
    case .made(let path, let isUnseeded):
      if method == "spawn", path.hasPrefix("numpy.random.") { return Meaning(kind: .container) }
      // What is drawn or read is not what it is drawn or read from.
      if GeneratorTable.ownGenerators.contains(path) || ChangingFunctionTable.consumed.contains(path) {
        return receiver.library == "numpy"
          ? Meaning(kind: .made("numpy.asarray", isUnseeded: false)) : .unknown
      }
      // It reads the table when it is asked for something.
      if receiver.library == "pandas", ViewTable.groupers.contains(method) {
        return Meaning(kind: .made(path, isUnseeded: isUnseeded), roots: receiver.roots { $0.holder })
      }
      // An estimator that is fitted returns itself.
      if method == "fit" { return Meaning(kind: .made(path, isUnseeded: isUnseeded), roots: receiver.roots) }
      let maker = method == "to_numpy" ? "numpy.asarray" : VectorTable.maker(ofPartOf: path)
      return Meaning(kind: .made(maker, isUnseeded: false))
    // A part of the object, as a rule.
    case .instance(let owner):
      guard let index = world.method(method, of: owner) else {
        return Meaning(kind: .unknown, roots: receiver.roots { _ in .possible })
      }
      if world.definitions[index].code.returnsItsObject { return receiver }
      let kind = world.definitions[index].code.isGenerator ? Meaning.Kind.iterator : .unknown
      return Meaning(kind: kind, roots: roots(ofResultOf: index, arguments, receiver: receiver))
    case .unknown, .container, .dictionary, .iterator, .argument:
      if method == "get", let key = arguments.positional(0) { return item(of: receiver, key) }
      if method == "keys", receiver.kind.isDictionary { return receiver }
      if PartTable.views.contains(method) { return Meaning(kind: .container, roots: receiver.roots) }
      if receiver.kind.isContainer, method == "copy" {
        return Meaning(kind: receiver.kind, roots: receiver.roots { $0.copy })
      }
      return .unknown
    default: return .unknown
    }
  }

  /// Whether a method of a figure returns numbers or strings, and no part of it.
  private static func isGetter(_ method: String) -> Bool {
    method.hasPrefix("get_")
      && !["get_axes", "get_children", "get_figure", "get_legend", "get_lines"].contains(method)
  }

  private func pathResult(of method: String, on text: PathText, _ arguments: [CallArgument]) -> Meaning.Kind {
    if FileMethodTable.pathCopies.contains(method) { return .text(text) }
    switch method {
    case "joinpath": return .text(arguments.reduce(text) { $0.appending(self.text(of: $1.value)) })
    case "with_suffix":
      guard let exact = text.exact, let suffix = arguments.first.flatMap({ self.text(of: $0.value).exact })
      else {
        return .text(.unknown)
      }
      let name = exact.lastIndex(of: ".").map { exact[..<$0] } ?? exact[...]
      return .text(PathText(name + suffix))
    case "with_name":
      return .text(
        (text.parent ?? PathText("")).appending(arguments.first.map { self.text(of: $0.value) } ?? .unknown))
    case "open": return .stream(text)
    default: return .unknown
    }
  }
}

extension DefinedCode {
  /// Whether a method returns the object whose method it is: `return self`.
  fileprivate var returnsItsObject: Bool {
    guard let object = parameters.first, decorators.isEmpty, !isGenerator, !results.isEmpty else {
      return false
    }
    return results.allSatisfy { if case .name(object, .parameter) = $0 { true } else { false } }
  }

  /// Whether a decorator makes the objects of the class hold their arguments.
  fileprivate var isDataClass: Bool {
    isClass
      && decorators.contains { decorator in
        switch decorator {
        case .name("dataclass", _), .attribute(_, "dataclass"), .attribute(_, "define"): true
        default: false
        }
      }
  }
}
