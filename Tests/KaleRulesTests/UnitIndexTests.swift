import KaleAnalysis
import KaleTestSupport
import NotebookModel
import Testing

@Suite struct UnitIndexTests {
  @Test(arguments: [0, 1, 31, 32, 33, 100]) func aCollectionGivesEachUnitItsValue(count: Int) {
    var values: ChunkedUnitArray<Int> = []
    for number in 0..<count { #expect(values.append(number * 10) == UnitIndex(number)) }
    #expect(values.indexed.map { $0.0.position } == Array(0..<count))
    #expect(values.indexed.map { $0.1 } == (0..<count).map { $0 * 10 })
    for unit in values.indices { values[unit] += 1 }
    let texts = values.mapValues { "\($0)" }
    #expect(texts.count == count)
    for unit in texts.indices { #expect(texts[unit] == "\(unit.position * 10 + 1)") }
    #expect(UnitArray(repeating: "a", count: count).count == count)
  }

  @Test func theOutlineAndTheGraphGiveIndicesOfEachOther() throws {
    let analysis = analysis(
      of: """
        # a cell in front, so that cells and units are counted differently
        # %% tags=["imports"]
        import os
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", "prev:load"]
        print(data)
        """)
    let train = try #require(analysis.outline.unit(named: "train"))
    let load = try #require(analysis.graph.previous[train].first)
    #expect(analysis.stepName(load) == "load")
    #expect(analysis.flow.provider(of: "data", for: train) == load)
    #expect(analysis.unit(ofCell: analysis.outline.units[train].definition) == train)
  }
}
