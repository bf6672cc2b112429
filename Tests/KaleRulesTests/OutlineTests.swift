import KaleTestSupport
import KaleAnalysis
import KaleRules
import NotebookModel
import Testing

@Suite struct OutlineTests {
  @Test func untaggedCellsJoinWhatCameBefore() {
    let outline = analysis(
      of: """
        # %%
        dropped = 1
        # %% tags=["imports"]
        import os
        # %%
        import sys
        # %% tags=["step:a"]
        x = 1
        # %% tags=["skip"]
        ignored = 1
        # %%
        y = 2
        # %% [markdown]
        prose
        # %% tags=["step:b"]
        z = 3
        # %% tags=["step:a"]
        w = 4
        """
    ).outline
    #expect(
      outline.assignments == [
        .dropped, .block(.imports), .block(.imports), .step(0), .skipped, .step(0), .notCode, .step(1),
        .step(0),
      ])
    #expect(outline.units.map(\.cells) == [[3, 5, 8], [7]])
    #expect(outline.units.map(\.definition) == [3, 7])
  }

  @Test func codeBehindAReferenceWaitsForTheNextStep() {
    let outline = analysis(
      of: """
        # %% tags=["notebook:other"]
        # %%
        first = 1
        # %% tags=["step:a"]
        x = 1
        # %% tags=["notebook:more"]
        # %%
        lost = 1
        """
    ).outline
    #expect(outline.assignments == [.notebook(0), .step(1), .step(1), .notebook(2), .orphaned])
    #expect(outline.orphans == [4])
    #expect(outline.units[1].cells == [1, 2])
  }

  /// Kale sorts by generations: what could run at the same time stands together.
  @Test func stepsAreInKalesTopologicalOrder() {
    let graph = analysis(
      of: """
        # %% tags=["step:a"]
        # %% tags=["step:b", "prev:a"]
        # %% tags=["step:c"]
        # %% tags=["step:d", "prev:c", "prev:b"]
        # %% tags=["step:e", "prev:a"]
        """
    ).graph
    #expect(graph.order == [0, 2, 1, 4, 3])
  }

  @Test func ancestorsComeNearestFirstEachLayerByName() {
    let read = analysis(
      of: """
        # %% tags=["step:root"]
        # %% tags=["step:z", "prev:root"]
        # %% tags=["step:m", "prev:root"]
        # %% tags=["step:end", "prev:z", "prev:m"]
        """)
    let names = read.outline.units.mapValues(\.name)
    #expect(read.graph.ancestors(of: 3).map { names[$0] } == ["m", "z", "root"])
  }

  @Test func aLongChainNeedsNoDeepStack() {
    let cells = (0..<20_000).map { index in
      "# %% tags=[\"step:s\(index)\"\(index > 0 ? ", \"prev:s\(index - 1)\"" : "")]"
    }
    let graph = analysis(of: cells.joined(separator: "\n")).graph
    #expect(graph.order.count == 20_000)
    #expect(graph.cycles.isEmpty)
  }

  @Test func eachCycleIsFoundAtEachOfItsTags() {
    let read = analysis(
      of: """
        # %% tags=["step:a", "prev:c"]
        # %% tags=["step:b", "prev:a"]
        # %% tags=["step:c", "prev:b"]
        # %% tags=["step:x", "prev:y"]
        # %% tags=["step:y", "prev:x"]
        # %% tags=["step:z", "prev:z"]
        """)
    #expect(read.graph.cycles == [[0, 1, 2], [3, 4]])
    let found = read.findings().filter { $0.rule.name == "cycle" }
    let first = "Steps form a cycle: `a` → `c` → `b` → `a`. Remove one of the `prev:` tags."
    let second = "Steps form a cycle: `x` → `y` → `x`. Remove one of the `prev:` tags."
    #expect(found.map(\.message) == [first, first, first, second, second])
    #expect(found.map(\.place) == [0, 1, 2, 3, 4].map { .tag(cell: CellIndex($0), index: 1) })
    #expect(found.map(\.related.count) == [2, 2, 2, 1, 1])
  }
}
