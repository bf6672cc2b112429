import KaleTestSupport
import KaleAnalysis
import KaleRules
import NotebookModel
import Testing

/// What each cell is, and what a step is in a few names.
@Suite struct CellRoleTests {
  private static let text = """
    # %%
    dropped = 1
    # %% [markdown]
    prose
    # %% tags=["pipeline-parameters"]
    rate = 0.5
    # %%
    epochs = 3
    # %% tags=["imports"]
    import math
    # %% tags=["functions"]
    def f(x): return x
    # %% tags=["skip"]
    print()
    # %% tags=["step:load"]
    data = [rate]
    # %%
    more = data
    # %% tags=["step:train", "prev:load"]
    accuracy = f(more)
    # %% tags=["pipeline-metrics"]
    print(accuracy)
    # %% tags=["notebook:other"]
    # %%
    orphan = 1
    """

  @Test func everyCellHasItsRole() {
    let analysis = analysis(of: Self.text)
    let cells = analysis.notebook.cells.indices
    let roles = cells.map { analysis.role(of: $0) }
    let expected: [CellRole?] = [
      CellRole.none, nil, .pipelineParameters, .pipelineParameters, .imports, .functions, .skip, .step, .step,
      .step, .pipelineMetrics, .notebook, CellRole.none,
    ]
    #expect(roles == expected)
    #expect(cells.filter { analysis.isContinuation($0) } == [3, 8])
    #expect(cells.compactMap { analysis.unit(ofCell: $0) } == [0, 0, 1, 2])
  }

  @Test func sectionsAreWhatStandsTogether() {
    let text = """
      # %% tags=["step:a"]
      x = 1
      # %% [markdown]
      prose
      # %%
      y = 1
      # %% tags=["skip"]
      print()
      # %% tags=["step:b"]
      z = 1
      # %% tags=["step:a"]
      w = 1
      """
    let sections = analysis(of: text).sections
    #expect(sections.map(\.content) == [.unit(0), .unit(1), .unit(0)])
    #expect(sections.map(\.cells) == [[0, 2], [4], [5]])
    let blocks = analysis(of: Self.text).sections
    #expect(blocks.map(\.cells) == [[2, 3], [4], [5], [7, 8], [9], [10], [11]])
    #expect(blocks[0].content == .block(.pipelineParameters))
  }

  @Test func aSummaryNamesWhatCrossesTheBorders() {
    let analysis = analysis(of: Self.text)
    let load = analysis.summary(of: 0)
    #expect(load.previous.isEmpty && load.inputs.isEmpty)
    #expect(load.outputs == ["more"] && load.parameters == ["rate"])
    let train = analysis.summary(of: 1)
    #expect(train.previous == ["load"])
    #expect(train.inputs == [StepInput(name: "more", provider: "load")])
    #expect(train.outputs.isEmpty && train.metrics == ["accuracy"] && train.results == ["accuracy"])
  }
}
