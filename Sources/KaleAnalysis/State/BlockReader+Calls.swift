import PythonSyntax

/// The effects of calls.
extension BlockReader {
  mutating func noteCall(_ callee: Operand, _ arguments: [CallArgument]) {
    let called = meaning(of: callee)
    // `df.plot(ax=axes[0])` draws on it.
    if let axes = arguments.keyword("ax") { emitChange(of: meaning(of: axes), isDeep: true) }
    noteCallback(callee, arguments)
    noteTarget(callee, arguments)
    noteObjects(givenTo: called, callee, arguments)
    noteFunctions(givenTo: called, callee, arguments)
    if world.logsFiles, FileLog.mayCreateFiles(callee) { noteUnseenFiles() }
    switch called.kind {
    case .definition(let index): emitEffects(of: index, arguments)
    case .library(let path): noteCall(ofLibrary: path, arguments)
    case .closure: emitChange(of: called)
    case .instance(let owner):
      if let index = world.method("__call__", of: owner) {
        emitEffects(of: index, arguments, receiver: called)
      } else if world.inheritsFromLibrary(owner) {
        noteCallOfAnyMethod(of: owner, called)
      }
    default:
      if case .attribute(let base, let method) = callee { noteMethod(method, of: base, arguments) }
      noteCallOfObject(callee, called, arguments)
      noteCallByName(callee)
    }
  }

  // MARK: Functions of libraries

  private mutating func noteCall(ofLibrary path: String, _ arguments: [CallArgument]) {
    noteDraws(byCalling: path, arguments)
    noteEnvironment(path, arguments)
    noteFolder(path, arguments)
    noteFiles(path, arguments)
    let setGroup = Self.group(of: path, in: OptionTable.setters)
    if let group = setGroup {
      // To reset what no step before has set is no change.
      if path.lastPart.hasPrefix("reset") || path.lastPart == "rcdefaults" {
        emit(item: .options(group), .read)
      }
      noteOption(group, setBy: path, arguments)
    }
    noteUniqueValue(madeBy: path, arguments)
    noteStrictness(path, arguments)
    noteLogOutput(path, arguments)
    noteFigures(path, arguments, setsOptions: setGroup == .matplotlib)
    noteRegistries(path, arguments)
    if Self.goesThroughArguments(path) { for argument in arguments { noteIteration(over: argument.value) } }
    if let group = Self.group(of: path, in: OptionTable.getters) ?? Self.drawingGroup(path) {
      emit(item: .options(group), .read)
    }
    if changesFirstArgument(path, arguments), let first = arguments.first {
      emitChange(of: meaning(of: first.value))
    }
    if let place = OutputPlaceTable.places[path], let target = arguments.positional(place) {
      emitChange(of: meaning(of: target))
    }
    if OptionTable.displays.contains(path) {
      for argument in arguments { noteDisplay(meaning(of: argument.value)) }
    }
  }

  private func changesFirstArgument(_ path: String, _ arguments: [CallArgument]) -> Bool {
    if ChangingFunctionTable.functions.contains(path) { return true }
    if ChangingFunctionTable.withoutCopy.contains(path) { return isFalse(arguments.keyword("copy")) }
    let function = path.lastPart
    // `torch.nn.init.zeros_(weight)`, `list.append(rows, 1)`
    if path.hasPrefix("torch.") { return function.hasSuffix("_") && !function.hasSuffix("__") }
    let isOfClass =
      path.hasPrefix("builtins.") && path.utf8.count > "builtins.".utf8.count + function.utf8.count
    return isOfClass && ChangeFact.isLikely(ofCalling: function)
  }

  private static func drawingGroup(_ path: String) -> StateItem.OptionGroup? {
    OptionTable.setters[path] == nil
      ? OptionTable.drawing.first { path.hasPrefix($0.key) }.flatMap {
        StateItem.OptionGroup(rawValue: $0.value)
      }
      : nil
  }

  /// Notes that a value is printed as its library's options say.
  mutating func noteDisplay(_ meaning: Meaning) {
    switch meaning.library {
    case "pandas": emit(item: .options(.pandas), .read)
    case "numpy": emit(item: .options(.numpy), .read)
    default: break
    }
  }

  // MARK: The process

  private mutating func noteEnvironment(_ path: String, _ arguments: [CallArgument]) {
    guard path.hasPrefix("os.") || path.hasPrefix("subprocess.") || path.hasPrefix("dotenv.") else { return }
    let name = arguments.first.map { text(of: $0.value) } ?? .unknown
    switch path {
    case "os.getenv", "os.environ.get", "os.environ.__getitem__": emit(.variable(name), .read)
    case "os.environ.copy", "os.environ.items", "os.environ.keys", "os.environ.values":
      emit(.variable(.unknown), .read)
    case "os.putenv", "os.environ.__setitem__": emit(.variable(name), .replace)
    case "os.environ.pop", "os.unsetenv": noteVariable(name, value: nil)
    case "os.environ.setdefault":
      emit(.variable(name), .touch)
      emit(.variable(name), .change)
    case "os.environ.update":
      for argument in arguments {
        if case .keyword(let key) = argument.form {
          emit(.variable(PathText(key)), .replace)
        } else {
          emit(.variable(.unknown), .change)
        }
      }
    case "os.environ.clear", "dotenv.load_dotenv": emit(.variable(.unknown), .change)
    case "os.system", "os.popen", "subprocess.run", "subprocess.call", "subprocess.check_call",
      "subprocess.check_output",
      "subprocess.Popen", "subprocess.getoutput":
      noteProgram(arguments)
    default: break
    }
  }

  private mutating func noteProgram(_ arguments: [CallArgument]) {
    switch arguments.first?.value {
    case .sequence(let parts): noteCommand(words: parts.map { text(of: $0).exact ?? "$" })
    case let command?:
      if text(of: command).exact == nil { noteUnseenFiles() }
      noteCommand(text(of: command).exact ?? "")
    case nil: break
    }
  }

  private mutating func noteFolder(_ path: String, _ arguments: [CallArgument]) {
    switch path {
    case "os.chdir" where isKept(.item(.workingDirectory), in: arguments):
      emit(item: .workingDirectory, .restore)
    case "os.chdir": changeFolder(to: arguments.first.flatMap { text(of: $0.value).exact })
    case "os.getcwd", "pathlib.Path.cwd", "os.getcwdb": emit(item: .workingDirectory, .read)
    default: break
    }
  }

  mutating func changeFolder(to path: String?) {
    let isAbsolute = path?.hasPrefix("/") == true
    if !isAbsolute { emit(item: .workingDirectory, .read) }
    emit(item: .workingDirectory, isAbsolute ? .replace : .change)
  }

  // MARK: Methods

  private mutating func noteMethod(_ method: String, of base: Operand, _ arguments: [CallArgument]) {
    let receiver = meaning(of: base)
    switch receiver.kind {
    case .instance(let owner):
      if let index = world.method(method, of: owner) {
        return emitEffects(of: index, arguments, receiver: receiver)
      }
      noteUnknownMethod(of: owner, receiver, arguments)
    case .definition(let owner):
      if let index = world.method(method, of: owner) {
        // `Account.add(account, 1)`
        if !world.definitions[index].code.isBound, let object = arguments.positional(0) {
          return emitEffects(of: index, Array(arguments.dropFirst()), receiver: self.meaning(of: object))
        }
        return emitEffects(of: index, arguments, receiver: receiver)
      }
      // `encode.register(date, text)` of a function with `@singledispatch`, `Number.register(Money)` of an abstract class
      if method == "register" { return emitChange(of: receiver) }
    // A function that another returned in an object: `counter.bump()`.
    case .closure: return emitSupposedChange(of: receiver)
    case .unknown:
      // `super().add(1)`
      if let function, let owner = world.definitions[function].owner, case .call(.name("super", _), _) = base,
        let object = world.definitions[function].code.parameters.first,
        let index = world.inheritedMethod(method, of: owner)
      {
        return emitEffects(of: index, arguments, receiver: self.meaning(of: .name(object, .parameter)))
      }
    case .argument:
      if let function, let owner = world.definitions[function].owner, case .name("self", _) = base {
        if let index = world.method(method, of: owner) {
          return emitEffects(of: index, arguments, receiver: receiver)
        }
        noteUnknownMethod(of: owner, receiver, arguments)
      }
    default: break
    }
    if let path = world.patch(ofMethod: method) { emit(item: .attribute(path), .read) }
    if case .made = receiver.kind, receiver.library == "sklearn", method.hasSuffix("transform") {
      emit(item: .options(.sklearn), .read)
    }
    if isOfUnknownClass(receiver) {
      for index in world.methods(named: method) { emitEffects(of: index, arguments, receiver: receiver) }
    }
    noteFigureMethod(method, of: base, arguments)
    noteDrawingMethod(method, of: receiver)
    if method == "encode" || method == "decode" { noteErrorHandler(at: 1, arguments) }
    if method == "cache_info", case .definition(let index) = receiver.kind {
      emit(item: .cache(world.definitions[index].code.name), .read)
    }
    noteFileMethod(method, of: receiver, arguments)
    noteDatabaseMethod(method, of: receiver, arguments)
    noteDraws(byMethod: method, of: receiver, arguments)
    noteLogging(method, of: receiver, arguments)
    noteTimeStamp(method, of: receiver, arguments)
    let isFitted = if case .made = receiver.kind { true } else { false }
    if changes(method, receiver, arguments), !noteSharedChange(of: base) {
      emitChange(of: receiver, isDeep: isFitted)
      if CapturingFunctionTable.keepingMethods.contains(method) {
        for argument in arguments { noteElement(argument.value, of: base) }
        noteKept(roots(of: arguments) { $0.holder }, in: base)
      }
    } else if mayChange(method, receiver, arguments) {
      if base.isNamedAsGenerator { emitChange(of: receiver) } else { emitSupposedChange(of: receiver) }
    }
  }

  /// Whether a method of an object may change it for all that is known: the object may be a generator or an open file, or
  /// the library is one of which no table here says anything, and the name is not that of what only reads.
  private func mayChange(_ method: String, _ receiver: Meaning, _ arguments: [CallArgument]) -> Bool {
    guard !receiver.roots.isEmpty else { return false }
    switch receiver.kind {
    case .unknown, .argument:
      // The method of a generator that is called like that of a table has a second argument.
      if method == "sample" {
        let isOfTable = ["frac", "random_state"].contains { arguments.keyword($0) != nil }
        return arguments.count > 1 && arguments[1].form != .unpacked && !isOfTable && !isSeeded(arguments)
      }
      return StatefulMethodTable.methods.contains(method) || method == "get" && Self.takesFromQueue(arguments)
    case .made:
      guard function == nil, let library = receiver.library else { return false }
      return !KnownObjectTable.libraries.contains(library)
        && !KnownObjectTable.readers.contains { method.hasPrefix($0) }
    case .container, .dictionary, .iterator, .library, .text, .definition, .instance, .closure, .stream,
      .database:
      return false
    }
  }

  /// Whether a method `get` is that of a queue, by its arguments; all others name what to get.
  private static func takesFromQueue(_ arguments: [CallArgument]) -> Bool {
    arguments.allSatisfy { $0.form == .keyword("block") || $0.form == .keyword("timeout") }
  }

  /// Whether a value may be an object of one of the notebook's classes: `model = build()`.
  func isOfUnknownClass(_ receiver: Meaning) -> Bool {
    switch receiver.kind {
    case .unknown, .argument: !receiver.roots.isEmpty
    case .container, .dictionary, .iterator, .library, .text, .definition, .instance, .made, .closure,
      .stream, .database:
      false
    }
  }

  func changes(_ method: String, _ receiver: Meaning, _ arguments: [CallArgument]) -> Bool {
    if case .text = receiver.kind { return false }
    if receiver.isIterator { return true }
    if case .constant(.boolean(true)) = arguments.keyword("inplace") { return true }
    if case .made(let maker, _) = receiver.kind, maker.hasPrefix("torch.optim."), method == "step" {
      return true
    }
    if case .made(let maker, _) = receiver.kind, ChangingFunctionTable.drawers.contains(maker) {
      return !method.hasPrefix("text") || method == "text"
    }
    if let library = receiver.library,
      ChangingFunctionTable.methods[library]?.contains(method) == true
    {
      return true
    }
    if let writes = writesDatabase(method, receiver, arguments) { return writes }
    if case .made(let maker, _) = receiver.kind, ChangingFunctionTable.consumed.contains(maker) {
      return !ChangingFunctionTable.bufferGetters.contains(method)
    }
    if receiver.isDrawing { return !Self.isReader(method) }
    if receiver.library == "pandas", Self.arithmetic.contains(method) { return false }
    // Those of an image return another one.
    if receiver.library == "PIL", method == "resize" || method == "rotate" { return false }
    return ChangeFact.isLikely(ofCalling: method)
  }

  /// Whether a method of a figure leaves it as it is; most others draw.
  private static func isReader(_ method: String) -> Bool {
    method.hasPrefix("get_") || method == "savefig" || method == "show"
  }

  /// What these are called changes sets and counters, and not tables.
  private static let arithmetic: Set<String> = ["add", "subtract", "rotate", "compile"]
}

extension Operand {
  /// Whether it is called as random generators are: `self.rng`. All that code does with one changes it.
  fileprivate var isNamedAsGenerator: Bool {
    switch self {
    case .name(let name, _), .attribute(_, let name): GeneratorTable.names.contains(name)
    default: false
    }
  }
}

extension DefinedCode {
  /// Whether the method is called on a class: `@classmethod`, `@staticmethod`.
  fileprivate var isBound: Bool {
    decorators.contains { decorator in
      if case .name(let name, _) = decorator {
        name == "classmethod" || name == "staticmethod"
      } else {
        false
      }
    }
  }
}

extension String {
  /// The part after the last dot.
  var lastPart: String {
    utf8.lastIndex(of: UInt8(ascii: ".")).map { String(self[utf8.index(after: $0)...]) } ?? self
  }

  /// The first part of a dotted path.
  package var firstPart: Substring { utf8.firstIndex(of: UInt8(ascii: ".")).map { self[..<$0] } ?? self[...] }
}

extension [CallArgument] {
  /// The arguments that are passed by keyword.
  func keyword(_ name: String) -> Operand? { first { $0.form == .keyword(name) }?.value }

  /// The arguments that are passed by position.
  func positional(_ place: Int) -> Operand? {
    let values = prefix { $0.form != .unpacked }.filter { $0.form == .positional }
    return values.indices.contains(place) ? values[place].value : nil
  }
}
