import KaleAnalysis

/// What a rule may ask about the selection that it is checked for, and about the other rules, none of which it knows.
package struct RuleQueries: Sendable {
  /// The runtime of the pipeline that findings are about.
  let runtime: PipelineRuntime
  /// Returns what is found in a notebook that another refers to, whichever rules are shown.
  let findings: @Sendable (NotebookAnalysis) -> [Finding]
  /// Returns what is wrong with a rule name in a comment; nil if a rule has the name.
  let unknownRule: @Sendable (String) -> UnknownRule?
  /// Whether the pipeline ships modules and files of the notebook's folder.
  var shipsFiles: Bool { runtime == .exact }
}
