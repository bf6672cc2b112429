import KaleAnalysis

/// Two nodes of the graph with the same name.
enum DuplicateName: NotebookRule {
  static let description = RuleDescription(
    code: "KALE109", name: "duplicate-name", severity: .error, fix: .suggested,
    summary: "A step and a referenced notebook have the same name.",
    rationale: "Steps and referenced notebooks are nodes of one graph. Kale rejects duplicate names.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=[«"notebook:load"»]
        # %% tags=["step:train"]
        print(1)
        """,
        """
        # %% tags=["notebook:load"]
        # %% tags=[«"step:load"»]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:load"]
        more = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["notebook:load"]
          # %% tags=["step:train"]
          print(1)
          """,
          after: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["notebook:load_2"]
          # %% tags=["step:train"]
          print(1)
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.outline.duplicates.compactMap { index in
      let unit = analysis.outline.units[index]
      guard let first = analysis.outline.unit(named: unit.name) else { return nil }
      return Finding(
        description, kale: .refused, at: analysis.definition(of: index),
        "`\(unit.name)` is already the name of another step or notebook. Rename one of them.",
        related: [.init(analysis.definition(of: first), "The other `\(unit.name)`.")],
        fixes: rename(of: index, analysis).map { [$0] } ?? [])
    }
  }

  /// Renames the second; a `prev:` tag with the name means the first.
  private static func rename(of index: UnitIndex, _ analysis: NotebookAnalysis) -> Fix? {
    let unit = analysis.outline.units[index]
    guard case .tag(let cell, let tag) = analysis.definition(of: index) else { return nil }
    let new = (2...9).map { "\(unit.name)_\($0)" }.first { analysis.outline.unit(named: $0) == nil }
    return new.map { new in
      let text = "\(unit.isNotebook ? "notebook" : "step"):\(new)"
      return Fix("Change to `\(text)`", [.replaceTag(cell: cell, index: tag, with: text)])
    }
  }
}
