import KaleTestSupport
import KaleAnalysis
import KaleIDE
import NotebookModel
import Testing

/// What an editor shows of steps: lenses, hints, symbols, folds, links and the way from one to the next.
@Suite struct StepViewTests {
  private static let text = """
    # %% [markdown]
    # Title
    # %% tags=["imports"]
    import os
    # %% tags=["step:load"]
    df, rows = 1, 2
    # %%
    more = df
    # %% tags=["notebook:part", "prev:load"] notebook_path="sub/part.ipynb"
    # %% tags=["step:train", "prev:load"]
    model = df + more
    # %% tags=["pipeline-metrics"]
    print(model)
    """

  private let analysed = analysis(of: text)

  @Test func lensesAreAboveTheFirstCodeCellAndTheSteps() {
    let lenses = StepLens.lenses(in: analysed)
    #expect(lenses.map(\.cell) == [1, 1, 2, 4, 5])
    #expect(lenses.map(\.action) == [.compile, .run, nil, nil, nil])
    #expect(
      lenses.map(\.title) == [
        "Compile pipeline", "Run pipeline", "step load → df, more", "notebook part",
        "step train ← df, more → model",
      ])
    #expect(StepLens.lenses(in: analysed) { $0 == 5 } == lenses.filter { $0.cell == 5 })
    #expect(StepLens.lenses(in: analysis(of: "# %% [markdown]\n# Title")).isEmpty)
  }

  @Test func hintsNameWhatCrossesAndLeadToWhereItComesFrom() {
    let hints = StepHint.hints(in: analysed)
    #expect(hints.map(\.cell) == [2, 5, 5])
    #expect(hints.map { $0.parts.map(\.text).joined() } == ["→ df, more", "← df, more", "→ model"])
    #expect(hints[0].parts.map(\.tooltip) == [nil, "to train", nil, "to train"])
    #expect(hints[1].parts.map(\.tooltip) == [nil, "from step load", nil, "from step load"])
    #expect(hints[1].parts.map(\.targetCell) == [nil, 2, nil, 2])
    #expect(hints[2].parts.map(\.tooltip) == [nil, "pipeline metric"])
    #expect(StepHint.hints(in: analysed) { $0 == 2 } == [hints[0]])
    #expect(StepHint.hints(in: analysed) { _ in false }.isEmpty)
  }

  @Test func sectionsAreFoldedWithAllOfTheirCells() {
    let sections = FoldedSection.sections(in: analysed)
    #expect(sections.map(\.firstCell) == [1, 2, 4, 5, 6])
    #expect(sections.map(\.lastCell) == [1, 3, 4, 5, 6])
    #expect(sections.map(\.title).first == "imports")
    #expect(sections.map(\.title).last == "pipeline-metrics")
  }

  @Test func symbolsAreStepsAndBlocks() {
    let symbols = NotebookSymbol.sections(in: analysed)
    #expect(symbols.map(\.name) == ["imports", "load", "part", "train", "pipeline-metrics"])
    #expect(symbols.map(\.kind) == [.block, .step, .notebook, .step, .block])
    #expect(symbols.map(\.cells) == [[1], [2, 3], [4], [5], [6]])
    #expect(symbols.map(\.detail) == [nil, "→ df, more", "", "← df, more → model", nil])
    #expect(NotebookSymbol.section(ofCell: 3, in: analysed)?.name == "load")
    #expect(NotebookSymbol.section(ofCell: 3, in: analysed)?.cells == [3])
    #expect(NotebookSymbol.section(ofCell: 0, in: analysed) == nil)
    #expect(NotebookSymbol.steps(in: analysed).map(\.name) == ["load", "part", "train"])
    #expect(NotebookSymbol.steps(in: analysis(of: "# %%\nx = 1")).isEmpty)
  }

  @Test(arguments: [("", true), ("ld", true), ("LOAD", true), ("dl", false), ("loads", false), ("oa", true)])
  func aQueryMatchesLettersInOrder(query: String, matches: Bool) {
    #expect(SymbolQuery(query).matches("load") == matches)
  }

  @Test func aReferenceIsALink() {
    let links = NotebookLink.links(in: analysed)
    #expect(links.map(\.cell) == [4])
    #expect(links.map(\.path) == ["sub/part.ipynb"])
  }

  @Test(
    arguments: [
      (StepNavigation.Direction.next, nil, 2), (.next, 2, 4), (.next, 3, 4), (.next, 5, nil),
      (.previous, nil, nil), (.previous, 2, nil), (.previous, 3, 2), (.previous, 6, 5),
    ] as [(StepNavigation.Direction, CellIndex?, CellIndex?)])
  func stepsAreVisitedInOrder(direction: StepNavigation.Direction, cell: CellIndex?, expected: CellIndex?) {
    #expect(StepNavigation.head(direction, from: cell, in: analysed) == expected)
  }

  @Test func theOverviewHasEveryCodeCell() {
    let cells = CellOverview.cells(in: analysed)
    #expect(cells.map(\.cell) == [1, 2, 3, 4, 5, 6])
    #expect(cells.map(\.role) == [.imports, .step, .step, .notebook, .step, .pipelineMetrics])
    #expect(cells.map(\.unit) == [nil, 0, 0, 1, 2, nil])
    #expect(cells.map(\.isContinuation) == [false, false, true, false, false, false])
    #expect(cells[3].tags == ["notebook:part", "prev:load"])
    #expect(CellOverview.Names(ofUnit: 2, in: analysed).inputs.map(\.provider) == ["load", "load"])
    #expect(CellOverview.Names(ofBlock: .pipelineMetrics, in: analysed).metrics == ["model"])
    #expect(
      CellOverview.Names(ofBlock: .imports, in: analysed) == CellOverview.Names(ofBlock: .skip, in: analysed))
  }

  /// Lenses and hints are asked for again only where they may be others.
  @Test func theShownFlowIsTheSameWhereNothingOfItIsShown() {
    let other = Self.text.replacing("df, rows = 1, 2", with: "df, rows = 3, 4")
    #expect(ShownFlow(analysed) == ShownFlow(analysis(of: other)))
    let less = Self.text.replacing("df + more", with: "df")
    #expect(ShownFlow(analysed) != ShownFlow(analysis(of: less)))
  }
}
