/// A `prev:` of a step that the notebook does not have.
enum UnknownPreviousStep: Rule {
  static let description = RuleDescription(
    code: "KALE103", name: "unknown-previous-step", severity: .error,
    summary: "A `prev:` tag names a step that does not exist.",
    rationale: "Kale refuses a notebook where a step runs after one that no cell names.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", «"prev:laod"»]
        model = 1
        """
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
    let unknown = analysis.graph.edges.filter { edge in
      // The rule for invalid names speaks of those.
      let entry = analysis.tags[units[edge.unit].definition].entries[edge.tag]
      return edge.previous == nil && entry.parsed?.fault == nil
    }
    guard !unknown.isEmpty else { return [] }
    let names = SimilarNames(units.map(\.name), questions: unknown.count)
    return unknown.map { edge in
      let unit = units[edge.unit]
      let nearest = names.nearest(to: edge.name, before: edge.unit)
      let remedy =
        nearest.map { "Did you mean `prev:\($0)`?" } ?? "Name a step of a cell above, or remove the tag."
      var fixes = [
        Fix("Remove tag `prev:\(edge.name)`", [.removeTag(cell: unit.definition, index: edge.tag)])
      ]
      if let nearest {
        let change = Fix(
          "Change to `prev:\(nearest)`", isPreferred: true,
          [.replaceTag(cell: unit.definition, index: edge.tag, with: "prev:\(nearest)")])
        fixes.insert(change, at: 0)
      }
      return Finding(
        description, kale: .refused, at: .tag(cell: unit.definition, index: edge.tag),
        "Step `\(unit.name)` is to run after `\(edge.name)`, but no cell names that step. \(remedy)",
        fixes: fixes)
    }
  }
}
