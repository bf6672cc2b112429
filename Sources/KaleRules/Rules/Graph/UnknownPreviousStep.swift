import KaleAnalysis

/// A `prev:` of a step that the notebook does not have.
enum UnknownPreviousStep: Rule {
  static let description = RuleDescription(
    code: "KALE103", name: "unknown-previous-step", severity: .error,
    summary: "A `prev:` tag names a step that does not exist.",
    rationale: """
      Kale refuses a notebook where a step runs after one that no cell names.

      `--fix` changes the tag where one step above has nearly the same name. Where several names are as near, or the \
      names differ in their numbers, each is a choice of its own.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", «"prev:laod"»]
        model = 1
        """,
        """
        # %% tags=["step:train_1"]
        a = 1
        # %% tags=["step:train_2"]
        b = 2
        # %% tags=["step:report", «"prev:train_3"»]
        print(1)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", "prev:load"]
        model = data
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:train", "prev:laod"]
          model = 1
          """,
          after: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:train", "prev:load"]
          model = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let units = analysis.outline.units
    let unknown = analysis.graph.irregularEdges.filter { edge in
      // The rule for invalid names speaks of those.
      let entry = analysis.tags[units[edge.unit].definition].entries[edge.tag]
      return edge.previous == nil && entry.parsed?.fault == nil
    }
    guard !unknown.isEmpty else { return [] }
    let names = SimilarNames(units.map(\.name), questions: unknown.count)
    return unknown.map { edge in
      let unit = units[edge.unit]
      let choices = names.nearest(to: edge.name, before: edge.unit).prefix(mostChoices)
      let remedy =
        choices.map { "prev:\($0)" }.didYouMean ?? "Name a step of a cell above, or remove the tag."
      let changes = choices.map { choice in
        Fix(
          "Change to `prev:\(choice)`", isPreferred: choices.count == 1 && isSlip(edge.name, of: choice),
          [.replaceTag(cell: unit.definition, index: edge.tag, with: "prev:\(choice)")])
      }
      let removal = Fix(
        "Remove tag `prev:\(edge.name)`", [.removeTag(cell: unit.definition, index: edge.tag)])
      return Finding(
        description, kale: .refused, at: .tag(cell: unit.definition, index: edge.tag),
        "Step `\(unit.name)` is to run after `\(edge.name)`, but no cell names that step. \(remedy)",
        fixes: changes + [removal])
    }
  }

  /// Nobody reads a longer list.
  private static let mostChoices = 4

  /// Whether one name is plainly a slip of another that it resembles. Names with other numbers are rather those of other
  /// steps.
  private static func isSlip(_ name: String, of other: String) -> Bool {
    name.utf8.filter(\.isDigit) == other.utf8.filter(\.isDigit)
  }
}
