/// What a piece of code does to one name of the module, and when it would find the name undefined.
///
/// "Undefined" depends on what comes before the piece, for code that runs at once, and on the whole module, for
/// code that runs later. So an effect holds the states of the name that would make a report.
struct NameEffect: Hashable, Sendable {
  /// What the piece makes of the name's state.
  var transition = NameTransition()

  /// States before the piece for which a read at once is undefined; a star import before the piece hides it.
  var undefinedAtOnce: NameStates = []
  /// The same for annotations, which run at once unless `from __future__ import annotations` holds.
  var undefinedInAnnotation: NameStates = []
  /// States before the piece for which no star import hides the error: deletions and names only annotated.
  var undefinedDespiteStar: NameStates = []

  /// Final states of the name for which code that runs later reports it.
  var undefinedLater: NameStates = []
  /// The same for annotations in such code, without and with `from __future__ import annotations`.
  var undefinedLaterInAnnotation: NameStates = []
  var undefinedInPostponedAnnotation: NameStates = []

  /// Whether a function declares the name `global` or `nonlocal`: pyflakes then forgets what it reported of it.
  var isDeclaredGlobal = false
  /// `undefinedLater` of the code that pyflakes looks at after the last such declaration.
  var undefinedAfterDeclaration: NameStates = []
  /// Whether a class body at module level declares it global, which forgets all earlier reports too.
  var forgetsEarlierReports = false
  /// Whether the piece deletes the name for certain somewhere.
  var isDeletedSomewhere = false

  /// The effect of this piece and the one after it. `hasStarBefore`: a star import stands in this one or before.
  func followed(by next: NameEffect, hasStarBefore: Bool) -> NameEffect {
    var result = self
    if next.forgetsEarlierReports {
      result.undefinedAtOnce = []
      result.undefinedInAnnotation = []
      result.undefinedDespiteStar = []
    }
    if !hasStarBefore {
      result.undefinedAtOnce.formUnion(transition.origins(of: next.undefinedAtOnce))
      result.undefinedInAnnotation.formUnion(transition.origins(of: next.undefinedInAnnotation))
    }
    result.undefinedDespiteStar.formUnion(transition.origins(of: next.undefinedDespiteStar))
    result.transition = transition.followed(by: next.transition)
    result.undefinedLater.formUnion(next.undefinedLater)
    result.undefinedLaterInAnnotation.formUnion(next.undefinedLaterInAnnotation)
    result.undefinedInPostponedAnnotation.formUnion(next.undefinedInPostponedAnnotation)
    if next.isDeclaredGlobal {
      result.undefinedAfterDeclaration = next.undefinedAfterDeclaration
    } else if isDeclaredGlobal {
      result.undefinedAfterDeclaration.formUnion(next.undefinedLater)
    }
    result.isDeclaredGlobal = isDeclaredGlobal || next.isDeclaredGlobal
    result.forgetsEarlierReports = forgetsEarlierReports || next.forgetsEarlierReports
    result.isDeletedSomewhere = isDeletedSomewhere || next.isDeletedSomewhere
    return result
  }

  /// Whether there is any way for the name to be undefined.
  var mayBeUndefined: Bool {
    let atOnce = undefinedAtOnce.union(undefinedInAnnotation).union(undefinedDespiteStar)
    let later = undefinedLater.union(undefinedLaterInAnnotation).union(undefinedInPostponedAnnotation)
    return !atOnce.isEmpty || !later.isEmpty || !undefinedAfterDeclaration.isEmpty
  }

  /// Asks whether the name is undefined somewhere in a module made of this piece.
  /// - Parameters:
  ///   - initial: The name's state before the module: bound for builtins.
  ///   - hasStarImport: Whether the module contains a star import.
  ///   - postponesAnnotations: Whether `from __future__ import annotations` does.
  /// - Returns: Whether pyflakes would report it.
  func isUndefined(initial: NameState, hasStarImport: Bool, postponesAnnotations: Bool) -> Bool {
    var final = transition(initial)
    if isDeclaredGlobal {
      if final == .unbound { final = .bound }
      return undefinedAfterDeclaration.contains(state: final)
    }
    if undefinedDespiteStar.contains(state: initial) || undefinedAtOnce.contains(state: initial) {
      return true
    }
    if !postponesAnnotations, undefinedInAnnotation.contains(state: initial) { return true }
    var later = undefinedLater
    later.formUnion(postponesAnnotations ? undefinedInPostponedAnnotation : undefinedLaterInAnnotation)
    // A star import hides what is not bound at all; see `NameStates.all` for what nothing hides.
    if hasStarImport, later != .all { later.remove(.unbound) }
    return later.contains(state: final)
  }
}
