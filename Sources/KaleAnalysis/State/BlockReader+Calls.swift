import PythonSyntax

/// What calls do.
extension BlockReader {
  mutating func noteCall(_ callee: Operand, _ arguments: [CallArgument]) {
    // `df.plot(ax=axes[0])` draws on it.
    if let axes = arguments.keyword("ax") { emitChange(of: meaning(of: axes)) }
    noteCallback(callee, arguments)
    if world.logsFiles, FileLog.mayCreateFiles(callee) { noteUnseenFiles() }
    switch meaning(of: callee).kind {
    case .definition(let index): emitEffects(of: index, arguments)
    case .library(let path): noteCall(ofLibrary: path, arguments)
    default:
      if case .attribute(let base, let method) = callee { noteMethod(method, of: base, arguments) }
      if case .name = callee { noteCallOfPart(meaning(of: callee)) }
    }
  }

  /// A function that is given to another gets what is given behind it, or the object: `map(f, frames)`, `df.pipe(f)`.
  private mutating func noteCallback(_ callee: Operand, _ arguments: [CallArgument]) {
    guard let place = arguments.firstIndex(where: { $0.form == .positional }),
      case .definition(let index) = meaning(of: arguments[place].value).kind
    else { return }
    var given = Array(arguments[(place + 1)...])
    if case .attribute(let base, let method) = callee, method == "pipe" || method == "apply" {
      given.insert(CallArgument(form: .positional, value: base), at: 0)
    }
    emitEffects(of: index, given)
  }

  /// A name that is called and holds a part of another object is a method of the object: `add = log.append`.
  private mutating func noteCallOfPart(_ meaning: Meaning) {
    switch meaning.kind {
    case .unknown, .made: if meaning.roots.count > 1 { emitChange(of: meaning) }
    case .library, .text, .argument, .definition, .instance, .stream: break
    }
  }

  // MARK: Functions of libraries

  private mutating func noteCall(ofLibrary path: String, _ arguments: [CallArgument]) {
    noteDraws(byCalling: path, arguments)
    noteEnvironment(path, arguments)
    noteFolder(path, arguments)
    noteFiles(path, arguments)
    if let group = Self.group(of: path, in: OptionTable.setters) {
      // To reset what no step before has set is no change.
      if path.lastPart.hasPrefix("reset") || path.lastPart == "rcdefaults" {
        emit(item: .options(group), .read)
      }
      emit(item: .options(group), .change)
    }
    if let group = Self.group(of: path, in: OptionTable.getters) ?? Self.drawingGroup(path) {
      emit(item: .options(group), .read)
    }
    if ChangingFunctionTable.functions.contains(path), let first = arguments.first {
      emitChange(of: meaning(of: first.value))
    }
    if OptionTable.displays.contains(path) {
      for argument in arguments { noteDisplay(meaning(of: argument.value)) }
    }
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

  // MARK: Random generators

  mutating func noteDraws(byCalling path: String, _ arguments: [CallArgument]) {
    for name in (GeneratorTable.seeds[path] ?? "").split(separator: " ") {
      if let generator = StateItem.Generator(rawValue: String(name)) {
        emit(item: .generator(generator), .replace)
      }
    }
    if let name = GeneratorTable.states[path] { noteRead(ofGenerator: name) }
    if let name = GeneratorTable.draws[path], !isSeeded(arguments), !isUnshuffled(arguments) {
      noteDraw(from: name)
    }
    let function = path.lastPart
    if path.hasPrefix("sklearn."), EstimatorTable.functions.contains(function),
      arguments.contains(where: { isUnseeded($0.value) })
    {
      noteDraw(from: "numpy")
    }
  }

  private mutating func noteRead(ofGenerator name: String) {
    if let generator = StateItem.Generator(rawValue: name) { emit(item: .generator(generator), .read) }
  }

  private mutating func noteDraw(from name: String) {
    guard let generator = StateItem.Generator(rawValue: name) else { return }
    emit(item: .generator(generator), .read)
    emit(item: .generator(generator), .change)
  }

  private func isSeeded(_ arguments: [CallArgument]) -> Bool {
    arguments.contains { argument in
      switch argument.form {
      case .keyword(let name):
        if case .constant(.none) = argument.value { return false }
        return GeneratorTable.seedArguments.contains(name)
      case .unpacked: return true
      case .positional: return false
      }
    }
  }

  private func isUnshuffled(_ arguments: [CallArgument]) -> Bool {
    if case .constant(.boolean(false)) = arguments.keyword("shuffle") { true } else { false }
  }

  /// Whether a value draws from NumPy's generator when it is fitted.
  private func isUnseeded(_ operand: Operand) -> Bool {
    switch operand {
    case .sequence(let parts): return parts.contains(where: isUnseeded)
    default:
      if case .made(_, let isUnseeded) = meaning(of: operand).kind { return isUnseeded }
      return false
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
    case "os.environ.pop", "os.unsetenv", "os.environ.setdefault":
      emit(.variable(name), .read)
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
    case .instance(let owner), .definition(let owner):
      if let index = world.method(method, of: owner) {
        return emitEffects(of: index, arguments, receiver: receiver)
      }
    case .argument:
      if let function, let owner = world.definitions[function].owner, case .name("self", _) = base,
        let index = world.method(method, of: owner)
      {
        return emitEffects(of: index, arguments, receiver: receiver)
      }
    default: break
    }
    noteFileMethod(method, of: receiver, arguments)
    noteDraws(byMethod: method, of: receiver, arguments)
    noteLogging(method, of: receiver)
    if changes(method, receiver, arguments) { emitChange(of: receiver) }
  }

  private func changes(_ method: String, _ receiver: Meaning, _ arguments: [CallArgument]) -> Bool {
    if case .text = receiver.kind { return false }
    if case .constant(.boolean(true)) = arguments.keyword("inplace") { return true }
    if case .made(let maker, _) = receiver.kind, maker.hasPrefix("torch.optim."), method == "step" {
      return true
    }
    if receiver.library == "matplotlib", case .made = receiver.kind { return !Self.isReader(method) }
    if receiver.library == "pandas", Self.arithmetic.contains(method) { return false }
    return ChangeFact.certainty(ofCalling: method).map { $0 >= .likely } ?? false
  }

  /// Whether a method of a figure leaves it as it is; most others draw.
  private static func isReader(_ method: String) -> Bool {
    method.hasPrefix("get_") || method == "savefig" || method == "show"
  }

  /// What these are called changes sets and counters, and not tables.
  private static let arithmetic: Set<String> = ["add", "subtract", "rotate", "compile"]

  private mutating func noteDraws(
    byMethod method: String, of receiver: Meaning, _ arguments: [CallArgument]
  ) {
    if case .made(let maker, let isUnseeded) = receiver.kind {
      if GeneratorTable.ownGenerators.contains(maker) { return emitChange(of: receiver) }
      if isUnseeded, EstimatorTable.methods.contains(method) { noteDraw(from: "numpy") }
      let isKeras = maker.hasPrefix("tensorflow.keras.") || maker.hasPrefix("keras.")
      if isKeras, method == "fit" { noteDraw(from: "tensorflow") }
    }
    guard !isSeeded(arguments) else { return }
    if GeneratorTable.methods.contains(method) { noteDraw(from: "numpy") }
    if method == "sample", drawsRows(receiver, arguments) { noteDraw(from: "numpy") }
  }

  /// Whether `sample` is called as that of a table.
  private func drawsRows(_ receiver: Meaning, _ arguments: [CallArgument]) -> Bool {
    if receiver.library == "pandas" { return true }
    switch receiver.kind {
    case .made, .library, .text, .stream, .instance, .definition: return false
    case .unknown, .argument: break
    }
    if arguments.keyword("frac") != nil || arguments.keyword("n") != nil { return true }
    guard arguments.count == 1, case .constant(.integer) = arguments[0].value else { return false }
    return true
  }

  private mutating func noteLogging(_ method: String, of receiver: Meaning) {
    guard case .made("logging.getLogger", _) = receiver.kind else { return }
    switch method {
    case "setLevel", "addHandler", "removeHandler", "addFilter": emit(item: .options(.logging), .change)
    default: emit(item: .options(.logging), .read)
    }
  }

  // MARK: Results

  /// What a call returns.
  func result(of callee: Operand, _ arguments: [CallArgument]) -> Meaning {
    guard case .attribute(let base, let method) = callee else {
      return result(of: meaning(of: callee), arguments) ?? .unknown
    }
    let receiver = meaning(of: base)
    return result(of: attribute(method, of: receiver), arguments)
      ?? result(of: method, on: receiver, arguments)
  }

  /// What a call of a function returns; nil for other values that are called.
  private func result(of callee: Meaning, _ arguments: [CallArgument]) -> Meaning? {
    switch callee.kind {
    case .definition(let index):
      // An object may hold what it is made with, and a function may return what it is given.
      Meaning(
        kind: world.definitions[index].code.isClass ? .instance(index) : .unknown, roots: roots(of: arguments)
      )
    case .library(let path): result(ofLibrary: path, arguments)
    case .unknown, .text, .argument, .instance, .made, .stream: nil
    }
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
    case "os.getcwd", "pathlib.Path.cwd": return Meaning(kind: .text(PathText("")))
    default: break
    }
    if FileFunctionTable.openers[path] != nil {
      return Meaning(kind: .stream(arguments.first.map { text(of: $0.value) } ?? .unknown))
    }
    // What a function of Python's own returns may be anything, a path among it.
    guard !path.hasPrefix("builtins."), OptionTable.setters[path] == nil else { return .unknown }
    let name = path.lastPart
    let isLearner = path.hasPrefix("sklearn.") || path.hasPrefix("imblearn.")
    let isShuffled =
      EstimatorTable.splitters.contains(name) && arguments.keyword("shuffle").map(Self.isTrue) == true
    let isEstimator = isLearner && (EstimatorTable.estimators.contains(name) || isShuffled)
    let isUnseeded =
      isEstimator && !isSeeded(arguments) || isLearner && arguments.contains { self.isUnseeded($0.value) }
    let isHolder = HolderTable.names.contains(name) || HolderTable.modules.contains { path.hasPrefix($0) }
    return Meaning(
      kind: .made(path, isUnseeded: isUnseeded), roots: isHolder ? roots(of: arguments) : [])
  }

  private func roots(of arguments: [CallArgument]) -> [Meaning.Root] {
    Self.limited(arguments.flatMap { meaning(of: $0.value).roots })
  }

  private static func isTrue(_ operand: Operand) -> Bool {
    if case .constant(.boolean(true)) = operand { true } else { false }
  }

  private func result(of method: String, on receiver: Meaning, _ arguments: [CallArgument]) -> Meaning {
    if HolderTable.partMethods.contains(method) {
      if case .made(let path, _) = receiver.kind {
        return Meaning(kind: .made(path, isUnseeded: false), roots: receiver.roots)
      }
      if case .unknown = receiver.kind { return Meaning(kind: .unknown, roots: receiver.roots) }
    }
    switch receiver.kind {
    case .text(let text): return Meaning(kind: pathResult(of: method, on: text, arguments))
    case .argument(let name) where FileMethodTable.pathCopies.contains(method) || method == "joinpath":
      return Meaning(kind: pathResult(of: method, on: PathText(argument: name), arguments))
    case .made(let path, let isUnseeded):
      // An estimator that is fitted returns itself.
      if method == "fit" { return Meaning(kind: .made(path, isUnseeded: isUnseeded), roots: receiver.roots) }
      return Meaning(kind: .made(method == "to_numpy" ? "numpy.asarray" : path, isUnseeded: false))
    // A part of the object, as a rule.
    case .instance: return Meaning(kind: .unknown, roots: receiver.roots)
    default: return .unknown
    }
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

extension String {
  /// What follows the last dot.
  fileprivate var lastPart: String { lastIndex(of: ".").map { String(self[index(after: $0)...]) } ?? self }
}

extension [CallArgument] {
  /// What is given for a parameter by its name.
  func keyword(_ name: String) -> Operand? { first { $0.form == .keyword(name) }?.value }

  /// What is given for a parameter by its place.
  func positional(_ place: Int) -> Operand? {
    let values = prefix { $0.form != .unpacked }.filter { $0.form == .positional }
    return values.indices.contains(place) ? values[place].value : nil
  }
}
