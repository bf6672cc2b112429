import PythonSyntax

/// Settings that affect only some code: whether warnings and errors are raised.
extension BlockReader {
  /// Code that catches an exception depends on the settings by which it is raised.
  mutating func noteCause(_ path: String) {
    for group in OptionTable.causes[path] ?? [] { emit(item: .options(group), .read) }
  }

  /// `warnings.simplefilter("error")`, `np.seterr(all="raise")`
  ///
  /// In a function they are often undone at its end.
  mutating func noteStrictness(_ path: String, _ arguments: [CallArgument]) {
    guard function == nil else { return }
    switch path {
    case "warnings.simplefilter", "warnings.filterwarnings":
      guard let action = arguments.keyword("action") ?? arguments.positional(0),
        text(of: action).exact == "error"
      else { return }
      emit(item: .options(.warningErrors), .change)
    case "numpy.seterr":
      guard arguments.contains(where: { text(of: $0.value).exact == "raise" }) else { return }
      emit(item: .options(.numpyErrors), .change)
    default: break
    }
  }
}

extension DefinedCode {
  /// Whether a function or method calls itself.
  var callsItself: Bool {
    !isClass
      && operations.contains { operation in
        switch operation.kind {
        case .call(.name(let callee, .module), _): callee == name
        case .call(.attribute(.name("self", .parameter), let method), _): method == name
        default: false
        }
      }
  }
}
