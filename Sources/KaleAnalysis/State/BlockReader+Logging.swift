import PythonSyntax

/// Logging: levels, handlers, and the objects that keep what is logged.
extension BlockReader {
  /// Notes what a function of `logging` does to where records go.
  mutating func noteLogOutput(_ path: String, _ arguments: [CallArgument]) {
    if path == "logging.basicConfig" {
      let names = ["stream", "filename", "handlers"]
      guard names.contains(where: { arguments.keyword($0) != nil }) else { return }
      emit(item: .options(.logOutput), .change)
      for name in ["stream", "handlers"] { arguments.keyword(name).map { noteHandler($0) } }
    } else if path.hasPrefix("logging."), OptionTable.getters[path] == "logging" {
      noteRecord()
    }
  }

  /// Notes what a method of a logger does.
  mutating func noteLogging(_ method: String, of receiver: Meaning, _ arguments: [CallArgument]) {
    guard case .made("logging.getLogger", _) = receiver.kind else { return }
    switch method {
    case "setLevel", "addHandler", "removeHandler", "addFilter":
      emit(item: .options(.logging), .change)
      guard method == "addHandler" else { return }
      emit(item: .options(.logOutput), .change)
      if let handler = arguments.first { noteHandler(handler.value) }
    default:
      emit(item: .options(.logging), .read)
      if OptionTable.getters["logging." + method] == "logging" { noteRecord() }
    }
  }

  private mutating func noteHandler(_ handler: Operand) {
    guard function == nil else { return }
    if case .sequence(let handlers) = handler {
      for handler in handlers { noteHandler(handler) }
    } else if case let handler = meaning(of: handler), !handler.roots.isEmpty {
      world.noteLogHandler(handler)
    }
  }

  /// Notes that something is logged: handlers of the notebook's own classes may keep it, and so do buffers.
  private mutating func noteRecord() {
    emit(item: .options(.logOutput), .read)
    for handler in world.logHandlers {
      for root in handler.roots { emit(.name(root.name), .touch) }
      if case .instance(let owner) = handler.kind {
        if let index = world.method("emit", of: owner) { emitEffects(of: index, [], receiver: handler) }
      } else {
        emitChange(of: handler, isDeep: true)
      }
    }
  }
}
