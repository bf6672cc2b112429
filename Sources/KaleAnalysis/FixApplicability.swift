/// Who may apply a fix.
///
/// The grade decides what is applied without a question, not what is offered first: the likeliest fix comes first in a
/// finding whatever its grade. Advice that nothing can apply is no fix: it is part of the message.
package enum FixApplicability: String, Sendable, Hashable, CaseIterable {
  /// The only right answer. `--fix` and fix-all in an editor apply it.
  ///
  /// A fix that picks one of several equals is never safe, nor is one that renames what the notebook does not own, such
  /// as a claim of the cluster. One that adds a `prev:` is safe if exactly one step can be meant, it closes no cycle
  /// and the finding does not follow from another.
  case safe
  /// A likely answer: applied when you choose it, and by `--unsafe-fixes` where it is the only one.
  case suggested
  /// A likely answer that takes more than the edit: it changes what the notebook computes, or needs a folder or a claim
  /// outside of it. Nothing applies it before somebody has chosen it.
  case choice
}

extension FixApplicability {
  /// Returns `safe` where a condition holds, else `suggested`.
  package static func safe(if isSafe: Bool) -> Self { isSafe ? .safe : .suggested }
}
