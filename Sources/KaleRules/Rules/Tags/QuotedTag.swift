import KaleAnalysis
import NotebookModel

/// A tag with a value that breaks the code that Kale generates.
enum QuotedTag: CellRule {
  static let description = RuleDescription(
    code: "KALE023", name: "quoted-tag", severity: .warning, concernsKaleAlone: true,
    summary: "The value of a tag breaks the code that Kale generates.",
    rationale: """
      In the Python code that it generates, \(KaleRelease.current) puts the values of labels and annotations in double \
      quotes and images in single quotes, without escaping them. A value that contains such a quote or a backslash \
      makes the code invalid or changes the value. `kale-lsp compile` escapes all values.
      """,
    whyNoFix: "Only you know which other value serves the same purpose.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"annotation:note:a \\"b\\""», «"image:it's"»]
        model = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:train", "annotation:note:it's", "image:example.com/a:1"]
        model = 1
        """
      ]))

  static let traits: CellTraits = .configurationTags

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    analysis.tags(of: cell).compactMap { tag in
      guard tag.entry.isRead, let harm = tag.entry.parsed?.meaning?.harm else { return nil }
      return Finding(
        description, kale: .accepted, isHandled: true, at: tag.place,
        "\(harm.sentence) To compile with Kale, use a value without it.")
    }
  }
}

extension TagMeaning {
  /// The value of a label or an annotation.
  var metadataValue: String? {
    switch self {
    case .label(let label): label.value
    case .annotation(let annotation): annotation.value
    default: nil
    }
  }

  /// The effect of the tag's value on the code that Kale generates.
  fileprivate var harm: GeneratedCode.Harm? {
    if case .image(let image) = self { return GeneratedCode.harm(of: image, between: UInt8(ascii: "'")) }
    return metadataValue.flatMap { GeneratedCode.harm(of: $0, between: UInt8(ascii: "\"")) }
  }
}
