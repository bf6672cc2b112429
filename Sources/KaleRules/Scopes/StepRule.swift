import KaleAnalysis

/// A rule about single steps: what it finds in one follows from the step and from what crosses its boundary.
///
/// A rule of this kind sees no notebook, only a `StepContext`. While what that holds is the same, so are the findings and
/// their fixes, whatever changes elsewhere in the notebook.
package protocol StepRule: Rule {
  /// What a cell of the step has where the rule may find something; nil where cells do not tell.
  static var traits: CellTraits? { get }

  /// Returns the findings in one step, or in one reference to another notebook, in the order of the notebook.
  static func check(_ step: StepContext) -> [Finding]
}

extension StepRule {
  package static var traits: CellTraits? { nil }
}
