import KaleAnalysis
import NotebookModel

/// A colon in the value of an annotation or a label.
enum ColonInValue: NotebookRule {
  static let description = RuleDescription(
    code: "KALE022", name: "colon-in-value", severity: .warning, concernsKaleAlone: true,
    summary: "The value of an annotation or label contains a colon, which Kale drops.",
    rationale: """
      \(KaleRelease.current) splits the tag at its colons and joins the parts of the value without them: \
      `annotation:url:https://a.b` sets the value `https//a.b`. `kale-lsp compile` keeps the colons of an annotation. \
      Kubernetes does not allow colons in the value of a label.
      """,
    whyNoFix: "Only you know which value without colons serves the same purpose.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"annotation:example.com/docs:https://example.com"», «"label:team:a:b"»]
        model = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:train", "annotation:example.com/owner:research", "image:example.com/a:1"]
        model = 1
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.cells(with: .configurationTags).flatMap(analysis.tags(of:)).compactMap { tag in
      guard tag.entry.isRead, let meaning = tag.entry.parsed?.meaning else { return nil }
      return finding(meaning, at: tag.place, analysis.release)
    }
      + analysis.configuration.defaultTags.compactMap { tag in
        finding(tag.meaning, at: .metadata(path: ["kubeflow_notebook"] + tag.path), analysis.release)
      }
  }

  private static func finding(_ meaning: TagMeaning, at place: NotebookPlace, _ release: KaleRelease)
    -> Finding?
  {
    guard let value = meaning.metadataValue, value.utf8.contains(UInt8(ascii: ":")) else { return nil }
    let kept = String(decoding: value.utf8.filter { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    return Finding(
      description, kale: .accepted, isHandled: true, at: place,
      "\(release) drops the colons of this value and sets `\(kept)`. To compile with Kale, use a value "
        + "without colons.")
  }
}
