import NotebookModel

/// A colon in the value of an annotation or a label.
enum ColonInValue: Rule {
  static let description = RuleDescription(
    code: "KALE022", name: "colon-in-value", severity: .warning,
    summary: "The value of an annotation or a label has a colon, which Kale loses.",
    rationale: """
      Kale 2.3.0 splits such a tag at its colons and joins the parts of the value without them: \
      `annotation:url:https://a.b` gives the value `https//a.b`. `kale-lsp compile` keeps the colons of an annotation. \
      Kubernetes does not allow a colon in the value of a label.
      """,
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
    analysis.codeTags.compactMap { tag in
      guard tag.entry.isRead, let (kind, value) = valueWithColon(tag) else { return nil }
      let result = value.utf8.filter { $0 != UInt8(ascii: ":") }
      let kept = String(decoding: result, as: UTF8.self)
      return Finding(
        description, kale: .accepted, at: tag.place,
        "Kale 2.3.0 loses the colons of this \(kind) and gives the pod `\(kept)`. To compile with Kale, choose a value "
          + "without a colon.")
    }
  }

  private static func valueWithColon(_ tag: ReadTag) -> (kind: String, value: String)? {
    let read: (String, KeyedValue)? =
      switch tag.entry.parsed?.meaning {
      case .annotation(let annotation): ("annotation", annotation)
      case .label(let label): ("label", label)
      default: nil
      }
    guard let (kind, keyed) = read, keyed.value.utf8.contains(UInt8(ascii: ":")) else { return nil }
    return (kind, keyed.value)
  }
}
