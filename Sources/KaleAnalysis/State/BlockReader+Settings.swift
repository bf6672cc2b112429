import NotebookModel
import PythonSyntax

/// Settings that affect only some code: whether warnings and errors are raised, and the figure that pyplot draws on.
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

  // MARK: Figures

  /// What functions of Matplotlib do to its settings and to the figure on which pyplot draws.
  mutating func noteFigures(_ path: String, _ arguments: [CallArgument], setsOptions: Bool) {
    switch path {
    case "matplotlib.use", "matplotlib.pyplot.switch_backend":
      // The backend of Jupyter closes figures at the end of a cell.
      let backend = arguments.first.flatMap { text(of: $0.value).exact } ?? ""
      if function == nil, !backend.isEmpty, !backend.contains("inline") { world.keepsFigures = true }
      return
    case "matplotlib.pyplot.set_cmap": return
    default: break
    }
    if setsOptions, path.lastPart != "get" {
      emit(item: .options(.figureSettings), .change)
    }
    guard world.keepsFigures else { return }
    if path.hasPrefix("matplotlib.pyplot."), PlotTable.finishers.contains(path.lastPart) {
      if !hasDrawn { emit(item: .options(.figure), .read) }
    } else if path.hasPrefix("matplotlib.pyplot.") && PlotTable.starters.contains(path.lastPart)
      || path.hasPrefix("seaborn.") && path.lastPart.hasSuffix("plot")
    {
      noteDrawing()
    }
  }

  /// Methods of figures tell of settings, and those of tables draw.
  mutating func noteFigureMethod(_ method: String, of receiver: Meaning) {
    if OptionTable.figureGetters.contains(method), receiver.library.map({ $0 == "matplotlib" }) ?? true {
      emit(item: .options(.figureSettings), .read)
    }
    if world.keepsFigures, receiver.library == "pandas", ["plot", "hist", "boxplot"].contains(method) {
      noteDrawing()
    }
  }

  /// Notes that a method of a name that draws is called. In a function, only its callers know whether the object is a
  /// figure.
  mutating func noteDrawingMethod(_ method: String, of receiver: Meaning) {
    guard PlotTable.draws(method) else { return }
    switch receiver.kind {
    case .argument, .unknown: emitDrawing(on: receiver)
    case .made, .container, .iterator, .library, .text, .definition, .instance, .closure, .stream, .database:
      break
    }
  }

  /// Notes that an object changes if it is a figure, or a part of one.
  mutating func emitDrawing(on meaning: Meaning) {
    if meaning.library == "matplotlib" { return emitChange(of: meaning) }
    for root in meaning.roots where root.generation == nil {
      emit(.drawing(root.name, root.link.withoutKey), .change)
    }
  }

  /// Whether the code has drawn itself on the figure.
  private var hasDrawn: Bool {
    if function == nil { world.unit == world.drawer } else { hasDrawnInFunction }
  }

  private mutating func noteDrawing() {
    if function == nil { world.drawer = world.unit } else { hasDrawnInFunction = true }
    emit(item: .options(.figure), .replace)
  }
}

extension PlotTable {
  /// Whether a method of this name draws on a figure or on axes, if it is theirs.
  static func draws(_ method: String) -> Bool { methods.contains(method) || method.hasPrefix("set_") }
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
