import PythonSyntax

/// Logging: levels, handlers, and the objects that keep what is logged.
extension BlockReader {
  /// Notes what a function of `logging` does to where records go.
  mutating func noteLogOutput(_ path: String, _ arguments: [CallArgument]) {
    if path == "logging.basicConfig" {
      let names = ["stream", "filename", "handlers"]
      guard names.contains(where: { arguments.keyword($0) != nil }) else { return }
      emit(item: .options(.logOutput), .change)
      for name in names { arguments.keyword(name).map { noteHandler($0) } }
      if let mode = arguments.keyword("filemode"), text(of: mode).exact?.contains("w") == true,
        let file = arguments.keyword("filename").flatMap({ meaning(of: $0).path })
      {
        note(.write, file, family: "")
      }
    } else if path.hasPrefix("logging."), OptionTable.getters[path] == "logging" {
      noteRecord()
    }
  }

  /// Notes what a method of a logger does.
  mutating func noteLogging(_ method: String, of receiver: Meaning, _ arguments: [CallArgument]) {
    guard Self.isLogger(receiver) else { return }
    switch method {
    case "setLevel", "addHandler", "removeHandler", "addFilter":
      emit(item: .options(.logging), .change)
      if method == "addHandler" { emit(item: .options(.logOutput), .change) }
      if method == "addHandler" || method == "addFilter", let handler = arguments.first {
        noteHandler(handler.value)
      }
    default:
      emit(item: .options(.logging), .read)
      if OptionTable.getters["logging." + method] == "logging" { noteRecord() }
    }
  }

  /// Whether it is a logger, or passes records on to one.
  private static func isLogger(_ meaning: Meaning) -> Bool {
    guard case .made(let maker, _) = meaning.kind else { return false }
    return maker == "logging.getLogger" || maker == "logging.LoggerAdapter"
  }

  /// Notes that an attribute of a logger is assigned to: `log.handlers = [handler]`.
  mutating func noteAttribute(_ name: String, ofLogger logger: Meaning, _ value: Operand?) {
    guard let value, name == "handlers" || name == "filters", Self.isLogger(logger) else { return }
    emit(item: .options(.logging), .change)
    emit(item: .options(.logOutput), .change)
    noteHandler(value)
  }

  private mutating func noteHandler(_ handler: Operand) {
    if case .sequence(let handlers) = handler {
      for handler in handlers { noteHandler(handler) }
    } else {
      noteHandler(meaning(of: handler))
    }
  }

  /// Notes that what is logged from now on is passed to an object, or written to a file.
  mutating func noteHandler(_ handler: Meaning) {
    if case .text = handler.kind { return world.noteLogHandler(handler) }
    for root in handler.roots where root.generation == nil { emit(.handler(root.name), .change) }
    if handler.roots.contains(where: { $0.generation != nil }) { world.noteLogHandler(handler) }
  }

  /// Notes that something is logged: handlers and filters of the notebook's own classes may keep it, and so do buffers.
  private mutating func noteRecord() {
    emit(item: .options(.logOutput), .read)
    for handler in world.logHandlers {
      for root in handler.roots { emit(.name(root.name), .touch) }
      switch handler.kind {
      case .instance(let owner):
        for method in ["filter", "format", "emit"] {
          if let index = world.method(method, of: owner) { emitEffects(of: index, [], receiver: handler) }
        }
      case .definition(let index): emitEffects(of: index, nil)
      case .text(let file): note(.both, file, family: "")
      default: emitChange(of: handler, isDeep: true)
      }
    }
  }
}
