/// An expression as far as it says what kind of value it gives.
///
/// It is at most `ValueExpression.depthLimit` deep; what lies deeper is `other`. Most are names and constants: only
/// those that contain others are objects.
public enum ValueExpression: Sendable {
  /// A variable.
  case name(String)
  /// A string without fields.
  case text(String)
  /// An integer.
  case integer(Int)
  /// Another number, `True`, or an f-string.
  case plain
  /// `None`
  case none
  /// `base.name`
  indirect case attribute(ValueExpression, String)
  /// `callee(…)`
  indirect case call(ValueExpression, [ValueArgument])
  /// `base[index]`
  indirect case item(ValueExpression, ValueExpression)
  /// What a variable gets that a value is unpacked to: the element of a number, or any element.
  indirect case part(ValueExpression, Int?)
  /// A list, tuple or set, or what a comprehension collects.
  case list([ValueExpression])
  /// A generator expression; what it yields.
  indirect case generator(ValueExpression)
  /// A dictionary: its keys and values.
  case dictionary(keys: [ValueExpression], values: [ValueExpression])
  /// Operands of arithmetic.
  case operation([ValueExpression])
  /// Operands of a comparison.
  case comparison([ValueExpression])
  /// One of several: `a if b else c`, `a or b`.
  case choice([ValueExpression])
  /// A function without a name; what it returns.
  indirect case lambda(ValueExpression)
  case slice
  /// An expression of which nothing is known.
  case other

  /// How deep expressions are at most.
  static let depthLimit = 16

  /// How many elements of a list or dictionary are looked at: longer ones are data.
  static let elementLimit = 32

  /// Whether the expression is a call.
  var isCall: Bool { if case .call = self { true } else { false } }

  /// Whether the expression is a call that makes a class: `namedtuple("Point", "x y")`.
  var makesClass: Bool {
    switch self {
    case .call(.name("namedtuple"), _), .call(.attribute(_, "namedtuple"), _): true
    default: false
    }
  }

  /// The name that the expression is.
  public var asName: String? { if case .name(let name) = self { name } else { nil } }

  /// The name at which the expression starts.
  public var rootName: String? {
    switch self {
    case .name(let name): name
    // One of several: `for model in (first, second)`.
    case .part(.list(let parts), _): parts.lazy.compactMap(\.rootName).first
    case .attribute(let base, _), .item(let base, _), .part(let base, _), .call(let base, _): base.rootName
    default: nil
    }
  }
}

/// An argument of a call.
public struct ValueArgument: Sendable {
  /// The keyword of the argument: `axis` for `axis=0`.
  public var keyword: String?
  /// The value that is passed.
  public var value: ValueExpression

  /// Creates an argument.
  public init(keyword: String?, value: ValueExpression) { (self.keyword, self.value) = (keyword, value) }
}
