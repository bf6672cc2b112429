import KaleAnalysis
import NotebookModel
import PythonSyntax

/// An import that only type checkers run, of a name that code reads when it runs.
enum TypingImport: NotebookRule {
  static let description = RuleDescription(
    code: "KALE269", name: "typing-import", severity: .error, fix: .suggested,
    summary: "A name is read when a step runs, and only imported for type checkers.",
    rationale: """
      `TYPE_CHECKING` is false when code runs, so that an import below `if TYPE_CHECKING:` defines nothing. The name may be \
      used in annotations that are texts, and in all annotations after `from __future__ import annotations`. Anything else \
      fails with a NameError, in the notebook too. Steps do not install packages that are only imported in this way.

      The finding is a warning where the name is read in an annotation or a function, or depending on a condition.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from decimal import Decimal
        # %% tags=["step:load"]
        price = «Decimal»("1.5")
        """,
        """
        # %% tags=["step:load"]
        import typing
        if typing.TYPE_CHECKING:
            import fractions
        half = «fractions».Fraction(1, 2)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        from __future__ import annotations
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from decimal import Decimal
            from pathlib import Path
        else:
            Path = str
        # %% tags=["functions"]
        def double(price: Decimal) -> "Decimal":
            return price * 2
        # %% tags=["step:load"]
        price = double(2)
        folder = Path("data")
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["imports"]
          from typing import TYPE_CHECKING
          if TYPE_CHECKING:
              from decimal import Decimal
          # %% tags=["step:load"]
          price = Decimal("1.5")
          """,
          after: """
          # %% tags=["imports"]
          from typing import TYPE_CHECKING
          from decimal import Decimal
          if TYPE_CHECKING:
              from decimal import Decimal
          # %% tags=["step:load"]
          price = Decimal("1.5")
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.cells(with: .typingImports).filter { analysis.outline.isRun($0) }.flatMap { cell in
      analysis.facts[cell].facts.imports.filter { $0.isForTypes && $0.isAtModuleLevel }.flatMap { statement in
        statement.names.compactMap { finding($0.name, of: statement, in: cell, analysis) }
      }
    }
  }

  private static func finding(
    _ name: String, of statement: ImportFact, in cell: CellIndex, _ analysis: NotebookAnalysis
  ) -> Finding? {
    // An `else` may define the name too.
    guard let binding = analysis.facts[cell].binding(of: name), binding.certainty != .always,
      !analysis.notebook.cells.indices.contains(where: {
        $0 != cell && analysis.outline.isRun($0) && analysis.facts[$0].binding(of: name) != nil
      }), let read = firstRead(of: name, behind: cell, analysis)
    else { return nil }
    let start = analysis.facts[cell].facts.statements.first { $0.range.contains(statement.range.lowerBound) }
      .map(\.range.lowerBound)
    let source = analysis.notebook.cells[cell].source.utf8
    let text = String(decoding: source[statement.range.clamped(to: 0..<source.count)], as: UTF8.self)
    let fix = start.map {
      Fix(
        "Add `\(text)` before the `if`",
        [.replaceSource(cell: cell, range: $0..<$0, with: text + "\n")])
    }
    return Finding(
      description, severity: read.isCertain ? .error : .warning, kale: .accepted, at: read.place,
      "`\(name)` is undefined when the code runs: only type checkers run its import, below `if TYPE_CHECKING:`. "
        + "Import it outside of the `if`.",
      related: [.init(.source(cell: cell, range: statement.range), "`\(name)` is imported here.")],
      fixes: [fix].compactMap(\.self))
  }

  /// The first place where code that can see the import reads a name: a certain one, if there is one.
  private static func firstRead(
    of name: String, behind cell: CellIndex, _ analysis: NotebookAnalysis
  ) -> (place: NotebookPlace, isCertain: Bool)? {
    let cells: [CellIndex]
    if case .step(let unit) = analysis.outline.assignments[cell] {
      cells = analysis.outline.units[unit].cells
    } else {
      cells = analysis.notebook.cells.indices.filter { analysis.outline.isRun($0) }
    }
    // Which reads are annotations the facts do not say, but that they are conditional.
    let areTexts = analysis.cells(with: .imports).contains {
      analysis.facts[$0].importedPaths.contains("__future__.annotations")
    }
    let isOther = { (use: NameUse) in use.name == name && (use.way == .plain || use.way == .awaited) }
    let reads = cells.flatMap { other -> [(place: NotebookPlace, isCertain: Bool)] in
      let facts = analysis.facts[other].facts
      let own = facts.reads.filter { isOther($0) && !($0.isConditional && areTexts) }.map {
        ($0.range, !$0.isConditional)
      }
      let doubtful = facts.doubtfulReads.filter(isOther).map { ($0.range, true) }
      let inner = facts.definitions.flatMap(\.certainReads).filter(isOther).map { ($0.range, false) }
      return (own + doubtful + inner).map { (NotebookPlace.source(cell: other, range: $0.0), $0.1) }
    }
    return reads.first(where: \.isCertain) ?? reads.first
  }
}
