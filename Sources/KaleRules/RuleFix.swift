/// How far the fixes of a rule can be applied without asking.
///
/// `FixApplicabilityTests` compares it with the fixes of the rule's examples.
package enum RuleFix: Sendable, Hashable {
  /// Its findings have no fix.
  case none
  /// Every finding that has a fix has a safe one.
  case safe
  /// Some fixes are safe, others are suggested.
  case sometimesSafe
  /// No fix is safe.
  case suggested

  /// The description on the rule's page.
  package var word: String {
    switch self {
    case .none: "none"
    case .safe: "safe"
    case .sometimesSafe: "sometimes safe"
    case .suggested: "suggested"
    }
  }
}
