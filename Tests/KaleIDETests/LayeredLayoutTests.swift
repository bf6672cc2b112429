import KaleTestSupport
import Testing

@testable import KaleIDE

/// Graphs in layers, and where their boxes are: what every drawing relies on.
@Suite struct LayeredLayoutTests {
  private typealias Edge = LayeredGraph.Edge

  private static func randomEdges(_ random: inout SeededGenerator, nodeCount: Int, isAcyclic: Bool) -> [Edge]
  {
    (0..<Int.random(in: 0...3 * nodeCount, using: &random)).map { _ in
      let ends = [0, 1].map { _ in Int.random(in: 0..<nodeCount, using: &random) }
      return isAcyclic
        ? Edge(from: min(ends[0], ends[1]), to: max(ends[0], ends[1])) : Edge(from: ends[0], to: ends[1])
    }
  }

  @Test(arguments: 0..<60) func everyLinkLeadsToTheNextLayer(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let count = Int.random(in: 1...25, using: &random)
    let graph = LayeredGraph(
      nodeCount: count,
      edges: Self.randomEdges(&random, nodeCount: count, isAcyclic: seed.isMultiple(of: 2)))
    #expect(graph.layers.flatMap { $0 }.sorted() == Array(graph.slots.indices))
    for (slot, value) in graph.slots.enumerated() {
      for lower in value.below {
        #expect(graph.slots[lower].layer == value.layer + 1 && graph.slots[lower].above.contains(slot))
      }
    }
    for (edge, route) in graph.routes.enumerated() {
      let isUpward = graph.upwardEdges.contains(edge)
      let ends = [graph.edges[edge].from, graph.edges[edge].to]
      #expect([route.upper, route.lower] == (isUpward ? ends.reversed() : ends))
      #expect(graph.slots[route.last].below.contains(route.lower))
      #expect(graph.slots[route.last].node == route.upper)
    }
    if seed.isMultiple(of: 2) { #expect(graph.upwardEdges.isEmpty) }
  }

  @Test(arguments: 0..<60) func slotsOfALayerKeepTheirDistance(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let count = Int.random(in: 1...25, using: &random)
    let graph = LayeredGraph(
      nodeCount: count, edges: Self.randomEdges(&random, nodeCount: count, isAcyclic: true))
    let boxes = (0..<count).map { node in
      let width = Int.random(in: 3...30, using: &random)
      let entering = graph.routes.indices.filter { graph.routes[$0].lower == node }
      return LayeredLayout.Box(
        width: width, exit: width / 2,
        entries: Dictionary(uniqueKeysWithValues: entering.map { ($0, $0 % width) }))
    }
    let layout = LayeredLayout(graph, boxes: boxes, gap: 3)
    for layer in graph.layers {
      for (left, right) in zip(layer, layer.dropFirst()) {
        let width = graph.slots[left].isWaypoint ? 1 : boxes[left].width
        #expect(layout.left[left] + width + 3 <= layout.left[right])
      }
    }
    #expect(layout.left.min() == 0)
    #expect((0..<count).allSatisfy { layout.left[$0] + boxes[$0].width <= layout.width })
  }

  @Test func aChainIsStraightAndASourceIsNearWhatItLeadsTo() {
    let graph = LayeredGraph(
      nodeCount: 4, edges: [Edge(from: 0, to: 1), Edge(from: 1, to: 2), Edge(from: 3, to: 2)])
    #expect(graph.slots.map(\.layer) == [0, 1, 2, 1])
  }

  @Test func linksThatNeedNotCrossDoNot() {
    let graph = LayeredGraph(
      nodeCount: 6,
      edges: [Edge(from: 0, to: 5), Edge(from: 1, to: 4), Edge(from: 2, to: 3), Edge(from: 0, to: 4)])
    let (top, bottom) = (graph.layers[0], graph.layers[1])
    let links = graph.edges.compactMap { edge in
      bottom.firstIndex(of: edge.to).flatMap { lower in top.firstIndex(of: edge.from).map { ($0, lower) } }
    }
    for one in links {
      for other in links where one.0 < other.0 { #expect(one.1 <= other.1) }
    }
  }

  /// A step that runs after all others, three hundred times: 45,000 edges.
  @Test func threeHundredStepsShareTheirWaypoints() {
    let edges = (0..<300).flatMap { to in (0..<to).map { Edge(from: $0, to: to) } }
    let graph = LayeredGraph(nodeCount: 300, edges: edges)
    #expect(graph.layers.count == 300)
    #expect(graph.slots.count <= 300 * 300 / 2)
  }

  @Test func nothingIsDrawnOfNothing() {
    let graph = LayeredGraph(
      nodeCount: 1, edges: [Edge(from: 0, to: 0), Edge(from: 0, to: 7), Edge(from: -1, to: 0)])
    #expect(graph.edges.isEmpty && graph.layers == [[0]])
    #expect(LayeredLayout(LayeredGraph(nodeCount: 0, edges: []), boxes: [], gap: 3).width == 0)
  }
}
