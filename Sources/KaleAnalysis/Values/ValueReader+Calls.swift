import PythonSyntax

/// The values that calls return.
extension ValueReader {
  mutating func call(
    _ callee: ValueExpression, _ arguments: [ValueArgument], at place: Place, _ locals: [String: KnownValue],
    left: Int
  ) -> KnownValue {
    let given = arguments.map { argument in
      (keyword: argument.keyword, value: value(of: argument.value, at: place, locals, left: left - 1))
    }
    // What a lambda returns ends up in the cells of the table that it is applied to.
    if case .attribute(let base, let name) = callee {
      let owner = value(of: base, at: place, locals, left: left)
      if case .library(let path) = owner {
        let isArchive =
          path + "." + name == "numpy.load"
          && arguments.first.map { ends($0.value, with: ".npz", at: place) } ?? false
        return isArchive ? .made(KnownValue.archivePath, []) : called(path + "." + name, given)
      }
      if case .series = owner, name == "apply" || name == "map",
        case .lambda(let body)? = arguments.first?.value
      {
        return Self.series(of: value(of: body, at: place, locals, left: left - 1))
      }
      return method(name, of: owner, given, left: left)
    }
    switch value(of: callee, at: place, locals, left: left) {
    case .library(let path): return called(path, given)
    case .definition(let definition):
      if !definition.value.isClass { return result(of: definition, given, left: left) }
      if isEnumeration(definition) { return .member(definition) }
      return .instance(definition, given.map(\.value))
    // What it makes of an element for sorting is bound to the process as it is itself.
    case .made("functools.cmp_to_key", _): return .made("functools.cmp_to_key", [])
    default: return .unknown
    }
  }

  private mutating func called(
    _ path: String, _ arguments: [(keyword: String?, value: KnownValue)]
  ) -> KnownValue {
    let positional = arguments.filter { $0.keyword == nil }.map(\.value)
    if path.hasPrefix("pandas.read_"),
      arguments.contains(where: { $0.keyword == "chunksize" || $0.keyword == "iterator" })
    {
      return ["pandas.read_csv", "pandas.read_table"].contains(path)
        ? .made(KnownValue.readerPath, []) : .unknown
    }
    if arguments.contains(where: { $0.keyword == "dtype" && $0.value.isObjectType }), path.hasPrefix("numpy.")
    {
      return .objects
    }
    switch path.firstPart {
    case "numpy": if let known = numpy(path, positional, arguments) { return known }
    case "builtins", "copy": if let known = builtin(path, positional) { return known }
    case "matplotlib" where path == "matplotlib.pyplot.subplots":
      return .container([.made("matplotlib.pyplot.figure", []), Self.axes(arguments)], isDictionary: false)
    case "scipy" where path.hasPrefix("scipy.stats.") && Self.isDensity(path): return .numpy
    case "sklearn" where path == "sklearn.model_selection.train_test_split":
      return .container(positional.flatMap { [$0, $0] }, isDictionary: false)
    default: break
    }
    if ValueKindTable.numbers.contains(path) { return .number }
    if ValueKindTable.arrays.contains(path) { return .numpy }
    if ValueKindTable.plain.contains(path) { return .plain }
    if ValueKindTable.frames.contains(path) { return .frame(Self.cells(of: positional)) }
    if ValueKindTable.series.contains(path) {
      return .series(.init(objects: positional.flatMap(\.objectsOfCells)))
    }
    return .made(path, arguments.map(\.value))
  }

  private static func isDensity(_ path: String) -> Bool {
    [".cdf", ".pdf", ".ppf", ".sf", ".pmf"].contains { path.hasSuffix($0) }
  }

  /// What a data frame holds that is created of values: a list of objects becomes columns, a dictionary of lists does not.
  private static func cells(of arguments: [KnownValue]) -> KnownValue.Cells {
    guard case .container(let parts, let isDictionary)? = arguments.first else {
      if case .frame(let cells)? = arguments.first { return cells }
      return .init()
    }
    let cells = isDictionary ? parts : parts.filter { if case .container = $0 { true } else { false } }
    let hasText = cells.contains { cell in
      guard case .container(let column, _) = cell else { return false }
      return column.contains { if case .text = $0 { true } else { false } }
    }
    return .init(objects: cells.flatMap(\.objectsOfCells), hasText: hasText)
  }

  private func numpy(
    _ path: String, _ positional: [KnownValue], _ arguments: [(keyword: String?, value: KnownValue)]
  ) -> KnownValue? {
    if ValueKindTable.reductions.contains(path) {
      guard positional.count == 1, arguments.allSatisfy({ $0.keyword != "axis" && $0.keyword != "keepdims" })
      else { return .numpy }
      if case .frame = positional[0] { return .unknown }
      return .number
    }
    if ValueKindTable.elementwise.contains(path) { return Self.elementwise(positional.first ?? .unknown) }
    if path.hasPrefix("numpy.random."), path != "numpy.random.default_rng" {
      return Self.drawn(String(path.dropFirst("numpy.random.".count)), arguments)
    }
    switch path {
    case "numpy.array": return Self.array(of: positional.first ?? .unknown)
    case "numpy.asarray", "numpy.unique", "numpy.concatenate", "numpy.hstack", "numpy.vstack":
      switch positional.first {
      case .numpy?: return .numpy
      case .series(let cells)?, .frame(let cells)?: return cells.array
      default: return .mixed
      }
    default: return nil
    }
  }

  private static func elementwise(_ value: KnownValue) -> KnownValue {
    switch value {
    case .plain, .integer, .number: .number
    case .numpy, .container: .numpy
    case .series, .frame, .mixed, .element, .reduced: value
    default: .unknown
    }
  }

  private static func array(of value: KnownValue) -> KnownValue {
    switch value {
    case .container(let parts, _):
      let hasObjects = parts.contains { part in
        switch part {
        case .container(_, let isDictionary): isDictionary
        case .nothing: true
        default: part.isOfNotebook
        }
      }
      if hasObjects { return .objects }
      let isPlain = parts.allSatisfy { if case .unknown = $0 { false } else { true } }
      return isPlain ? .numpy : .mixed
    case .numpy: return .numpy
    case .series(let cells), .frame(let cells): return cells.array
    default: return .mixed
    }
  }

  /// A series with a value in each cell.
  static func series(of cell: KnownValue) -> KnownValue {
    var cells = KnownValue.Cells(objects: cell.objectsOfCells)
    switch cell {
    case .container: cells.hasCollections = true
    case .text: cells.hasText = true
    default: break
    }
    return .series(cells)
  }

  private mutating func builtin(_ path: String, _ positional: [KnownValue]) -> KnownValue? {
    guard let first = positional.first else { return nil }
    switch path {
    case "builtins.round":
      if case .number = first { return positional.count > 1 ? .number : .plain }
      return first
    case "builtins.abs", "copy.copy", "copy.deepcopy": return first
    case "builtins.list", "builtins.tuple", "builtins.set", "builtins.sorted", "builtins.reversed":
      if case .container(let parts, false) = first { return .container(parts, isDictionary: false) }
      return .container([part(nil, of: first)], isDictionary: false)
    case "builtins.sum", "builtins.max", "builtins.min":
      if case .numpy = first { return .numpy }
      // Who goes through a dictionary gets its keys.
      if case .container(_, isDictionary: true) = first, positional.count == 1 { return .unknown }
      guard case .container(let parts, _) = first, positional.count == 1, !parts.isEmpty,
        parts.allSatisfy({ if case .number = $0 { true } else { false } })
      else { return path == "builtins.sum" || positional.count > 1 ? .unknown : part(nil, of: first) }
      return .number
    case "builtins.next": return part(nil, of: first)
    default: return nil
    }
  }

  /// What `subplots` returns beside the figure: one object, or an array of them.
  static func axes(_ arguments: [(keyword: String?, value: KnownValue)]) -> KnownValue {
    var sizes: [KnownValue] = []
    for argument in arguments where sizes.count < 2 {
      switch argument.keyword {
      case nil, "nrows", "ncols": sizes.append(argument.value)
      default: break
      }
    }
    let isArray = sizes.contains { if case .integer(let size) = $0 { size > 1 } else { false } }
    if isArray { return .objects }
    if arguments.contains(where: { $0.keyword == "squeeze" }) { return .mixed }
    let isOne = sizes.allSatisfy { if case .integer(1) = $0 { true } else { false } }
    return isOne ? .made("matplotlib.axes.Axes", []) : .mixed
  }
}

extension KnownValue {
  /// Whether it is the type of Python objects, as `dtype` takes it.
  var isObjectType: Bool {
    switch self {
    case .library("builtins.object"), .library("numpy.object_"): true
    default: false
    }
  }
}
