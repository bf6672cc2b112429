/// An expression as far as it says what an operation is about: names, what hangs on them, calls and constants.
///
/// Operands share their parts, and are at most `Operand.depthLimit` deep; what lies deeper is `other`. Most are names
/// and constants: only those that contain others are objects.
public enum Operand: Sendable {
  /// A string without fields.
  case text(String)
  /// Another constant.
  case constant(PythonLiteral)
  /// A variable.
  case name(String, Scope)
  /// `base.name`
  indirect case attribute(Operand, String)
  /// `base[index]`
  indirect case item(Operand, index: Operand)
  /// `callee(…)`
  indirect case call(Operand, [CallArgument])
  /// Strings joined: an f-string, or `a + b`.
  case joined([Operand])
  /// `a / b`, which joins paths.
  indirect case quotient(Operand, Operand)
  /// A list, tuple or set, or the values of a dictionary with keys of which not all are constants.
  case sequence([Operand])
  /// The values of a dictionary with constant keys. To go through it is to go through its keys.
  case dictionary([Operand])
  /// One of several values: `rows or []`, `rows if rows else []`.
  case choice([Operand])
  /// As an index, several places: `rows[1:]`.
  case slice
  /// A comparison, or several that are combined, which make an array of arrays.
  case comparison
  /// An expression of which nothing is known.
  case other

  /// Whose variable a name is.
  public enum Scope: Sendable, Hashable {
    /// The module's.
    case module
    /// A parameter of the definition that the operation belongs to.
    case parameter
    /// A variable of a function, class, lambda or comprehension.
    case local
  }

  /// How deep operands are at most.
  static let depthLimit = 32

  /// The name at the start of a chain of attributes and items; nil if the chain contains a call.
  public var root: (name: String, scope: Scope)? {
    switch self {
    case .name(let name, let scope): (name, scope)
    case .attribute(let base, _), .item(let base, _): base.root
    default: nil
    }
  }

  /// Whether it is an index of several places: `1:`.
  public var isSlice: Bool { if case .slice = self { true } else { false } }

  /// Whether it is `True` or `False`, as given.
  public func isBoolean(_ value: Bool) -> Bool {
    if case .constant(.boolean(value)) = self { true } else { false }
  }

  /// The elements of a container that is written out; nil for anything else.
  public var writtenElements: [Operand]? {
    switch self {
    case .sequence(let elements), .dictionary(let elements): elements
    default: nil
    }
  }
}

extension Operand {
  /// Whether it is a variable, a part of one, or what a call returns.
  var isObject: Bool { if case .call = self { true } else { root != nil } }

  /// Whether it is a method that changes its object, as a rule.
  var isChangingMethod: Bool {
    if case .attribute(_, let method) = self { ChangeFact.isLikely(ofCalling: method) } else { false }
  }

  /// Whether it is, holds or passes on one of some local variables.
  func mentions(_ variables: Set<String>) -> Bool {
    switch self {
    case .name(let name, .local): variables.contains(name)
    case .sequence(let parts), .dictionary(let parts), .choice(let parts):
      parts.contains { $0.mentions(variables) }
    case .call(_, let arguments): arguments.contains { $0.value.mentions(variables) }
    default: false
    }
  }

  /// The same of which variables are not known.
  func without(_ variables: Set<String>) -> Operand {
    switch self {
    case .name(let name, _): variables.contains(name) ? .other : self
    case .attribute(let base, let name): .attribute(base.without(variables), name)
    case .item(let base, let index): .item(base.without(variables), index: index.without(variables))
    case .call(let callee, let arguments):
      .call(
        callee.without(variables),
        arguments.map { CallArgument(form: $0.form, value: $0.value.without(variables)) })
    case .joined(let parts): .joined(parts.map { $0.without(variables) })
    case .quotient(let left, let right): .quotient(left.without(variables), right.without(variables))
    case .sequence(let parts): .sequence(parts.map { $0.without(variables) })
    case .dictionary(let parts): .dictionary(parts.map { $0.without(variables) })
    case .choice(let parts): .choice(parts.map { $0.without(variables) })
    case .text, .constant, .slice, .comparison, .other: self
    }
  }
}

/// An argument of a call.
public struct CallArgument: Sendable {
  /// What precedes the argument.
  public enum Form: Sendable, Hashable {
    case positional
    /// An argument with a name: `sep=","`.
    case keyword(String)
    /// `*values`, `**values`
    case unpacked
  }

  /// How the argument is given.
  public var form: Form
  /// The value that is passed.
  public var value: Operand

  /// Creates an argument.
  public init(form: Form, value: Operand) { (self.form, self.value) = (form, value) }
}
