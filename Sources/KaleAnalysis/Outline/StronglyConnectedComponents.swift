/// Tarjan's algorithm with an explicit stack, so that no graph is too deep for it.
enum StronglyConnectedComponents {
  /// The groups of nodes that reach each other, each sorted, in the order of their first nodes.
  static func find(next: [[Int]]) -> [[Int]] {
    lastFirst(next: next).map { $0.sorted() }.sorted { $0[0] < $1[0] }
  }

  /// The groups of nodes that reach each other, each after all groups that it reaches.
  static func lastFirst(next: [[Int]]) -> [[Int]] {
    var search = Search(next: next)
    for node in next.indices where search.number[node] == nil { search.visit(from: node) }
    return search.components
  }

  private struct Search {
    let next: [[Int]]
    var number: [Int?]
    var low: [Int]
    var isOnStack: [Bool]
    var stack: [Int] = []
    var components: [[Int]] = []
    var counter = 0

    init(next: [[Int]]) {
      self.next = next
      number = Array(repeating: nil, count: next.count)
      low = Array(repeating: 0, count: next.count)
      isOnStack = Array(repeating: false, count: next.count)
    }

    mutating func visit(from root: Int) {
      var path = [(node: root, child: 0)]
      enter(root)
      while let (node, child) = path.last {
        guard child < next[node].count else {
          path.removeLast()
          leave(node, parent: path.last?.node)
          continue
        }
        path[path.count - 1].child += 1
        let successor = next[node][child]
        if number[successor] == nil {
          enter(successor)
          path.append((successor, 0))
        } else if isOnStack[successor] {
          low[node] = min(low[node], number[successor] ?? low[node])
        }
      }
    }

    private mutating func enter(_ node: Int) {
      number[node] = counter
      low[node] = counter
      counter += 1
      stack.append(node)
      isOnStack[node] = true
    }

    private mutating func leave(_ node: Int, parent: Int?) {
      if let parent { low[parent] = min(low[parent], low[node]) }
      guard low[node] == number[node] else { return }
      var component: [Int] = []
      while let member = stack.popLast() {
        isOnStack[member] = false
        component.append(member)
        if member == node { break }
      }
      components.append(component)
    }
  }
}
