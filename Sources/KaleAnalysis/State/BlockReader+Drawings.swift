import NotebookModel
import PythonSyntax

/// Figures and axes, and the figure that pyplot draws on.
extension BlockReader {
  /// What functions of Matplotlib do to its settings and to the figure on which pyplot draws.
  mutating func noteFigures(_ path: String, _ arguments: [CallArgument], setsOptions: Bool) {
    switch path {
    case "matplotlib.use", "matplotlib.pyplot.switch_backend":
      // The backend of Jupyter closes figures at the end of a cell.
      let backend = arguments.first.flatMap { text(of: $0.value).exact } ?? ""
      if function == nil, !backend.isEmpty, !backend.contains("inline") { world.figures.areKept = true }
      return
    case "matplotlib.pyplot.set_cmap": return
    default: break
    }
    if setsOptions, path.lastPart != "get" {
      emit(item: .options(.figureSettings), .change)
    }
    if function == nil, PlotTable.openers.contains(path) { world.figures.current = nil }
    guard world.figures.areKept else { return }
    if path.hasPrefix("matplotlib.pyplot."), PlotTable.finishers.contains(path.lastPart) {
      if !hasDrawn { emit(item: .options(.figure), .read) }
    } else if path.hasPrefix("matplotlib.pyplot.") && PlotTable.starters.contains(path.lastPart)
      || path.hasPrefix("seaborn.") && PlotTable.isMaker(path)
    {
      noteDrawing()
    }
  }

  /// Methods of figures tell of settings, and those of tables draw.
  mutating func noteFigureMethod(_ method: String, of base: Operand, _ arguments: [CallArgument]) {
    let receiver = meaning(of: base)
    if OptionTable.figureGetters.contains(method), receiver.library.map({ $0 == "matplotlib" }) ?? true {
      emit(item: .options(.figureSettings), .read)
    }
    guard receiver.isDrawn(by: method), arguments.keyword("ax") == nil else { return }
    if function == nil {
      world.figures.current = base.mayBeColumn ? world.figures.current?.possible : nil
    }
    if world.figures.areKept, receiver.library == "pandas" { noteDrawing() }
  }

  /// Notes that a method of a name that draws is called. In a function, only its callers know whether the object is a
  /// figure.
  mutating func noteDrawingMethod(_ method: String, of receiver: Meaning) {
    guard PlotTable.draws(method) else { return }
    switch receiver.kind {
    case .argument, .unknown:
      emitDrawing(on: receiver)
      if !PlotTable.ambiguous.contains(method) { emitSupposedChange(of: receiver, isDeep: true) }
    case .made, .container, .dictionary, .iterator, .library, .text, .definition, .instance, .closure,
      .stream, .database:
      break
    }
  }

  /// Notes that an object changes if it is a figure, or a part of one.
  mutating func emitDrawing(on meaning: Meaning) {
    if meaning.isDrawing { return emitChange(of: meaning, isDeep: true) }
    for root in meaning.roots where root.generation == nil {
      emit(.drawing(root.name, root.link.withoutKey), .change)
    }
  }

  /// Whether the code has drawn itself on the figure.
  private var hasDrawn: Bool {
    if function == nil { world.unit == world.figures.drawer } else { hasDrawnInFunction }
  }

  private mutating func noteDrawing() {
    if function == nil { world.figures.drawer = world.unit } else { hasDrawnInFunction = true }
    emit(item: .options(.figure), .replace)
  }

  // MARK: What draws returns what is drawn on

  /// What a function of a library returns, if that is a figure or axes.
  func drawing(madeBy path: String, _ arguments: [CallArgument]) -> Meaning? {
    guard PlotTable.isMaker(path) else { return nil }
    let kind = PlotTable.figures.contains(path) ? path : PlotTable.axes
    if let axes = arguments.keyword("ax") { return drawing(kind, meaning(of: axes).roots) }
    let isOfCurrent = path.hasPrefix("matplotlib.") || path.hasPrefix("seaborn.")
    guard function == nil, isOfCurrent, !PlotTable.openers.contains(path), let current = world.figures.current
    else { return drawing(kind) }
    switch (current.isFigure, path) {
    case (true, "matplotlib.pyplot.gcf"), (false, "matplotlib.pyplot.gca"):
      return drawing(kind, current.roots)
    case (false, "matplotlib.pyplot.gcf"): return drawing(kind, current.roots { $0.holder })
    case (true, _): return drawing(kind, current.roots { $0.part(nil) })
    case (false, _): return drawing(kind, current.roots { $0.holder.part(nil) })
    }
  }

  /// What a method returns that draws what its object contains: `df.plot()`, `df.plot.bar()`, `results.plot_diagnostics()`.
  func drawing(ofResultOf method: String, of base: Operand, _ arguments: [CallArgument]) -> Meaning? {
    guard meaning(of: base).isDrawn(by: method) else { return nil }
    if let axes = arguments.keyword("ax") { return drawing(PlotTable.axes, meaning(of: axes).roots) }
    let current = function == nil && base.mayBeColumn ? world.figures.current?.possible : nil
    return drawing(PlotTable.axes, current?.roots ?? [])
  }

  /// What a function of the notebook returns together, if that is a figure with axes of it: `return fig, ax`.
  func drawings(returnedBy callee: Operand) -> [Meaning.Kind] {
    guard case .definition(let index) = meaning(of: callee).kind else { return [] }
    let kinds = summary(of: index)?.elements ?? []
    let parts = kinds.map { Meaning(kind: $0) }
    return parts.allSatisfy(\.isDrawing) && parts.filter(\.isFigure).count == 1 ? kinds : []
  }

  private func drawing(_ path: String, _ roots: [Meaning.Root] = []) -> Meaning {
    Meaning(kind: .made(path, isUnseeded: false), roots: roots)
  }

  /// Notes where a variable has its axes from, and that it has been given what a call returned that draws on the current
  /// figure, or opens one.
  func noteFigure(_ value: Operand, of name: String) {
    if let axes = value.axesCode { world.noteSource(axes, of: name) }
    guard case .call(let callee, let arguments) = value, arguments.keyword("ax") == nil else { return }
    let isOfPyplot =
      switch (meaning(of: callee).kind, callee) {
      case (.library(let path), _): PlotTable.isMaker(path)
      case (_, .attribute(let base, let method)): meaning(of: base).isDrawn(by: method)
      default: false
      }
    if isOfPyplot { world.figures.current = meaning(of: .name(name, .module)) }
  }
}

extension Meaning {
  /// Whether it is a figure or axes, or something else that Matplotlib draws on.
  var isDrawing: Bool {
    guard case .made = kind else { return false }
    return library == "matplotlib"
  }

  /// Whether it is a figure, and not a part of one.
  var isFigure: Bool {
    if case .made(let maker, _) = kind { PlotTable.figures.contains(maker) } else { false }
  }

  /// What an attribute or method of a figure or of axes gives: what contains it, or a part of it. `key`: that of the part.
  func drawingPart(_ name: String, key: String?) -> Meaning {
    let isAround = PlotTable.surroundings.contains(name)
    let maker = PlotTable.figureGetters.contains(name) ? "matplotlib.figure.Figure" : PlotTable.axes
    return Meaning(
      kind: .made(maker, isUnseeded: false), roots: roots { isAround ? $0.holder : $0.part(key) })
  }

  /// Whether a method of the object draws what it contains, and returns what it has drawn on.
  fileprivate func isDrawn(by method: String) -> Bool {
    switch kind {
    case .made(PlotTable.accessor, _): true
    case .made where isDrawing: false
    case .made, .unknown, .argument: PlotTable.isMaker(method)
    case .container, .dictionary, .iterator, .library, .text, .definition, .instance, .closure, .stream,
      .database:
      false
    }
  }

  /// What may be the same, and may be something else.
  fileprivate var possible: Meaning { Meaning(kind: kind, roots: roots { _ in .possible }) }
}

extension Operand {
  /// Code for the axes that a variable is given: `fig.axes`, which `plt.subplots(2)` is read as, or what is drawn on.
  fileprivate var axesCode: String? {
    switch self {
    case .attribute(.name(let figure, _), "axes"): "\(figure).axes"
    case .item(.attribute(.name(let figure, _), "axes"), .constant(.integer(let place?))):
      "\(figure).axes[\(place)]"
    case .call(_, let arguments):
      switch arguments.keyword("ax") {
      case .name(let axes, _)?: axes
      case .item(.name(let axes, _), .constant(.integer(let place?)))?: "\(axes)[\(place)]"
      default: nil
      }
    default: nil
    }
  }

  /// Whether it may be a column, which draws on the current figure; a table draws on a new one.
  fileprivate var mayBeColumn: Bool {
    switch self {
    case .item(_, .sequence): false
    case .item: true
    case .attribute(let base, _), .call(let base, _): base.mayBeColumn
    default: false
    }
  }
}

extension PlotTable {
  /// Whether a method of this name draws on a figure or on axes, if it is theirs.
  static func draws(_ method: String) -> Bool { methods.contains(method) || method.hasPrefix("set_") }

  /// Whether what a function of a library or a method returns is a figure or axes.
  static func isMaker(_ path: String) -> Bool {
    if makers.contains(path) { return true }
    if path.hasPrefix("matplotlib.") { return false }
    let name = path.lastPart
    return name.hasSuffix("plot") || name.hasPrefix("plot_")
  }
}
