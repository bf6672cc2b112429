import PythonSyntax

/// What attributes, methods and elements of values are.
extension ValueReader {
  mutating func attribute(_ name: String, of value: KnownValue) -> KnownValue {
    if name == "dtype" {
      switch value {
      case .number, .numpy, .objects: return .made(KnownValue.dtypePath, [])
      case .mixed, .series:
        // pandas has types of its own.
        doubt()
        return .made(KnownValue.dtypePath, [])
      default: break
      }
    }
    switch value {
    case .library(let path): return .library(path + "." + name)
    case .number: return .number
    case .numpy: return ofArray(name, .numpy)
    case .objects, .mixed:
      let isView = name == "T" || name == "flat"
      return isView ? value : ofArray(name, .unknown)
    case .series(let cells):
      switch name {
      // pandas has arrays of its own for strings.
      case "values", "array": return cells.hasText ? .unknown : cells.array
      case "str": return .made(KnownValue.textMethodsPath, [value])
      case "iloc", "loc", "at", "iat": return .made("pandas.Series." + name, [value])
      default: return ValueMemberTable.plainOfArrays.contains(name) ? .plain : .unknown
      }
    case .frame(let cells): return ofFrame(name, cells, value)
    case .grouped: return .grouped(isSeries: true)
    case .made(let path, let parts):
      // A method that code passes on: `map(pattern.match, lines)`.
      if case .made(let method, _) = bound(name, to: path) { return .library(method) }
      return ofMade(name, path, parts)
    case .instance(let definition, let parts): return stored(name, of: definition, parts)
    case .definition(let definition):
      guard let store = definition.value.body.stores.last(where: { $0.name == name }) else { return .unknown }
      if isEnumeration(definition) { return .member(definition) }
      // The one object that a class makes of itself.
      if case .none = store.value, definition.value.keepsItself { return .instance(definition, []) }
      return .unknown
    default: return .unknown
    }
  }

  private func ofArray(_ name: String, _ array: KnownValue) -> KnownValue {
    ValueMemberTable.plainOfArrays.contains(name) ? .plain : array
  }

  private func ofFrame(_ name: String, _ cells: KnownValue.Cells, _ frame: KnownValue) -> KnownValue {
    switch name {
    case "values": return cells.array
    case "iloc", "loc", "at", "iat": return .made("pandas.DataFrame." + name, [frame])
    case "T": return frame
    default: return ValueMemberTable.otherOfFrames.contains(name) ? .unknown : .series(.init())
    }
  }

  private func ofMade(_ name: String, _ path: String, _ parts: [KnownValue]) -> KnownValue {
    if KnownValue.isEstimator(path) {
      if ValueMemberTable.selvesOfEstimators.contains(name) { return .made(path, parts) }
      if ValueMemberTable.numbersOfEstimators.contains(name) { return .numpy }
      guard name == "classes_" else { return .unknown }
      return parts.contains(where: \.holdsObjects) ? .objects : .mixed
    }
    return ValueKindTable.statistics.contains(path) ? .number : .unknown
  }

  mutating func method(
    _ name: String, of value: KnownValue, _ arguments: [(keyword: String?, value: KnownValue)], left: Int
  ) -> KnownValue {
    switch value {
    case .number: return ofNumber(name)
    case .numpy, .mixed, .objects: return ofArrayMethod(name, value, arguments)
    case .element, .reduced, .scalar: return .unknown
    case .series(let cells): return ofSeriesMethod(name, cells, arguments)
    case .frame(let cells): return ofFrameMethod(name, cells)
    case .grouped(let isSeries):
      let isReduction =
        ValueMemberTable.numbersOfSeries.contains(name) || ValueMemberTable.elementsOfSeries.contains(name)
      return isReduction ? (isSeries ? .series(.init()) : .frame(.init())) : .unknown
    case .made(let path, let parts): return ofMadeMethod(name, path, parts, arguments)
    case .container(let parts, let isDictionary): return ofContainer(name, parts, isDictionary)
    case .instance(let definition, _):
      guard let function = self.method(name, of: definition) else {
        let isFitted =
          name == "fit" && libraryBases(of: definition, left: 4).contains { $0.hasPrefix("sklearn.") }
        return isFitted ? value : .unknown
      }
      guard function.value.decorators.isEmpty else { return .unknown }
      return result(of: function, arguments, left: left, receiver: value)
    case .definition(let definition):
      guard let function = self.method(name, of: definition), function.value.isClassMethod else {
        return .unknown
      }
      return result(of: function, arguments, left: left, receiver: value)
    default: return .unknown
    }
  }

  private func ofNumber(_ name: String) -> KnownValue {
    ValueMemberTable.plainOfArrays.contains(name) ? .plain : .number
  }

  private func ofArrayMethod(
    _ name: String, _ array: KnownValue, _ arguments: [(keyword: String?, value: KnownValue)]
  ) -> KnownValue {
    if ValueMemberTable.plainOfArrays.contains(name) { return .plain }
    if name == "view", case .definition(let definition)? = arguments.first?.value {
      return .instance(definition, [])
    }
    if name == "astype" {
      if case .library("builtins.object")? = arguments.first?.value { return .objects }
      return .numpy
    }
    let isNumber = ValueMemberTable.numbersOfSeries.contains(name)
    if arguments.isEmpty, isNumber || ValueMemberTable.elementsOfSeries.contains(name) {
      if case .numpy = array { return .number }
      if case .objects = array { return isNumber ? .number : .reduced }
      return isNumber ? .number : .scalar
    }
    if case .numpy = array { return .numpy }
    return Self.rearranging.contains(name) ? array : .unknown
  }

  /// Methods that return the same elements in another shape.
  private static let rearranging: Set<String> = [
    "copy", "flatten", "ravel", "reshape", "squeeze", "transpose",
  ]

  private mutating func ofSeriesMethod(
    _ name: String, _ cells: KnownValue.Cells, _ arguments: [(keyword: String?, value: KnownValue)]
  ) -> KnownValue {
    if ValueMemberTable.numbersOfSeries.contains(name) { return .number }
    if ValueMemberTable.elementsOfSeries.contains(name) {
      if case .container? = arguments.first?.value { return .series(.init()) }
      return cells.hasText ? .plain : .reduced
    }
    if name == "astype", arguments.first?.value.isObjectType ?? false {
      return .series(.init(objects: cells.objects, hasText: true))
    }
    if ValueMemberTable.alike.contains(name) { return .series(cells) }
    switch name {
    case "to_numpy": return cells.array
    case "unique": return cells.hasText ? .unknown : .mixed
    case "apply", "map":
      guard let function = arguments.first?.value else { return .unknown }
      return mapped(by: function)
    case "value_counts", "mode": return .series(.init())
    case "groupby": return .grouped(isSeries: true)
    case "to_frame": return .frame(cells)
    case "item": return .plain
    default: return .unknown
    }
  }

  /// A series to whose cells a function is applied.
  private mutating func mapped(by function: KnownValue) -> KnownValue {
    switch function {
    case .definition(let definition) where definition.value.isClass:
      .series(.init(objects: [.instance(definition, [])]))
    case .definition(let definition): Self.series(of: result(of: definition, [], left: 8))
    default: .series(.init())
    }
  }

  /// What a method of `series.str` returns.
  private static func ofTextMethod(
    _ name: String, _ arguments: [(keyword: String?, value: KnownValue)]
  ) -> KnownValue {
    if arguments.contains(where: { $0.keyword == "expand" }) { return .frame(.init(hasText: true)) }
    if ValueMemberTable.splittersOfText.contains(name) { return .series(.init(hasCollections: true)) }
    return .series(.init(hasText: ValueMemberTable.textsOfText.contains(name)))
  }

  /// Methods of data frames that keep a column of strings.
  private static let keepingText: Set<String> = [
    "copy", "drop_duplicates", "dropna", "fillna", "head", "query", "rename", "reset_index", "sample",
    "sort_index", "sort_values", "tail",
  ]

  private func ofFrameMethod(_ name: String, _ cells: KnownValue.Cells) -> KnownValue {
    if ValueMemberTable.framesOfFrames.contains(name) || ValueMemberTable.alike.contains(name) {
      let keepsText = Self.keepingText.contains(name)
      return .frame(.init(objects: cells.objects, hasText: cells.hasText && keepsText))
    }
    if ValueMemberTable.numbersOfSeries.contains(name) || ValueMemberTable.elementsOfSeries.contains(name) {
      return .series(.init())
    }
    switch name {
    case "to_numpy": return cells.array
    case "to_records": return .made("numpy.recarray", [])
    case "hist": return .objects
    case "groupby": return .grouped(isSeries: false)
    default: return .unknown
    }
  }

  private mutating func ofMadeMethod(
    _ name: String, _ path: String, _ parts: [KnownValue],
    _ arguments: [(keyword: String?, value: KnownValue)]
  ) -> KnownValue {
    if KnownValue.isEstimator(path) {
      switch name {
      case "score": return .plain
      case "fit": return .made(path, parts + arguments.map(\.value).filter(\.holdsObjects))
      case "predict": return .mixed
      case "get_feature_names_out": return .objects
      case "fit_predict": return .numpy
      default: return ofMade(name, path, parts)
      }
    }
    if KnownValue.isKeras(path) {
      switch name {
      case "fit": return .made("keras.callbacks.History", [])
      case "predict": return .numpy
      default: return .unknown
      }
    }
    if path == KnownValue.textMethodsPath { return Self.ofTextMethod(name, arguments) }
    if path == "numpy.random.default_rng" { return Self.drawn(name, arguments) }
    if path.hasPrefix("scipy.sparse."), Self.isMatrix(name, of: path, arguments) {
      return .made(KnownValue.sparseResultPath, [])
    }
    if KnownValue.holders.contains(path), Self.taking.contains(name) {
      return part(nil, of: .made(path, parts))
    }
    if path.hasPrefix(KnownValue.treePath), let part = Self.partOfTree(name, path) { return part }
    if path.hasPrefix("sqlite3.connect"), let rows = Self.rows(name) { return rows }
    if path == "matplotlib.pyplot.figure", name == "subplots" { return Self.axes(arguments) }
    return bound(name, to: path)
  }

  /// Whether a method of a sparse matrix returns a matrix of NumPy: a sum of its rows or columns, all of its elements.
  private static func isMatrix(
    _ method: String, of path: String, _ arguments: [(keyword: String?, value: KnownValue)]
  ) -> Bool {
    if path.hasSuffix("_array") { return false }
    return method == "todense" || ["max", "mean", "min", "sum"].contains(method) && !arguments.isEmpty
  }

  /// Methods of queues that return one of the objects in it.
  private static let taking: Set<String> = ["get", "get_nowait", "pop", "popleft"]

  /// What methods of an XML tree or one of its elements return that is an element, or holds some.
  private static func partOfTree(_ method: String, _ path: String) -> KnownValue? {
    let element = KnownValue.made(KnownValue.elementPath, [])
    return switch method {
    case "getroot": .made(KnownValue.treePath + "fromstring", [])
    case "find": element
    case "findall": .container([element], isDictionary: false)
    case "iter", "iterfind": path == KnownValue.elementPath ? .made(path + "().iter", []) : nil
    default: nil
    }
  }

  /// What a query of SQLite gives.
  private static func rows(_ method: String) -> KnownValue? {
    let row = KnownValue.made(KnownValue.rowPath, [])
    return switch method {
    case "fetchall", "fetchmany": .container([row], isDictionary: false)
    case "fetchone": row
    default: nil
    }
  }

  /// What a random generator draws; one number is of Python or of NumPy.
  static func drawn(
    _ name: String, _ arguments: [(keyword: String?, value: KnownValue)]
  ) -> KnownValue {
    let given = arguments.filter { $0.keyword == nil }.count
    if name == "choice" || name == "integers" { return .numpy }
    let needed = ["rand", "randn", "random", "standard_normal", "permutation"].contains(name) ? 1 : 3
    return given >= needed || arguments.contains { $0.keyword == "size" } ? .numpy : .unknown
  }

  private mutating func ofContainer(
    _ name: String, _ parts: [KnownValue], _ isDictionary: Bool
  ) -> KnownValue {
    switch name {
    case "items" where isDictionary:
      return .container([.container([.unknown, either(parts)], isDictionary: false)], isDictionary: false)
    case "values" where isDictionary: return .container(parts, isDictionary: false)
    case "get", "pop": return either(parts)
    case "copy": return .container(parts, isDictionary: isDictionary)
    default: return .unknown
    }
  }

  // MARK: Elements

  mutating func item(of value: KnownValue, _ index: ValueExpression, _ key: KnownValue) -> KnownValue {
    switch value {
    case .numpy, .number: return .numpy
    case .mixed: return Self.isOneElement(index, key) ? .element : .unknown
    case .series(let cells):
      if case .series = key { return .series(cells) }
      guard Self.isOneElement(index, key) else { return .unknown }
      return cells.hasText ? .plain : .element
    case .frame(let cells):
      switch (index, key) {
      case (.text(let column), _): return .series(.init(hasText: textColumns.contains(column)))
      case (.list(let columns), _):
        return .frame(.init(objects: cells.objects, hasText: hasText(in: columns)))
      case (_, .series): return .frame(cells)
      default: return .unknown
      }
    case .grouped:
      if case .list = index { return .grouped(isSeries: false) }
      return .grouped(isSeries: true)
    case .made("pandas.DataFrame.at", _), .made("pandas.DataFrame.iat", _): return .element
    case .made("pandas.DataFrame.iloc", let parts), .made("pandas.DataFrame.loc", let parts):
      return row(of: parts.first ?? .unknown, index, key)
    case .made(let path, _) where path.hasPrefix("pandas.Series."):
      return Self.isOneElement(index, key) ? .element : .unknown
    case .container(let parts, let isDictionary):
      if case .integer(let number) = index, !isDictionary, parts.count > 1 {
        let place = number < 0 ? parts.count + number : number
        return parts.indices.contains(place) ? parts[place] : .unknown
      }
      return either(parts)
    // `Stack[int]` of a generic class is the class.
    case .definition(let definition): return isEnumeration(definition) ? .member(definition) : value
    case .made(let path, _) where ValueKindTable.statistics.contains(path): return .number
    default: return .unknown
    }
  }

  /// A row holds what the cells of its table hold.
  private func row(of frame: KnownValue, _ index: ValueExpression, _ key: KnownValue) -> KnownValue {
    guard case .frame(let cells) = frame else { return .unknown }
    if case .list(let parts) = index {
      let isCell = parts.count == 2 && parts.allSatisfy { Self.isOneElement($0, .unknown) }
      return isCell ? .element : .unknown
    }
    if Self.isOneElement(index, key) || !cells.objects.isEmpty { return .series(cells) }
    return .unknown
  }

  private static func isOneElement(_ index: ValueExpression, _ key: KnownValue) -> Bool {
    switch (index, key) {
    case (.integer, _), (.text, _), (_, .number), (_, .integer), (_, .plain), (_, .text): true
    // `[-1]`
    case (.operation(let operands), _): operands.count == 1
    default: false
    }
  }
}

extension KnownValue {
  /// Whether what is at a path creates an object of scikit-learn's that Kale saves as such.
  static func isEstimator(_ path: String) -> Bool {
    guard path.hasPrefix("sklearn.") else { return false }
    let name = path.lastPart
    return name.first?.isUppercase == true || makers.contains(name)
  }

  private static let makers: Set<String> = [
    "clone", "make_column_transformer", "make_pipeline", "make_scorer", "make_union",
  ]

  /// Whether what is at a path belongs to Keras.
  static func isKeras(_ path: String) -> Bool {
    path.hasPrefix("keras.") || path.hasPrefix("tensorflow.keras.")
  }
}
