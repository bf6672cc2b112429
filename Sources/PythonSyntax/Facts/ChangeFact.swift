/// A place where module-level code changes, in place, the object that a name holds.
///
/// What hangs on the object counts as part of it: `x.y[0].append(1)` changes `x`. What a call returns does not.
public struct ChangeFact: Sendable, Hashable {
  /// How the object is changed.
  public enum Kind: Sendable, Hashable {
    /// `x[i] = …`, `x[i] += …`
    case item
    /// `del x[i]`
    case itemDeletion
    /// `x.a = …`, `x.a += …`, `del x.a`
    case attribute
    /// `x += …`, which changes lists and arrays in place, and makes another number or string.
    case augmentedAssignment
    /// `x.append(…)`, or a call with `inplace=True`.
    case call(method: String)
  }

  /// How sure it is that the object changes.
  public enum Certainty: Int, Sendable, Hashable, Comparable {
    /// Some objects have such a method that changes them in a way that hardly matters: `eval`, `train`, `step`.
    case arguable
    /// For most objects that have such a method it does: `add`, `fit`.
    case likely
    case certain

    /// From what is least certain to what is most.
    public static func < (left: Certainty, right: Certainty) -> Bool { left.rawValue < right.rawValue }
  }

  /// The name that holds the object.
  public var name: String
  /// How it is changed.
  public var kind: Kind
  /// How sure it is that it is.
  public var certainty: Certainty
  /// The bytes of the target, or of the expression up to the call.
  public var range: Range<Int>
  /// Whether the piece may run to its end without coming here, see `NameUse.isConditional`.
  public var isConditional: Bool
  /// Whether the piece has bound the name for certain before: the object is its own then, unless it is bound to one
  /// that it took in (`Binding.value`).
  public var isBoundBefore: Bool
  /// Whether the piece has deleted the name somewhere before: what an earlier piece binds does not matter.
  var isDeletedBefore = false
}

extension ChangeFact {
  /// How sure it is that a call of a method changes its object; nil for methods that do not.
  public static func certainty(ofCalling method: String) -> Certainty? {
    MutatingMethods.certainty(of: method)
  }

  /// Whether a call of a method changes its object, as a rule.
  public static func isLikely(ofCalling method: String) -> Bool {
    certainty(ofCalling: method).map { $0 >= .likely } ?? false
  }
}

/// Methods that change their object.
enum MutatingMethods {
  /// How sure it is that a call of the method changes its object; nil for methods that do not.
  static func certainty(of method: String) -> ChangeFact.Certainty? {
    if let known = certainties[method] { return known }
    // PyTorch's way to name methods that change a tensor.
    let isTorch = method.hasSuffix("_") && !method.hasSuffix("__") && !method.hasPrefix("_")
    return isTorch ? .likely : nil
  }

  private static let certainties: [String: ChangeFact.Certainty] = {
    var all: [String: ChangeFact.Certainty] = [:]
    for name in MutatingMethodTable.certain { all[name] = .certain }
    for name in MutatingMethodTable.likely { all[name] = .likely }
    for name in MutatingMethodTable.arguable { all[name] = .arguable }
    return all
  }()
}
