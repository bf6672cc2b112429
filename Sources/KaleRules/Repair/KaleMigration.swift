import KaleAnalysis

/// Makes of a notebook of Kale 0.x one that Kale accepts.
///
/// What Kale refuses is put right by the rules' own fixes where there is one right answer: `block:` tags, names of steps
/// with every `prev:` that names them, keys of the configuration, comments in metrics cells. Two things are decided here,
/// because to be accepted is what a migration is for: other tools' tags go, and so do keys that Kale does not know. The rest
/// stays as it is, with its diagnostic: code that Kale does not read, and tags whose meaning is not clear.
package enum KaleMigration {
  /// Rules whose findings the first fix puts right, whatever else could be done.
  private static let decided: Set<String> = [
    ForeignTag.description.code, UnknownConfiguration.description.code,
  ]

  /// Whether a notebook was written for Kale 0.x: it has tags or keys that only those versions had.
  package static func isOld(_ analysis: NotebookAnalysis) -> Bool {
    let hasOldTag = analysis.suspectTags.contains { tag in
      if case .oldBlock = tag.entry.parsed?.fault { true } else { false }
    }
    return hasOldTag || oldKeys.contains { analysis.notebook.kaleMetadata?[$0] != nil }
  }

  /// What a migration does about a finding; nil where it leaves it.
  static func fix(for finding: Finding, upTo applicability: FixApplicability) -> Fix? {
    guard finding.kale == .refused else { return nil }
    let fix = finding.fix(upTo: applicability)
    guard decided.contains(finding.rule.code) else { return fix }
    return finding.safeFix ?? finding.fixes.first { $0.applicability != .displayOnly }
  }

  /// Keys of the configuration that only Kale 0.x had.
  private static let oldKeys = ["docker_image", "autosnapshot"]
}
