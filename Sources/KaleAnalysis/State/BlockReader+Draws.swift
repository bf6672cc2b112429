import PythonSyntax

/// Random generators: what seeds them, and what draws from them.
extension BlockReader {
  mutating func noteDraws(byCalling path: String, _ arguments: [CallArgument]) {
    if GeneratorTable.functions.contains(path) {
      for name in (GeneratorTable.seeds[path] ?? "").split(separator: " ") {
        if let generator = StateItem.Generator(rawValue: String(name)) {
          let isKept = self.isKept(.item(.generator(generator)), in: arguments)
          emit(item: .generator(generator), isKept ? .restore : .replace)
        }
      }
      if let name = GeneratorTable.states[path] { noteRead(ofGenerator: name) }
      if let name = GeneratorTable.draws[path], !isSeeded(arguments), !isUnshuffled(arguments) {
        noteDraw(from: name)
      }
    }
    // `stats.norm.rvs(size=3)`
    if path.hasPrefix("scipy."), GeneratorTable.methods.contains(path.lastPart), !isSeeded(arguments) {
      noteDraw(from: "numpy")
    }
    if path.hasPrefix("sklearn."), EstimatorTable.functions.contains(path.lastPart),
      arguments.contains(where: { isUnseeded($0.value) })
    {
      noteDraw(from: "numpy")
    }
  }

  private mutating func noteRead(ofGenerator name: String) {
    if let generator = StateItem.Generator(rawValue: name) { emit(item: .generator(generator), .read) }
  }

  private mutating func noteDraw(from name: String, showsNowhere: Bool = false) {
    guard let generator = StateItem.Generator(rawValue: name) else { return }
    emit(item: .generator(generator), showsNowhere ? .touch : .read)
    emit(item: .generator(generator), .change)
  }

  func isSeeded(_ arguments: [CallArgument]) -> Bool {
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

  private func isUnshuffled(_ arguments: [CallArgument]) -> Bool { isFalse(arguments.keyword("shuffle")) }

  func isFalse(_ operand: Operand?) -> Bool {
    if case .constant(.boolean(false)) = operand { true } else { false }
  }

  /// Whether a value draws from NumPy's generator when it is fitted, and the result depends on it.
  func isUnseeded(_ operand: Operand) -> Bool {
    switch operand {
    case .sequence(let parts), .dictionary(let parts): return parts.contains(where: isUnseeded)
    default:
      guard case .made(let maker, let isUnseeded) = meaning(of: operand).kind else { return false }
      return isUnseeded && !EstimatorTable.indifferent.contains(maker.lastPart)
    }
  }

  mutating func noteDraws(
    byMethod method: String, of receiver: Meaning, _ arguments: [CallArgument]
  ) {
    if case .made(let maker, let isUnseeded) = receiver.kind {
      if GeneratorTable.ownGenerators.contains(maker) {
        if method == "shuffle", let list = arguments.first { emitChange(of: meaning(of: list.value)) }
        return emitChange(of: receiver)
      }
      if isUnseeded, EstimatorTable.methods.contains(method) {
        noteDraw(from: "numpy", showsNowhere: EstimatorTable.indifferent.contains(maker.lastPart))
      }
      let isKeras = maker.hasPrefix("tensorflow.keras.") || maker.hasPrefix("keras.")
      if isKeras, method == "fit" { noteDraw(from: "tensorflow") }
    }
    // A generator that a function is given.
    if method == "shuffle", case .argument = receiver.kind, let list = arguments.positional(0) {
      emitChange(of: meaning(of: list))
    }
    guard !isSeeded(arguments) else { return }
    let isOfDensity = method == "resample" && receiver.library == "scipy"
    if isOfDensity || GeneratorTable.methods.contains(method) { noteDraw(from: "numpy") }
    if method == "sample" {
      if drawsRows(receiver, arguments) {
        noteDraw(from: "numpy")
      } else if mayDrawRows(receiver, arguments) {
        supposing { $0.noteDraw(from: "numpy") }
      }
    }
  }

  /// Whether `sample` is called as that of a table.
  private func drawsRows(_ receiver: Meaning, _ arguments: [CallArgument]) -> Bool {
    if receiver.library == "pandas" { return true }
    switch receiver.kind {
    case .made, .library, .text, .stream, .instance, .closure, .definition, .database: return false
    case .unknown, .container, .dictionary, .iterator, .argument: break
    }
    if arguments.keyword("frac") != nil || arguments.keyword("n") != nil { return true }
    guard arguments.count == 1, case .constant(.integer) = arguments[0].value else { return false }
    return true
  }
}

extension BlockReader {
  /// Whether what a function is given may be a table, or an estimator of a density, of which it takes some rows.
  fileprivate func mayDrawRows(_ receiver: Meaning, _ arguments: [CallArgument]) -> Bool {
    guard isOfUnknownClass(receiver), arguments.count == 1, arguments[0].form == .positional,
      world.methods(named: "sample").isEmpty
    else { return false }
    switch arguments[0].value {
    case .name, .attribute, .item, .call: return true
    default: return false
    }
  }
}

extension GeneratorTable {
  /// The functions that have to do with generators: most functions are none of them.
  static let functions = Set(seeds.keys).union(states.keys).union(draws.keys)
}
