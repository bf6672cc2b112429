/// The number of differences, in a sentence.
enum ComparisonSummary {
  /// Returns the sentence for two pipelines.
  static func sentence(_ difference: PipelineDifference) -> String {
    if difference.isEmpty { return "The pipelines are the same." }
    var parts: [String] = []
    for kind in [StepDifference.Kind.added, .removed, .renamed, .changed] {
      let count = difference.steps.count { $0.kind == kind }
      if count > 0 { parts.append("\(amount(count, "step")) \(kind.rawValue)") }
    }
    let others = [
      (difference.parameters.count, "parameter"), (difference.settings.count, "setting"),
      (difference.sharedCode.count, "shared code block"),
    ]
    parts += others.filter { $0.0 > 0 }.map { "\(amount($0.0, $0.1)) changed" }
    return parts.joined(separator: ", ") + "."
  }

  /// Returns how many lines are new and gone.
  static func lines(of code: LineDifference) -> String {
    let parts = [(code.addedCount, "added"), (code.removedCount, "removed")].filter { $0.0 > 0 }
    return parts.map { "\(amount($0.0, "line")) \($0.1)" }.joined(separator: ", ")
  }

  private static func amount(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
