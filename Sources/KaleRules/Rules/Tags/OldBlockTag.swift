import KaleAnalysis
import NotebookModel

/// The `block:` tags of a notebook, which Kale 0.x used for steps.
enum OldBlockTag: NotebookRule {
  static let description = RuleDescription(
    code: "KALE018", name: "old-block-tag", severity: .error, fix: .safe,
    summary: "A notebook is written for Kale 0.x: it has `block:` tags.",
    rationale: """
      Kale 0.x notebooks use `block:NAME` for `step:NAME`. \(KaleRelease.current) rejects the old tag. A `block:` tag \
      without a name had no effect: the cell continues the step above it.

      The notebook has one finding, at its first old tag. The fix changes all tags and the configuration keys that \
      only Kale 0.x has. In an editor, you can also change each tag by itself.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=[«"block:load"»]
        data = 1
        # %% tags=["block:"]
        more = 2
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["block:load-data"]
          data = 1
          # %% tags=["step:train", "prev:load-data"]
          print(data)
          """,
          after: """
          # %% tags=["step:load_data"]
          data = 1
          # %% tags=["step:train", "prev:load_data"]
          print(data)
          """
        ),
        (
          before: """
          # %% tags=["block:load"]
          data = 1
          # %% tags=["block:train"]
          rate = 0.1
          # %% tags=["block:", "prev:load"]
          print(data, rate)
          """,
          after: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:train", "prev:load"]
          rate = 0.1
          # %% tags=[]
          print(data, rate)
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let old = OldTags(analysis)
    guard let first = old.blocks.first else { return [] }
    let tags = old.edits
    let configuration = KaleMigration.edits(ofConfiguration: analysis)
    var fixes = [Fix("Migrate this notebook", .safe, tags + configuration)]
    if !configuration.isEmpty { fixes.append(Fix("Migrate the tags", tags)) }
    return [
      Finding(
        description, kale: .refused, at: first.tag.place,
        "This notebook is written for Kale 0.x. Migrate it.",
        related: old.blocks.dropFirst().map { .init($0.tag.place, "`\($0.tag.text)` is a Kale 0.x tag.") },
        fixes: fixes)
    ]
  }
}
