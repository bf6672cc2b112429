import PythonSyntax

/// Settings of the process that code keeps, changes and restores: `old = os.getcwd()`, then `os.chdir(old)`.
extension BlockReader {
  // MARK: Keeping

  /// Notes that a value is kept that may be that of a setting, which the code has not changed yet.
  mutating func noteKeptSetting(_ value: Operand, in target: Operand) {
    if case .name(let name, let scope) = target, scope != .module { settings[name] = nil }
    guard let setting = setting(readBy: value), !changes(setting) else { return }
    switch target {
    case .name(let name, .module):
      guard function == nil else { return }
      world.noteSetting(setting, of: name)
    case .name(let name, _): settings[name] = setting
    case .attribute(.name(_, .parameter), _): break
    default: return
    }
    emit(setting, .keep)
  }

  private func changes(_ setting: Effect.Target) -> Bool {
    function == nil ? world.changes(setting) : summary.changes(setting)
  }

  /// The setting whose value an expression is.
  private func setting(readBy value: Operand) -> Effect.Target? {
    switch value {
    case .call(.attribute(let list, "copy"), _), .item(let list, .slice):
      return self.list(list)
    case .call(.name("list", .module), let arguments): return arguments.positional(0).flatMap { list($0) }
    case .call(let callee, let arguments):
      guard case .library(let path) = meaning(of: callee).kind else { return nil }
      return setting(returnedBy: path, arguments)
    case .item: return environmentVariable(value).map { .variable($0) }
    case .attribute:
      guard case .library(let path) = meaning(of: value).kind else { return nil }
      return Self.pandasOption(path) ?? .item(.attribute(path))
    default: return nil
    }
  }

  /// A list of settings, of which the code makes a copy.
  private func list(_ operand: Operand) -> Effect.Target? {
    switch meaning(of: operand).kind {
    case .library("sys.path"): .item(.options(.modulePath))
    case .library("warnings.filters"): .item(.options(.warningErrors))
    default: nil
    }
  }

  private func setting(returnedBy path: String, _ arguments: [CallArgument]) -> Effect.Target? {
    switch path {
    case "os.getcwd", "pathlib.Path.cwd": return .item(.workingDirectory)
    case "os.getenv", "os.environ.get":
      // A default is not what the variable was.
      guard let name = arguments.positional(0), arguments.count == 1 else { return nil }
      return .variable(text(of: name))
    case "torch.initial_seed": return nil
    // It returns the one object that is changed.
    case "decimal.getcontext": return nil
    case "locale.setlocale": return arguments.count == 1 ? option(of: path, arguments) : nil
    default: break
    }
    if let name = GeneratorTable.states[path] {
      return StateItem.Generator(rawValue: name).map { .item(.generator($0)) }
    }
    return OptionTable.getters[path] == nil ? nil : option(of: path, arguments)
  }

  // MARK: Options

  /// The option that a function sets or returns; nil if it is not known.
  private func option(of path: String, _ arguments: [CallArgument]) -> Effect.Target? {
    guard
      let group = Self.group(of: path, in: OptionTable.setters)
        ?? Self.group(of: path, in: OptionTable.getters)
    else { return nil }
    switch group {
    case .pandas:
      return arguments.positional(0).flatMap { text(of: $0).exact }.map { .option(.pandas, $0) }
    case .modulePath:
      let place = path == "sys.path.insert" ? 1 : 0
      return arguments.positional(place).flatMap(Self.name).map { .option(.modulePath, $0) }
    case .signals: return nil
    default:
      // `sys.getrecursionlimit`, `sys.setrecursionlimit`
      let name = path.lastPart
      let verb = ["get_", "set_", "get", "set"].first { name.hasPrefix($0) } ?? ""
      return .option(group, String(name.dropFirst(verb.count)))
    }
  }

  /// `pd.options.display.max_rows`
  static func pandasOption(_ path: String) -> Effect.Target? {
    let prefix = "pandas.options."
    return path.hasPrefix(prefix) ? .option(.pandas, String(path.dropFirst(prefix.count))) : nil
  }

  /// A text that tells a path from others, as far as the code does: `"lib"`, `folder`, `str(folder)`.
  private static func name(of operand: Operand) -> String? {
    switch operand {
    case .text(let text): "'" + text
    case .name(let name, _): name
    case .call(.name("str", _), let arguments): arguments.positional(0).flatMap { Self.name(of: $0) }
    default: nil
    }
  }

  /// Notes that a function sets options of a group.
  mutating func noteOption(_ group: StateItem.OptionGroup, setBy path: String, _ arguments: [CallArgument]) {
    let option = option(of: path, arguments)
    let target = option ?? .item(.options(group))
    switch path {
    case "locale.setlocale" where arguments.count == 1: return emit(item: .options(group), .read)
    case "sys.path.insert", "sys.path.append":
      if let option {
        addedPaths.append(option)
        emit(option, .keep)
      }
      emit(target, .change)
    case "sys.path.remove":
      addedPaths.removeAll { $0 == option }
      emit(target, option == nil ? .change : .restore)
    case "sys.path.pop":
      if let added = addedPaths.popLast() { emit(added, .restore) } else { emit(target, .change) }
    // The default is what the option was, if nothing else sets options.
    case "pandas.reset_option" where function == nil && option != nil && !world.isSetElsewhere(group):
      emit(target, .restore)
    default:
      if isKept(target, in: arguments) { return emit(target, .restore) }
      if !changes(target) { emit(target, .keep) }
      emit(target, .change)
    }
  }

  // MARK: Restoring

  /// Notes that a setting gets a value.
  mutating func assign(_ value: Operand?, to setting: Effect.Target, _ access: Effect.Access) {
    let filters = Effect.Target.item(.options(.warningErrors))
    if setting == .item(.attribute("warnings.filters")), let value, isKept(filters, value) {
      return emit(filters, .restore)
    }
    emit(setting, value.map { isKept(setting, $0) } == true ? .restore : access)
  }

  /// Whether an argument is the value of a setting that has been kept.
  func isKept(_ setting: Effect.Target, in arguments: [CallArgument]) -> Bool {
    arguments.contains { isKept(setting, $0.value) }
  }

  /// Whether an expression is the value of a setting that has been kept.
  func isKept(_ setting: Effect.Target, _ value: Operand) -> Bool {
    switch value {
    case .name(let name, .module): function == nil && world.variables[name]?.setting == setting
    case .name(let name, _): settings[name] == setting
    case .attribute(.name(let object, .parameter), let attribute):
      keepsInAttribute(setting, object, attribute)
    case .call(.name("str", .module), let arguments): isKept(setting, in: arguments)
    default: false
    }
  }

  /// Whether a method of the object's class keeps a setting in an attribute, and none anything else.
  private func keepsInAttribute(_ setting: Effect.Target, _ object: String, _ attribute: String) -> Bool {
    guard let owner = classOf(Meaning(kind: .argument(object))) else { return false }
    let kept = world.definitions[owner].methods.flatMap { method -> [Effect.Target?] in
      let code = world.definitions[method].code
      let reader = BlockReader(function: method, world)
      return code.operations.compactMap { operation in
        guard
          case .store(.attribute(.name(code.parameters.first, .parameter), attribute), let value) = operation
            .kind
        else { return nil }
        return .some(reader.setting(readBy: value))
      }
    }
    return !kept.isEmpty && kept.allSatisfy { $0 == setting }
  }

  /// The environment variable that an expression is about: `os.environ["MODE"]`.
  func environmentVariable(_ operand: Operand) -> PathText? {
    guard case .item(let base, let key) = operand, case .library("os.environ") = meaning(of: base).kind else {
      return nil
    }
    return text(of: key)
  }

  /// Notes that an environment variable gets a value, or is deleted.
  ///
  /// What was not there is deleted, and what was there gets its value again: both are needed to restore it.
  mutating func noteVariable(_ name: PathText, value: Operand?) {
    let target = Effect.Target.variable(name)
    let isKept = value.map { self.isKept(target, $0) } ?? true
    if isKept, isConditional {
      let half = value == nil ? RestoredHalf.absence : .value
      if let other = restoredHalves.removeValue(forKey: name), other != half {
        isConditional = false
        emit(target, .restore)
        isConditional = true
        return
      }
      restoredHalves[name] = half
    } else if isKept, value != nil {
      return emit(target, .restore)
    }
    if value == nil { emit(target, .read) }
    emit(target, value == nil ? .change : .replace)
  }

  /// What code restores of an environment variable in one of two cases.
  enum RestoredHalf { case value, absence }
}

extension StateWorld {
  /// Whether the unit that is read changes an item or an option.
  func changes(_ target: Effect.Target) -> Bool {
    guard let unit, let item = item(of: target) else { return false }
    return uses[unit].changes(item, option: target.option)
  }

  /// Whether a shared cell, or another unit so far, sets options of a group.
  func isSetElsewhere(_ group: StateItem.OptionGroup) -> Bool {
    sharedOptions.contains(group)
      || uses.indexed.contains { $0 != unit && $1.changes(.options(group)) }
  }
}
