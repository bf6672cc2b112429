/// What a scope knows of one name at one time.
///
/// Imports from `typing` are told apart because strings inside such forms hold names.
enum NameState: UInt8, Sendable {
  case unbound
  /// Annotated without a value: `x: int`. It does not count as bound.
  case annotated
  case bound
  /// `import typing`
  case typingModule
  /// `from typing import …`
  case typingMember, cast, assertType, typeVariable, parameterSpecification, typeVariableTuple, newType
  case typedDictionary, namedTuple, typeAlias

  /// The state after `from typing import name`.
  init(typingMember name: NameID) {
    switch KnownName(rawValue: name) {
    case .cast: self = .cast
    case .assertType: self = .assertType
    case .typeVariable: self = .typeVariable
    case .parameterSpecification: self = .parameterSpecification
    case .typeVariableTuple: self = .typeVariableTuple
    case .newType: self = .newType
    case .typedDictionary: self = .typedDictionary
    case .namedTuple: self = .namedTuple
    case .typeAlias: self = .typeAlias
    default: self = .typingMember
    }
  }
}

/// A set of name states.
struct NameStates: OptionSet, Hashable, Sendable {
  let rawValue: UInt16

  init(rawValue: UInt16) { self.rawValue = rawValue }

  init(_ state: NameState) { rawValue = 1 << UInt16(state.rawValue) }

  static let unbound = NameStates(.unbound)
  static let annotated = NameStates(.annotated)
  static let all = NameStates(rawValue: (1 << 14) - 1)
  /// Everything imported from `typing` by name.
  static let typingMembers = NameStates(rawValue: all.rawValue & ~0b1111)

  /// Those members of `typing` that make annotations of their arguments.
  static let typingForms = NameStates(rawValue: typingMembers.rawValue & ~NameStates(.typingMember).rawValue)

  @inline(__always) func contains(state: NameState) -> Bool { contains(NameStates(state)) }
}

/// What a piece of code makes of a name's state, whatever it was before.
struct NameTransition: Hashable, Sendable {
  /// The state afterwards where the name was unbound or only annotated before.
  var ifUnbound = NameState.unbound
  var ifAnnotated = NameState.annotated
  /// The state afterwards where the name was bound in any way; nil keeps it.
  var ifBound: NameState?

  /// The state after a plain binding, an import or a deletion.
  static func always(_ state: NameState) -> NameTransition {
    NameTransition(ifUnbound: state, ifAnnotated: state, ifBound: state)
  }

  /// `x: int` without a value.
  static let annotate = NameTransition(ifUnbound: .annotated, ifAnnotated: .annotated, ifBound: nil)
  /// A binding that leaves an earlier one in place: `:=`.
  static let ensureBound = NameTransition(ifUnbound: .bound, ifAnnotated: .bound, ifBound: nil)
  /// `global x` in a class body at module level.
  static let declareGlobal = NameTransition(ifUnbound: .bound, ifAnnotated: .annotated, ifBound: nil)
  /// `except … as x`: an earlier binding is put back, as a plain one.
  static let rebindIfBound = NameTransition(ifUnbound: .unbound, ifAnnotated: .bound, ifBound: .bound)

  /// Whether a read afterwards finds what stood before: the name is neither bound nor deleted for certain.
  var leavesOpen: Bool {
    let isBound = ifUnbound != .unbound && ifUnbound != .annotated
    return !isBound && ifBound != .unbound && ifBound != .annotated
  }

  @inline(__always) func callAsFunction(_ state: NameState) -> NameState {
    switch state {
    case .unbound: ifUnbound
    case .annotated: ifAnnotated
    default: ifBound ?? state
    }
  }

  /// This transition and then `next`.
  func followed(by next: NameTransition) -> NameTransition {
    NameTransition(
      ifUnbound: next(ifUnbound), ifAnnotated: next(ifAnnotated),
      ifBound: ifBound.map { next($0) } ?? next.ifBound)
  }

  /// The states from which the transition leads into `states`.
  func origins(of states: NameStates) -> NameStates {
    if self == NameTransition() { return states }
    var origins: NameStates = []
    for raw in 0..<UInt8(14) {
      guard let state = NameState(rawValue: raw) else { continue }
      if states.contains(state: self(state)) { origins.insert(NameStates(state)) }
    }
    return origins
  }
}
