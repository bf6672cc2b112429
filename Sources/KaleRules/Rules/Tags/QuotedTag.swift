import KaleAnalysis
import NotebookModel

/// A tag whose value breaks the code Kale generates.
enum QuotedTag: CellRule {
  static let description = RuleDescription(
    code: "KALE023", name: "quoted-tag", severity: .warning,
    summary: "The value of a tag breaks the code that Kale generates.",
    rationale: """
      \(KaleRelease.current) puts the values of labels and annotations between double quotes and an image between single quotes in \
      the Python code it generates, as they are. One that holds such a quote or a backslash makes the code invalid or is \
      read as another text. `kale-lsp compile` writes any text as it is.
      """,
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

  static func check(_ cell: Int, in analysis: NotebookAnalysis) -> [Finding] {
    analysis.tags(of: cell).compactMap { tag in
      guard tag.entry.isRead, let harm = tag.entry.parsed?.meaning?.harm else { return nil }
      return Finding(
        description, kale: .accepted, at: tag.place,
        "\(harm.sentence) To compile with Kale, choose a value without it.")
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

  /// What becomes of the tag's value in the code that Kale generates.
  fileprivate var harm: GeneratedCode.Harm? {
    if case .image(let image) = self { return GeneratedCode.harm(of: image, between: UInt8(ascii: "'")) }
    return metadataValue.flatMap { GeneratedCode.harm(of: $0, between: UInt8(ascii: "\"")) }
  }
}
