import KaleAnalysis
import NotebookModel

/// A `block:` tag, which Kale 0.x used for steps.
enum OldBlockTag: NotebookRule {
  static let description = RuleDescription(
    code: "KALE018", name: "old-block-tag", severity: .error, fix: .safe,
    summary: "A `block:` tag is the Kale 0.x form of `step:`.",
    rationale: """
      Kale 0.x notebooks use `block:NAME` for `step:NAME`. \(KaleRelease.current) rejects the old tag. A `block:` tag without a \
      name had no effect.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=[«"block:load"»]
        data = 1
        # %% tags=[«"block:"»]
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
          # %% tags=["step:train"]
          data = 1
          # %% tags=["block:"]
          print(1)
          """,
          after: """
          # %% tags=["step:train"]
          data = 1
          # %% tags=[]
          print(1)
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let blocks = analysis.suspectTags.compactMap { tag -> (tag: ReadTag, name: String?)? in
      guard tag.entry.isRead, case .oldBlock(let name) = tag.entry.parsed?.fault else { return nil }
      return (tag, name)
    }
    guard !blocks.isEmpty else { return [] }
    var renames = StepRenames(analysis)
    return blocks.map { tag, name in
      name.map { finding(of: tag, name: $0, &renames, analysis) } ?? nameless(tag, analysis.release)
    }
  }

  private static func nameless(_ tag: ReadTag, _ release: KaleRelease) -> Finding {
    Finding(
      description, kale: .refused, at: tag.place,
      "`block:` is a Kale 0.x tag without effect, and \(release) rejects it. Remove it.",
      fixes: [Fix("Remove tag `block:`", .safe, [.removeTag(cell: tag.cell, index: tag.index)])])
  }

  /// A name that has to change changes in every `step:` and `prev:` tag that contains it.
  private static func finding(
    of tag: ReadTag, name: String, _ renames: inout StepRenames, _ analysis: NotebookAnalysis
  ) -> Finding {
    let suggestion = StepName.suggestion(for: name).map { $0 == name ? $0 : analysis.uniqueStepName($0) }
    let remedy = suggestion.map { "Use `step:\($0)`." } ?? "Use `step:NAME`."
    return Finding(
      description, kale: .refused, at: tag.place,
      "`\(tag.text)` is a Kale 0.x tag, and \(analysis.release) rejects it. \(remedy)",
      fixes: suggestion.map { suggestion in
        let edits: [NotebookEdit] =
          suggestion == name
          ? [.replaceTag(cell: tag.cell, index: tag.index, with: "step:\(name)")]
          : renames.edits(from: name, to: suggestion)
        return [Fix("Change to `step:\(suggestion)`", .safe, edits)]
      } ?? [])
  }
}
