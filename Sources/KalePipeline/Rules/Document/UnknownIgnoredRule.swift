import NotebookModel

/// An ignore comment that names no rule.
enum UnknownIgnoredRule: Rule {
  static let description = RuleDescription(
    code: "KALE405", name: "unknown-ignored-rule", severity: .warning,
    summary: "A `# kale: ignore` comment names a rule that does not exist.",
    rationale: """
      `# kale: ignore[RULE]` takes back findings of the rules that it names: on a line of its own all of them in the \
      cell, at its tags too; behind code those at that line. A name that no rule has takes nothing back.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train"]
        # kale: ignore[«mising-name», KALE202]
        print(model)
        """,
        """
        # %% tags=["step:train"]
        print(1)  # kale: ignore[«»]
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:train"]
        print(model)  # kale: ignore[missing-name] the kernel's start-up file makes it
        """,
        """
        # %% tags=["step:train"]
        # kale: ignore
        print(model, "# kale: ignore[nothing]")
        """,
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.notebook.cells.indices.flatMap { cell in
      analysis.facts[cell].ignoreComments.flatMap { $0.entries ?? [] }.compactMap { entry in
        guard case .failure(let unknown) = entry.selector else { return nil }
        return finding(of: unknown, at: .source(cell: cell, range: entry.range))
      }
    }
  }

  private static func finding(of unknown: UnknownRule, at place: NotebookPlace) -> Finding {
    let message =
      unknown.text.isEmpty
      ? "Here the name of a rule is missing. Write one, or remove the brackets to ignore every rule."
      : unknown.message
    return Finding(description, kale: .accepted, at: place, message)
  }
}
