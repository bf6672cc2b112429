/// A directed graph in layers, after Sugiyama: every link leads from a layer to the next one, and links cross rarely.
///
/// An edge that leads further passes the layers between through *waypoints*. Edges with the same node at their upper end
/// share their waypoints if they lead in the same direction, so that there are at most twice as many as nodes times layers.
struct LayeredGraph {
  /// An edge from a node to another.
  struct Edge: Hashable {
    var from: Int
    var to: Int
  }

  /// What a layer consists of: a node, or a waypoint of the edges from a node above. The first slots are the nodes.
  struct Slot {
    /// The node; for a waypoint the node at the upper end of its edges.
    var node: Int
    var isWaypoint: Bool
    /// Whether it is a waypoint of edges that lead upwards.
    var isUpward = false
    var layer: Int
    /// The slots of the next layer that it is linked to.
    var below: [Int] = []
    /// The slots of the layer before that it is linked to.
    var above: [Int] = []
  }

  /// Where an edge leads.
  struct Route: Hashable {
    /// The node at its upper end.
    var upper: Int
    /// The last slot before its lower end: a waypoint, or the node at its upper end.
    var last: Int
    /// The node at its lower end.
    var lower: Int
  }

  /// The edges, without those from a node to itself and those that name no node.
  let edges: [Edge]
  private(set) var slots: [Slot]
  /// For each layer its slots from left to right.
  private(set) var layers: [[Int]] = []
  /// For each edge where it leads.
  private(set) var routes: [Route] = []
  /// The edges that lead upwards, since they close a cycle.
  let upwardEdges: Set<Int>

  /// Arranges a graph.
  ///
  /// - Parameters:
  ///   - nodeCount: The number of nodes.
  ///   - edges: The edges. The graph may have cycles.
  ///   - mostSlots: The largest number of slots in a layer with which the graph is drawn; one with more is not ordered.
  init(nodeCount: Int, edges: [Edge], mostSlots: Int = .max) {
    self.edges = edges.filter {
      (0..<nodeCount).contains($0.from) && (0..<nodeCount).contains($0.to) && $0.from != $0.to
    }
    let closing = Self.edgesThatCloseCycles(self.edges, nodeCount)
    upwardEdges = closing
    let downward = self.edges.enumerated().map { index, edge in
      closing.contains(index) ? Edge(from: edge.to, to: edge.from) : edge
    }
    let ranks = LayerAssignment.layers(nodeCount: nodeCount, edges: downward)
    slots = ranks.enumerated().map { Slot(node: $0.offset, isWaypoint: false, layer: $0.element) }
    link(downward)
    layers = Array(repeating: [], count: (ranks.max() ?? -1) + 1)
    for slot in slots.indices { layers[slots[slot].layer].append(slot) }
    if layers.allSatisfy({ $0.count <= mostSlots }) { LayerOrdering.arrange(&layers, slots) }
  }

  /// Links the slots, with waypoints where an edge leads further than to the next layer.
  private mutating func link(_ edges: [Edge]) {
    var chains = Array(repeating: [Int](), count: 2 * slots.count)
    var linked: Set<Edge> = []
    for (index, edge) in edges.enumerated() {
      let length = slots[edge.to].layer - slots[edge.from].layer
      let isUpward = upwardEdges.contains(index)
      let chain = 2 * edge.from + (isUpward ? 1 : 0)
      while chains[chain].count < length - 1 {
        let upper = chains[chain].last ?? edge.from
        slots.append(
          Slot(node: edge.from, isWaypoint: true, isUpward: isUpward, layer: slots[upper].layer + 1))
        chains[chain].append(slots.count - 1)
        link(upper, slots.count - 1)
      }
      let last = length > 1 ? chains[chain][length - 2] : edge.from
      if linked.insert(Edge(from: last, to: edge.to)).inserted { link(last, edge.to) }
      routes.append(Route(upper: edge.from, last: last, lower: edge.to))
    }
  }

  private mutating func link(_ upper: Int, _ lower: Int) {
    slots[upper].below.append(lower)
    slots[lower].above.append(upper)
  }

  /// The edges that a search in depth follows back to a node that it has not left yet.
  private static func edgesThatCloseCycles(_ edges: [Edge], _ nodeCount: Int) -> Set<Int> {
    var outgoing = Array(repeating: [Int](), count: nodeCount)
    for (index, edge) in edges.enumerated() { outgoing[edge.from].append(index) }
    enum State { case unseen, open, left }
    var states = Array(repeating: State.unseen, count: nodeCount)
    var closing: Set<Int> = []
    for root in 0..<nodeCount where states[root] == .unseen {
      var stack = [(node: root, next: 0)]
      states[root] = .open
      while let (node, next) = stack.last {
        guard next < outgoing[node].count else {
          states[node] = .left
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let edge = outgoing[node][next]
        switch states[edges[edge].to] {
        case .unseen:
          states[edges[edge].to] = .open
          stack.append((edges[edge].to, 0))
        case .open: closing.insert(edge)
        case .left: break
        }
      }
    }
    return closing
  }
}
