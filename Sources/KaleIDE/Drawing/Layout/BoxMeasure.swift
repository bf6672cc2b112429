/// How wide a box is, and where edges enter it: each has room for its label on its right, above the box.
struct BoxMeasure {
  /// Distances, in the unit of the drawing.
  struct Spacing {
    /// From an edge to its label.
    var beforeLabel: Int
    /// From a label to the next edge.
    var afterLabel: Int
    /// The smallest distance between two edges.
    var betweenEdges: Int
    /// From the side of the box to the first edge.
    var inset: Int
  }

  /// The width of the box itself; labels may reach further to the right.
  let boxWidth: Int
  /// What the layout needs to know.
  let box: LayeredLayout.Box

  /// Measures a box.
  ///
  /// - Parameters:
  ///   - contentWidth: The width that the content of the box needs.
  ///   - edges: The edges that enter the box, from left to right, with the widths of their labels.
  ///   - spacing: The distances.
  init(contentWidth: Int, edges: [(index: Int, labelWidth: Int)], _ spacing: Spacing) {
    var places: [Int] = []
    var span = 0
    var previous: Int?
    for edge in edges {
      if let label = previous {
        let room = label > 0 ? spacing.beforeLabel + label + spacing.afterLabel : 0
        span += max(spacing.betweenEdges, room)
      }
      places.append(span)
      previous = edge.labelWidth
    }
    boxWidth = max(contentWidth, span + 2 * spacing.inset + 1)
    let start = (boxWidth - 1 - span) / 2
    let lastLabel = previous.map { $0 > 0 ? start + span + spacing.beforeLabel + $0 : 0 } ?? 0
    box = LayeredLayout.Box(
      width: max(boxWidth, lastLabel), exit: (boxWidth - 1) / 2,
      entries: Dictionary(
        zip(edges.map(\.index), places.map { start + $0 }), uniquingKeysWith: { first, _ in first }))
  }
}
