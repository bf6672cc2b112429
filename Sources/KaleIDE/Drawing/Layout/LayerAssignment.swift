/// The layers of the nodes of a graph without cycles.
enum LayerAssignment {
  /// Returns for each node its layer: by the longest path that leads to it. A node without incoming edges is right above
  /// the first one that it leads to, so that no edge is longer than need be.
  static func layers(nodeCount: Int, edges: [LayeredGraph.Edge]) -> [Int] {
    var outgoing = Array(repeating: [Int](), count: nodeCount)
    var incomingCounts = Array(repeating: 0, count: nodeCount)
    for edge in edges {
      outgoing[edge.from].append(edge.to)
      incomingCounts[edge.to] += 1
    }
    let sources = (0..<nodeCount).filter { incomingCounts[$0] == 0 }
    var layers = Array(repeating: 0, count: nodeCount)
    var ready = sources
    var position = 0
    while position < ready.count {
      let node = ready[position]
      position += 1
      for next in outgoing[node] {
        layers[next] = max(layers[next], layers[node] + 1)
        incomingCounts[next] -= 1
        if incomingCounts[next] == 0 { ready.append(next) }
      }
    }
    for source in sources {
      if let first = outgoing[source].map({ layers[$0] }).min() { layers[source] = first - 1 }
    }
    return layers
  }
}
