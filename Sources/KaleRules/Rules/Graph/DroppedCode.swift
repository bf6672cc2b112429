import KaleAnalysis
import NotebookModel

/// Untagged code above the first tagged cell.
enum DroppedCode: NotebookRule {
  static let description = RuleDescription(
    code: "KALE106", name: "dropped-code", severity: .warning, fix: .sometimesSafe,
    summary: "Code before the first tagged cell is not part of the pipeline.",
    rationale: """
      An untagged cell joins the tagged cell above it. If there is none, Kale silently drops the code, and the names \
      that it defines are undefined in every step. The finding is an error if a step certainly needs one of them, and \
      information for a cell of shell commands, which usually only prepare the environment.
      """,
    examples: RuleExamples(
      triggering: [
        """
        «# %%»
        data = 1
        # %% tags=["step:train"]
        model = 2
        """,
        """
        «# %%»
        import pandas as pd
        SIZE = 10
        # %% tags=["step:load"]
        data = pd.DataFrame(range(SIZE))
        """,
      ],
      nonTriggering: [
        """
        # %%
        # Only a comment.
        # %% tags=["skip"]
        data = 1
        # %% tags=["step:train"]
        model = 2
        # %%
        print(model)
        """
      ],
      fixes: [
        (
          before: """
          # %%
          import pandas as pd
          # %% tags=["step:train"]
          model = 2
          """,
          after: """
          # %% tags=["imports"]
          import pandas as pd
          # %% tags=["step:train"]
          model = 2
          """
        ),
        (
          before: """
          # %%
          def double(x):
              return 2 * x
          # %% tags=["step:train"]
          print(double(1))
          """,
          after: """
          # %% tags=["functions"]
          def double(x):
              return 2 * x
          # %% tags=["step:train"]
          print(double(1))
          """
        ),
        (
          before: """
          # %%
          # Load the data
          data = list(range(10))
          # %% tags=["step:train"]
          print(data)
          """,
          after: """
          # %% tags=["step:load_the_data"]
          # Load the data
          data = list(range(10))
          # %% tags=["step:train", "prev:load_the_data"]
          print(data)
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let cells = analysis.reportedDroppedCells
    guard !cells.isEmpty else { return [] }
    let needs = DroppedNames(in: analysis)
    var moves = ImportMoves(analysis)
    // An untagged cell below one that is tagged joins it, and code would run in every step that runs in none today.
    let lastOfCode = cells.last { !analysis.holdsOnlyImports($0) }
    return cells.enumerated().map { number, cell in
      let isSafe =
        analysis.holdsOnlyImports(cell) && lastOfCode.map { $0 < cell } ?? true
        && analysis.facts[cell].facts.imports.allSatisfy { moves.isAlike($0, in: cell) }
      let step = NewStep(of: cell, in: analysis, findsUsers: number < mostSteps).fix
      return finding(cell, needs: needs.reads(ofCell: cell), isSafe: isSafe, step, analysis)
    }
  }

  /// The largest number of cells for which all steps are searched for users.
  private static let mostSteps = 20

  private static func finding(
    _ cell: CellIndex, needs: [MissingRead], isSafe: Bool, _ step: Fix, _ analysis: NotebookAnalysis
  ) -> Finding {
    let purpose = CodePurpose(of: cell, in: analysis)
    let isIdle = purpose == .shell && needs.isEmpty
    let severity: Finding.Severity =
      needs.contains(where: \.isCertain) ? .error : isIdle ? .information : .warning
    let fixes = fixes(cell, purpose, isSafe: isSafe || isIdle, isNeeded: !needs.isEmpty, step)
    return Finding(
      description, severity: severity, kale: .accepted, at: .cell(cell),
      "This cell is not part of the pipeline: neither it nor any cell above it has a tag. "
        + (needs.isEmpty
          ? "Tag it, or add `skip` to leave it out."
          : DroppedNames.sentence(about: needs, analysis)
            + (purpose.tag.map { " Add the tag `\($0)`." } ?? " Tag it.")),
      related: DroppedNames.first(of: needs).map { .init($0.place, "`\($0.name)` is read here.") },
      fixes: fixes)
  }

  /// The tags that the cell can have, the likeliest first.
  private static func fixes(
    _ cell: CellIndex, _ purpose: CodePurpose, isSafe: Bool, isNeeded: Bool, _ step: Fix
  ) -> [Fix] {
    let tag = { (tag: String) in
      Fix("Add `\(tag)`", .safe(if: isSafe && tag != "functions"), [.addTag(cell: cell, tag: tag)])
    }
    // A step would still lack what it needs.
    let skip = isNeeded ? [] : [Fix("Add `skip`", [.addTag(cell: cell, tag: "skip")])]
    switch purpose {
    case .imports: return [tag("imports")] + skip + [step]
    case .definitions: return [tag("functions"), step] + skip
    case .constants:
      return [Fix("Add `pipeline-parameters`", [.addTag(cell: cell, tag: "pipeline-parameters")]), step]
        + skip
    case .shell: return [tag("skip"), step]
    case .work: return [step] + skip
    }
  }
}

extension CodePurpose {
  /// The tag of cells with such code, where there is hardly another.
  fileprivate var tag: String? {
    switch self {
    case .imports: "imports"
    case .definitions: "functions"
    case .constants, .shell, .work: nil
    }
  }
}

extension NotebookAnalysis {
  /// The dropped cells that a finding is about: those that contain code, where the notebook has tags at all. A malformed
  /// tag decides the role of its cell, and other rules report it.
  var reportedDroppedCells: [CellIndex] {
    let dropped = outline.droppedCells
    guard !dropped.isEmpty, outline.assignments.contains(where: { $0 != .notCode && $0 != .dropped }) else {
      return []
    }
    // A malformed tag decides the role of the cell, and other rules report it.
    let faulty = cellsBelowFaultyTags
    return dropped.filter { tags[$0].entries.isEmpty && holdsCode($0) && !faulty.contains($0) }
  }

  /// Whether a cell contains imports and nothing else, apart from a `try` that gives what cannot be imported another
  /// value.
  func holdsOnlyImports(_ cell: CellIndex) -> Bool {
    let facts = self.facts[cell].facts
    guard !facts.imports.isEmpty, facts.escapes.isEmpty, facts.syntaxErrors.isEmpty else { return false }
    let source = notebook.cells[cell].source.utf8
    return facts.statements.allSatisfy { statement in
      switch statement.kind {
      case .import: true
      // The test of an `if` and what a `with` opens may do anything.
      case .guarded: source[statement.range].starts(with: "try".utf8)
      default: false
      }
    }
  }

  /// Whether a cell contains more than blank lines and comments.
  func holdsCode(_ cell: CellIndex) -> Bool {
    let facts = self.facts[cell].facts
    return !facts.statements.isEmpty || !facts.escapes.isEmpty || !facts.syntaxErrors.isEmpty
  }
}
