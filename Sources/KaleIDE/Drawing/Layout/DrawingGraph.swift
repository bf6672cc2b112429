/// The shapes and arrows of a drawing as a layered graph: what the drawings for terminals and browsers have in common.
struct DrawingGraph {
  let shapes: [PipelineDrawing.Shape]
  /// The arrow of each edge of the graph.
  let arrows: [PipelineDrawing.Arrow]
  let graph: LayeredGraph
  /// For each shape the edges that enter it from above, from left to right.
  let entering: [[Int]]
  /// For each shape whether all edges that leave it downwards are orders without data.
  let isOrderOnly: [Bool]

  /// Arranges a drawing in layers.
  ///
  /// - Parameters:
  ///   - drawing: The drawing.
  ///   - mostSlots: The largest number of slots in a layer with which it is drawn.
  init(_ drawing: PipelineDrawing, mostSlots: Int = .max) {
    shapes = drawing.shapes
    let indices = Dictionary(
      zip(shapes.map(\.identifier), shapes.indices), uniquingKeysWith: { first, _ in first })
    var arrows: [PipelineDrawing.Arrow] = []
    var edges: [LayeredGraph.Edge] = []
    for arrow in drawing.arrows {
      guard let from = indices[arrow.from.identifier], let to = indices[arrow.to.identifier], from != to
      else { continue }
      arrows.append(arrow)
      edges.append(LayeredGraph.Edge(from: from, to: to))
    }
    self.arrows = arrows
    let graph = LayeredGraph(nodeCount: shapes.count, edges: edges, mostSlots: mostSlots)
    self.graph = graph
    var positions = Array(repeating: 0, count: graph.slots.count)
    for layer in graph.layers { for (position, slot) in layer.enumerated() { positions[slot] = position } }
    var entering = Array(repeating: [Int](), count: shapes.count)
    var isOrderOnly = Array(repeating: true, count: shapes.count)
    for (edge, route) in graph.routes.enumerated() {
      entering[route.lower].append(edge)
      if !arrows[edge].names.isEmpty { isOrderOnly[route.upper] = false }
    }
    let origins = graph.routes.map { positions[$0.last] }
    self.entering = entering.map { $0.sorted { (origins[$0], $0) < (origins[$1], $1) } }
    self.isOrderOnly = isOrderOnly
  }

  /// Whether an edge leads upwards, as one does that closes a cycle.
  func leadsUpwards(_ edge: Int) -> Bool { graph.upwardEdges.contains(edge) }
}
