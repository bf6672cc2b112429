import NotebookModel
import PythonSyntax

/// The meaning of expressions.
extension BlockReader {
  /// What is known of the value of an expression. Each part is looked at once, since there may be many levels of them.
  func meaning(of operand: Operand) -> Meaning {
    switch operand {
    case .text(let text): return Meaning(kind: .text(PathText(text)))
    case .name(let name, let scope): return meaning(ofName: name, scope)
    case .attribute(let base, let name): return attributeOfObject(name, meaning(of: base))
    case .item(.sequence(let parts), let key), .item(.dictionary(let parts), let key):
      return item(ofAll: parts, key)
    case .item(.call(let callee, let arguments), .constant(.none)):
      return element(ofResultOf: callee, arguments)
    case .item(let base, let key):
      var item = item(of: container(base), key)
      // A number or a string is no part of what it is taken from, and has no parts.
      if case .item = base { return item }
      item.roots.removeAll { world.isElement(.constants, of: $0) }
      return item
    case .joined(let parts):
      let text = PathText(joining: parts.map(text))
      return Meaning(kind: text.isPartlyKnown ? .text(text) : .unknown)
    case .quotient(let left, let right): return quotient(meaning(of: left), meaning(of: right))
    case .call(let callee, let arguments): return result(of: callee, arguments)
    case .sequence(let parts): return Self.sequence(of: parts.map(meaning(ofElement:)))
    case .dictionary(let parts):
      return Meaning(kind: .dictionary, roots: Self.sequence(of: parts.map { meaning(of: $0) }).roots)
    case .choice(let values):
      let objects = values.filter { if case .constant = $0 { false } else { true } }
      return Self.choice(of: objects.map { meaning(of: $0) })
    case .constant, .slice, .comparison, .other: return .unknown
    }
  }

  /// What is known of a value that has elements, since code asks for one.
  private func container(_ operand: Operand) -> Meaning {
    guard case .item(let base, let key) = operand, !base.isWrittenOut else { return meaning(of: operand) }
    return item(of: container(base), key)
  }

  func item(of base: Meaning, _ key: Operand) -> Meaning {
    switch base.kind {
    case .library(let path): return Meaning(kind: .library(path))
    case .made(let path, _):
      // A part of a table is a copy, as a rule, and that of an array a view.
      let roots =
        switch base.library {
        case "pandas": [Meaning.Root]()
        case "numpy": isCopied(at: key) || Self.isNumber(key, ofArrayFrom: path) ? [] : base.roots
        default: base.roots { $0.part(Self.text(ofKey: key)) }
        }
      return Meaning(kind: .made(VectorTable.maker(ofPartOf: path), isUnseeded: false), roots: roots)
    default:
      switch key {
      // No list has such an index, and what an array has there is a view.
      case .sequence(let places) where places.contains(where: \.isSlice):
        return Meaning(kind: .unknown, roots: base.roots)
      case .sequence, .dictionary, .comparison, .other: return .unknown
      case .slice:
        let copies = base.roots { $0.copy }
        if base.kind.isContainer { return Meaning(kind: .container, roots: copies) }
        // Of an array it is a view.
        return Meaning(kind: .unknown, roots: Self.limited(copies + base.roots { _ in .possible }))
      default: return Meaning(kind: .unknown, roots: base.roots { $0.part(Self.text(ofKey: key)) })
      }
    }
  }

  /// Whether what an array has there is a number or a copy: `x[0, 1]`, `x[[0, 1]]`, `x[order]`, `x[labels == k]`.
  private func isCopied(at key: Operand) -> Bool {
    switch key {
    case .sequence(let parts):
      parts.contains(where: isArray) || parts.allSatisfy { if case .constant = $0 { true } else { false } }
    default: isArray(key)
    }
  }

  /// Whether an element is a number, since the array has one dimension.
  private static func isNumber(_ key: Operand, ofArrayFrom maker: String) -> Bool {
    if case .constant = key { VectorTable.makers.contains(maker) } else { false }
  }

  /// Whether an index is an array, for certain or as a rule: a comparison, what a function of NumPy or a generator returns.
  private func isArray(_ index: Operand) -> Bool {
    switch index {
    case .comparison, .sequence, .dictionary: true
    case .name, .call, .attribute, .item: meaning(of: index).library == "numpy"
    case .text, .joined, .quotient, .choice, .constant, .slice, .other: false
    }
  }

  /// An item of a list that is written out, as in `for ax in [left, right]`.
  private func item(ofAll parts: [Operand], _ key: Operand) -> Meaning {
    let parts = parts.map { meaning(of: $0) }
    var item = item(of: Self.sequence(of: parts), key)
    if case .made(let maker, let isUnseeded) = parts.first?.kind,
      parts.allSatisfy({ if case .made(maker, _) = $0.kind { true } else { false } })
    {
      item.kind = .made(maker, isUnseeded: isUnseeded)
    }
    return item
  }

  /// What an element is of a list that is written out. A slice of a list is a list of its own.
  private func meaning(ofElement element: Operand) -> Meaning {
    let meaning = meaning(of: element)
    if case .item(_, index: .slice) = element, meaning.kind.isContainer { return Meaning(kind: meaning.kind) }
    return meaning
  }

  /// A list of values, which holds them.
  private static func sequence(of parts: [Meaning]) -> Meaning {
    Meaning(kind: .container, roots: limited(parts.flatMap { $0.roots { $0.holder } }))
  }

  /// What a choice evaluates to. A container is the default for another value: `rows or []`.
  private static func choice(of values: [Meaning]) -> Meaning {
    let roots = limited(values.flatMap(\.roots))
    let objects = values.filter { !$0.kind.isContainer }
    if objects.isEmpty { return Meaning(kind: .container, roots: roots) }
    guard objects.count == 1, objects[0].path == nil || objects[0].isArgument else {
      return Meaning(kind: .unknown, roots: roots)
    }
    return Meaning(kind: objects[0].kind, roots: roots)
  }

  /// The identity of an element's key; nil if the code does not show which key it is.
  static func text(ofKey key: Operand) -> String? {
    switch key {
    case .text(let text): "'" + text
    case .constant(.integer(let number?)): String(number)
    default: nil
    }
  }

  /// A quotient is a path if one operand is known to be a string.
  private func quotient(_ left: Meaning, _ right: Meaning) -> Meaning {
    if case .made(let maker, _) = left.kind, left.library == "numpy" || left.library == "pandas" {
      return Meaning(kind: .made(maker, isUnseeded: false))
    }
    guard let folder = left.path else { return .unknown }
    switch (left.kind, right.kind) {
    case (_, .text(let name)): return Meaning(kind: .text(folder.appending(name)))
    case (.text, .argument(let name)): return Meaning(kind: .text(folder.appending(PathText(argument: name))))
    case (.text, _): return Meaning(kind: .text(folder.appending(.unknown)))
    default: return .unknown
    }
  }

  static func limited(_ roots: [Meaning.Root]) -> [Meaning.Root] {
    roots.count > mostRoots ? Array(roots.prefix(mostRoots)) : roots
  }

  private static let mostRoots = 8

  private func meaning(ofName name: String, _ scope: Operand.Scope) -> Meaning {
    switch scope {
    case .parameter:
      return locals[name]
        ?? Meaning(kind: .argument(name), roots: [Meaning.Root(name: name, generation: nil)])
    case .local: return locals[name] ?? .unknown
    case .module:
      guard let variable = world.variables[name] else {
        let isBuiltin =
          BuiltinNames.python.contains(name) || BuiltinNames.ipython.contains(name)
          || world.isPatched("builtins." + name)
        return isBuiltin ? Meaning(kind: .library("builtins." + name)) : .unknown
      }
      if case .library = variable.meaning.kind { return variable.meaning }
      let own = Meaning.Root(name: name, generation: variable.generation)
      return Meaning(kind: variable.meaning.kind, roots: Self.limited([own] + variable.meaning.roots))
    }
  }

  /// An attribute of an object, of which its class may say what it is.
  func attributeOfObject(_ name: String, _ object: Meaning) -> Meaning {
    var attribute = attribute(name, of: object)
    // What the object holds does not change with it. A copy has the same one.
    if case .unknown = attribute.kind, let kind = kindOfOwnAttribute(name, of: object) {
      let roots = object.roots { $0 == .copy ? .part("." + name) : $0 }
      attribute = Meaning(kind: kind, roots: roots)
    }
    return attribute
  }

  func attribute(_ name: String, of base: Meaning) -> Meaning {
    switch base.kind {
    case .library(let path): return Meaning(kind: .library(path + "." + name))
    // What is put somewhere is the constant, not a part of the class.
    case .definition(let index) where isConstant(name, of: index): return .unknown
    case .text(let text) where name == "parent": return Meaning(kind: .text(text.parent ?? .unknown))
    case .made where base.isText(name): return .unknown
    case .made where base.isWhole(name): return base
    case .made where base.isDrawing || PlotTable.attributes.contains(name):
      return base.drawingPart(name, key: "." + name)
    case .made where name == "plot", .unknown where name == "plot", .argument where name == "plot":
      return Meaning(
        kind: .made(PlotTable.accessor, isUnseeded: false), roots: base.roots { $0.part("." + name) })
    case .made(let path, _):
      let isData = base.library == "pandas" || base.library == "numpy"
      if isData, ViewTable.facts.contains(name) { return .unknown }
      let isPart = !isData || ViewTable.labels.contains(name)
      let isArray =
        name == "values" && base.library == "pandas"
        || base.library == "sklearn" && EstimatorTable.arrays.contains(name)
      let maker = isArray ? "numpy.asarray" : VectorTable.maker(ofPartOf: path)
      return Meaning(
        kind: .made(maker, isUnseeded: false), roots: isPart ? base.roots { $0.part("." + name) } : base.roots
      )
    default: return Meaning(kind: .unknown, roots: base.roots { $0.part("." + name) })
    }
  }

  /// Whether an attribute of a class is a constant, its own or one that it inherits.
  func isConstant(_ attribute: String, of definition: Int) -> Bool {
    world.lineage(of: definition).contains { world.definitions[$0].code.constants.contains(attribute) }
  }

  /// The string that an expression evaluates to.
  func text(of operand: Operand) -> PathText {
    switch meaning(of: operand).kind {
    case .text(let text): text
    case .argument(let name): PathText(argument: name)
    default: .unknown
    }
  }
}

extension Operand {
  /// Whether it is a list that is written out, or what a call returns, whose items are read in their own ways.
  fileprivate var isWrittenOut: Bool {
    switch self {
    case .sequence, .dictionary, .call: true
    default: false
    }
  }
}

extension VectorTable {
  /// What makes the parts, views and results of methods of an array: they may have any dimensions.
  static func maker(ofPartOf path: String) -> String { makers.contains(path) ? "numpy.asarray" : path }
}
