import KaleAnalysis
import NotebookModel

/// Migrates notebooks from Kale 0.x.
///
/// The migration applies the safe fixes of the rules to what Kale rejects: `block:` tags, step names with every `prev:`
/// that contains them, keys of the configuration, comments in metrics cells. It also removes tags of other tools and keys
/// that Kale does not know, because Kale has to accept the result, and volumes that Kale ignores. The rest stays unchanged, with its diagnostics: code
/// that Kale does not read, and ambiguous tags.
package enum KaleMigration {
  /// The rules of which a migration applies the first fix, even if others exist.
  private static let decided: Set<String> = [
    ForeignTag.description.code, UnknownConfiguration.description.code,
  ]

  /// Whether a notebook was written for Kale 0.x: it has tags or keys that exist only there.
  package static func isOld(_ analysis: NotebookAnalysis) -> Bool {
    !OldTags(analysis).isEmpty || oldKeys.contains { analysis.notebook.kaleMetadata?[$0] != nil }
  }

  /// Returns the fix that a migration applies for a finding; nil if there is none.
  static func fix(for finding: Finding, upTo applicability: FixApplicability) -> Fix? {
    // Kale 0.x added such a volume by itself, for each of the notebook server's.
    if finding.rule == IgnoredVolume.description { return finding.fixes.first }
    guard finding.kale == .refused, finding.severity != .hint else { return nil }
    let fix = finding.fix(upTo: applicability)
    guard decided.contains(finding.rule.code) else { return fix }
    return finding.safeFix ?? finding.fixes.first
  }

  /// Returns the edits that rename or remove the keys of the configuration that only Kale 0.x had.
  static func edits(ofConfiguration analysis: NotebookAnalysis) -> [NotebookEdit] {
    analysis.configuration.faults.filter(isOldKey).flatMap { $0.fixes.first?.edits ?? [] }
  }

  /// Whether a fault of the configuration is a key that only Kale 0.x had.
  static func isOldKey(_ fault: ConfigurationFault) -> Bool {
    fault.kind == .unknown && fault.path.count == 1 && oldKeys.contains(fault.path[0])
  }

  /// Keys of the configuration that only Kale 0.x had.
  private static let oldKeys = ["docker_image", "autosnapshot"]
}
