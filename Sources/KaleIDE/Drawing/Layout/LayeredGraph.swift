/// A directed graph in layers, after Sugiyama: every link leads from a layer to the next one, and links cross rarely.
///
/// An edge that leads further passes the layers between through *waypoints*. Edges from one node share their waypoints,
/// so that there are at most as many as nodes times layers.
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
    var layer: Int
    /// The slots of the next layer that it is linked to.
    var below: [Int] = []
    /// The slots of the layer before that it is linked to.
    var above: [Int] = []
  }

  /// The edges, without those from a node to itself and those that name no node.
  let edges: [Edge]
  private(set) var slots: [Slot]
  /// For each layer its slots from left to right.
  private(set) var layers: [[Int]] = []
  /// For each edge the slots that it passes from its upper to its lower end.
  private(set) var paths: [[Int]] = []
  /// The edges that lead upwards, since they close a cycle.
  let upwardEdges: Set<Int>

  /// Arranges a graph.
  ///
  /// - Parameters:
  ///   - nodeCount: The number of nodes.
  ///   - edges: The edges. The graph may have cycles.
  init(nodeCount: Int, edges: [Edge]) {
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
    LayerOrdering.arrange(&layers, slots)
  }

  /// Links the slots, with waypoints where an edge leads further than to the next layer.
  private mutating func link(_ edges: [Edge]) {
    var chains: [Int: [Int]] = [:]
    var linked: Set<Edge> = []
    for edge in edges {
      let length = slots[edge.to].layer - slots[edge.from].layer
      var chain = chains[edge.from] ?? []
      while chain.count < length - 1 {
        slots.append(
          Slot(node: edge.from, isWaypoint: true, layer: slots[edge.from].layer + chain.count + 1))
        chain.append(slots.count - 1)
      }
      chains[edge.from] = chain
      let path = [edge.from] + chain.prefix(max(0, length - 1)) + [edge.to]
      for (upper, lower) in zip(path, path.dropFirst())
      where linked.insert(Edge(from: upper, to: lower)).inserted {
        slots[upper].below.append(lower)
        slots[lower].above.append(upper)
      }
      paths.append(path)
    }
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
