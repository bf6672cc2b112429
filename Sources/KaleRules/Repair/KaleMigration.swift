import KaleAnalysis

/// Migrates notebooks from Kale 0.x.
///
/// The migration applies the safe fixes of the rules to what Kale rejects: `block:` tags, step names with every `prev:`
/// that contains them, keys of the configuration, comments in metrics cells. It also removes tags of other tools and keys
/// that Kale does not know, because Kale has to accept the result. The rest stays unchanged, with its diagnostics: code
/// that Kale does not read, and ambiguous tags.
package enum KaleMigration {
  /// The rules of which a migration applies the first fix, even if others exist.
  private static let decided: Set<String> = [
    ForeignTag.description.code, UnknownConfiguration.description.code,
  ]

  /// Whether a notebook was written for Kale 0.x: it has tags or keys that exist only there.
  package static func isOld(_ analysis: NotebookAnalysis) -> Bool {
    let hasOldTag = analysis.suspectTags.contains { tag in
      if case .oldBlock = tag.entry.parsed?.fault { true } else { false }
    }
    return hasOldTag || oldKeys.contains { analysis.notebook.kaleMetadata?[$0] != nil }
  }

  /// Returns the fix that a migration applies for a finding; nil if there is none.
  static func fix(for finding: Finding, upTo applicability: FixApplicability) -> Fix? {
    guard finding.kale == .refused, finding.severity != .hint else { return nil }
    let fix = finding.fix(upTo: applicability)
    guard decided.contains(finding.rule.code) else { return fix }
    return finding.safeFix ?? finding.fixes.first
  }

  /// Keys of the configuration that only Kale 0.x had.
  private static let oldKeys = ["docker_image", "autosnapshot"]
}
