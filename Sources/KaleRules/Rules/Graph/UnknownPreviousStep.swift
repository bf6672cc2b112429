import KaleAnalysis

/// A `prev:` tag that names a step that does not exist.
enum UnknownPreviousStep: NotebookRule {
  static let description = RuleDescription(
    code: "KALE103", name: "unknown-previous-step", severity: .error, fix: .sometimesSafe,
    summary: "A `prev:` tag names a step that does not exist.",
    rationale: """
      Kale rejects notebooks where a step depends on a step that does not exist.

      `--fix` changes the tag if exactly one step above has a similar name. If several names are equally similar, have the \
      same words or other forms of them, or differ in their numbers, each is offered as a separate fix.
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
        """
        # %% tags=["step:preprocessing"]
        data = 1
        # %% tags=["step:evaluate", «"prev:preprocess"»]
        score = 1
        # %% tags=["step:report", «"prev:eval"»]
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
      // The rule for invalid names reports those.
      let entry = analysis.tags[units[edge.unit].definition].entries[edge.tag]
      return edge.previous == nil && entry.parsed?.fault == nil
    }
    guard !unknown.isEmpty else { return [] }
    let mistyped = analysis.namesOfMistypedSteps
    let names = SimilarNames(units.map(\.name), questions: unknown.count)
    return unknown.compactMap { edge in
      // The tag that names the step is faulty, and another rule reports it.
      guard !mistyped.contains(edge.name) else { return nil }
      let unit = units[edge.unit]
      let near = names.nearest(to: edge.name, before: edge.unit.position)
      let alike = names.withWords(of: edge.name, before: edge.unit.position).filter { !near.contains($0) }
      let choices = (near.contains { isSlip(edge.name, of: $0) } ? near + alike : alike + near)
        .prefix(mostChoices)
      let remedy =
        choices.map { "prev:\($0)" }.didYouMean ?? "Use the name of a step above, or remove the tag."
      let changes = choices.map { choice in
        Fix(
          "Change to `prev:\(choice)`",
          .safe(
            if: near == [choice] && alike.isEmpty && isSlip(edge.name, of: choice)
              && analysis.canRun(edge.unit, after: choice)),
          [.replaceTag(cell: unit.definition, index: edge.tag, with: "prev:\(choice)")])
      }
      let removal = Fix(
        "Remove tag `prev:\(edge.name)`", [.removeTag(cell: unit.definition, index: edge.tag)])
      return Finding(
        description, kale: .refused, at: .tag(cell: unit.definition, index: edge.tag),
        "Step `\(unit.name)` depends on `\(edge.name)`, which does not exist. \(remedy)",
        fixes: changes + [removal])
    }
  }

  /// Nobody reads a longer list.
  private static let mostChoices = 4

  /// Whether one name is plainly a slip of another that it resembles: letters in another order, one twice, or one inside
  /// too many or too few. Names with other letters or numbers are rather those of other steps.
  private static func isSlip(_ name: String, of other: String) -> Bool {
    let (shorter, longer) = name.utf8.count < other.utf8.count ? (name, other) : (other, name)
    if shorter.utf8.count == longer.utf8.count { return name.utf8.sorted() == other.utf8.sorted() }
    guard shorter.utf8.filter(\.isDigit) == longer.utf8.filter(\.isDigit) else { return false }
    let (short, long) = (Array(shorter.utf8), Array(longer.utf8))
    guard long.count == short.count + 1 else { return false }
    let index = zip(short, long).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? short.count
    guard index > 0, short[index...].elementsEqual(long[(index + 1)...]) else { return false }
    return index < short.count || long[index] == long[index - 1]
  }
}

extension NotebookAnalysis {
  /// Whether a unit can run after the one of a name without a cycle.
  fileprivate func canRun(_ unit: UnitIndex, after name: String) -> Bool {
    outline.unit(named: name).map { graph.canRun(unit, after: $0) } ?? false
  }

  /// The names that steps would have if their faulty tags were fixed.
  fileprivate var namesOfMistypedSteps: Set<String> {
    var names: Set<String> = []
    for tag in suspectTags where tag.entry.isRead {
      switch (tag.entry.parsed?.fault, tag.entry.parsed?.meaning) {
      case (.unknown, _):
        guard let nearest = TagSuggestion.nearest(to: tag.text, in: release) else { continue }
        if case .step(let name) = ParsedTag(nearest, of: release).meaning { names.insert(name) }
      case (.oldBlock, .step(let name)), (.invalidName, .step(let name)), (nil, .step(let name)):
        names.insert(name)
        if let suggestion = StepName.suggestion(for: name) { names.insert(suggestion) }
      default: continue
      }
    }
    return names
  }
}
