import KaleTestSupport
import KaleAnalysis
import KaleIDE
import NotebookModel
import Testing

/// What a hover shows at each place of a notebook.
@Suite struct HoverCardTests {
  private static let text = """
    # %% tags=["imports"]
    import os
    # %% tags=["pipeline-parameters"]
    rate = 2
    # %% tags=["step:load", "limit:nvidia.com/gpu:1"]
    df = rate
    local = 1
    # %% tags=["step:train", "prev:load"]
    model = df
    print(model, os.name)
    # %% tags=["pipeline-metrics"]
    print(model)
    # %% tags=["skip"]
    df
    """

  private func card(_ cell: CellIndex, _ word: String) throws -> HoverCard? {
    let analysis = analysis(of: Self.text)
    let source = Array(analysis.notebook.cells[cell].source.utf8)
    let offset = try #require(
      source.indices.first { source[$0...].starts(with: word.utf8) }, "\(word) is not in cell \(cell)")
    return HoverCard(at: .source(cell: cell, range: offset..<offset), in: analysis)
  }

  @Test(arguments: [
    (1, "rate", "rate: pipeline parameter: int = 2\nUsed by: load"),
    (2, "df", "df: output of step load\nUsed by: train"), (2, "local", "local: local to step load"),
    (3, "df", "df: input of step train, from step load"), (3, "model", "model: local to step train"),
    (3, "os", "os: imported by import os in cell 1 (imports), which runs in every step"),
    (4, "model", "model: pipeline metric\nReported by: train"),
    (5, "df", "This cell is skipped: it is not part of the pipeline."),
  ])
  func aNameIsDescribed(cell: CellIndex, word: String, expected: String) throws {
    let text = try #require(try card(cell, word)).text.plain
    #expect(text.hasPrefix(expected), "\(text)")
  }

  @Test func stateIsShownByTheStepThatItComesFrom() throws {
    let analysis = analysis(
      of: """
        # %% tags=["imports"]
        import os, random
        import pandas as pd
        # %% tags=["step:load"]
        random.seed(1)
        os.environ["MODE"] = "x"
        # %% tags=["step:save"]
        pd.DataFrame().to_csv("s.csv")
        # %% tags=["step:train", "prev:load"]
        print(random.gauss(0, 1), os.environ["MODE"], pd.read_csv("s.csv"))
        """)
    let card = try #require(HoverCard(at: .tag(cell: 3, index: 0), in: analysis))
    #expect(
      card.text.markdown.hasSuffix(
        """
        - Runs after: `load`
        - Also runs after: `save`, which writes `s.csv`
        - State: `os.environ['MODE']`, random state of `random` (from `load`)
        """))
  }

  @Test func theFirstLineDescribesTheCellToo() throws {
    let analysis = analysis(of: Self.text)
    let onName = try #require(try card(2, "df"))
    #expect(onName.text.markdown.contains("\n\n---\n\n**`load`**: step (cell 3)"))
    #expect(onName.place == .source(cell: 2, range: 0..<2))
    let onTag = try #require(HoverCard(at: .tag(cell: 2, index: 0), in: analysis))
    #expect(
      onTag.text.plain
        == "load: step (cell 3)\nRuns before: train\nOutputs: df to train\nParameters: rate\nLimits: nvidia.com/gpu = 1"
    )
    #expect(onTag.place == .tag(cell: 2, index: 0))
    #expect(try card(2, "local")?.text.plain == "local: local to step load")
  }

  @Test func elsewhereThereIsNothingToSay() throws {
    let analysis = analysis(of: Self.text)
    for place in [NotebookPlace.notebook, .cell(0), .metadata(path: []), .file(range: 0..<1)] {
      #expect(HoverCard(at: place, in: analysis) == nil)
    }
    #expect(try card(3, "print") == nil)
  }
}
