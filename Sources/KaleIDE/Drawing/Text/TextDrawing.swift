/// A pipeline as boxes and lines of characters.
struct TextDrawing {
  /// How much room the parts may take.
  struct Limits {
    /// The most columns of a box's content.
    var title = 40
    /// The most columns of a label.
    var label = 30
    /// The columns that the whole uses at most, unless a layer needs more.
    var width = Int.max
    /// Whether the steps of referenced notebooks are drawn.
    var showsNotebooks = true
  }

  /// The most lines of a label.
  private static let labelLines = 3
  private static let spacing = BoxMeasure.Spacing(beforeLabel: 2, afterLabel: 2, betweenEdges: 4, inset: 2)
  private static let gap = 3
  /// The fewest columns that a slot of a layer takes, on average.
  static let smallestWidth = 1 + gap

  private(set) var canvas = TextCanvas(width: 0, height: 0)
  private let source: DrawingGraph
  private let contents: [TextBox]
  private let labels: [[String]]
  private let measures: [BoxMeasure]
  private let layout: LayeredLayout
  private let isUnicode: Bool
  /// For each layer the row of its first label, and that of the tops of its boxes.
  private var tops: [(labels: Int, boxes: Int)] = []

  /// Draws a pipeline.
  ///
  /// - Parameters:
  ///   - source: The pipeline in layers.
  ///   - limits: How much room the parts may take.
  ///   - isUnicode: Whether arrows may be other characters than those of ASCII.
  init(_ source: DrawingGraph, _ limits: Limits, isUnicode: Bool) {
    self.source = source
    self.isUnicode = isUnicode
    let contents = source.shapes.map { TextBox($0, limits, isUnicode: isUnicode) }
    let labels = source.arrows.map {
      $0.label(widest: limits.label, lineLimit: Self.labelLines, ellipsis: isUnicode ? "…" : "...")
    }
    measures = source.shapes.indices.map { shape in
      BoxMeasure(
        contentWidth: contents[shape].width + 4,
        edges: source.entering[shape].map { ($0, Self.width(of: labels[$0])) }, Self.spacing)
    }
    (self.contents, self.labels) = (contents, labels)
    layout = LayeredLayout(
      source.graph, boxes: measures.map(\.box), gap: Self.gap, widest: limits.width)
    draw()
  }

  private static func width(of lines: [String]) -> Int { lines.map(DisplayWidth.columns).max() ?? 0 }

  private mutating func draw() {
    let channels = source.graph.layers.map { ChannelRouting($0.compactMap(net)) }
    var row = 0
    for (index, layer) in source.graph.layers.enumerated() {
      let nodes = layer.filter { !source.graph.slots[$0].isWaypoint }
      let edges = nodes.flatMap { source.entering[$0] }
      let labelRows = max(index > 0 ? 1 : 0, edges.map { labels[$0].count }.max() ?? 0)
      let boxRows = nodes.map { contents[$0].height + 2 }.max() ?? 0
      tops.append((row, row + labelRows))
      row += labelRows + boxRows + channels[index].trackCount
    }
    canvas = TextCanvas(width: layout.width, height: row)
    for shape in source.shapes.indices { drawBox(shape) }
    for (index, channel) in channels.enumerated() {
      let bottom = index + 1 < tops.count ? tops[index + 1].labels : row
      for net in channel.nets { draw(net, firstTrack: bottom - channel.trackCount, layer: index + 1) }
    }
    for edge in source.arrows.indices { drawEnds(of: edge) }
  }

  /// The lines that leave a slot; nil if there are none.
  private func net(from slot: Int) -> ChannelRouting.Net? {
    let entries = source.graph.slots[slot].below.flatMap { layout.entries(from: slot, into: $0) }
    if entries.isEmpty { return nil }
    return ChannelRouting.Net(slot: slot, exit: layout.exit(of: slot), entries: entries)
  }

  private func top(of slot: Int) -> Int { tops[source.graph.slots[slot].layer].boxes }

  private mutating func drawBox(_ shape: Int) {
    let content = contents[shape]
    let (left, top) = (layout.left[shape], top(of: shape))
    canvas.drawBox(
      left, top, width: measures[shape].boxWidth, height: content.height + 2, content.borderStyle)
    for (row, line) in content.lines.enumerated() {
      canvas.write(line.text, left + 2, top + 1 + row, line.style)
    }
    if let inner = content.inner { canvas.draw(inner, left + 2, top + 1 + content.lines.count) }
  }

  private mutating func draw(_ net: ChannelRouting.Net, firstTrack: Int, layer: Int) {
    let slot = source.graph.slots[net.slot]
    let isDashed = source.isOrderOnly[slot.node]
    let start =
      slot.isWaypoint ? tops[slot.layer].labels : top(of: net.slot) + contents[net.slot].height + 1
    let turn = net.track.map { firstTrack + $0 } ?? start
    canvas.drawVertical(net.exit, from: start, to: turn, isDashed: isDashed)
    if net.track != nil {
      canvas.drawHorizontal(
        turn, from: net.columns.lowerBound, to: net.columns.upperBound, isDashed: isDashed)
    }
    for lower in slot.below {
      let isWaypoint = source.graph.slots[lower].isWaypoint
      let end = isWaypoint ? tops[layer].labels : tops[layer].boxes
      for column in layout.entries(from: net.slot, into: lower) {
        canvas.drawVertical(column, from: turn, to: end, isDashed: isDashed)
      }
    }
  }

  /// Draws the label of an edge and its head.
  private mutating func drawEnds(of edge: Int) {
    let (upper, lower) = (source.graph.routes[edge].upper, source.graph.routes[edge].lower)
    let (column, top) = (layout.entry(of: edge), top(of: lower))
    for (row, line) in labels[edge].enumerated() {
      canvas.write(line, column + 2, top - labels[edge].count + row, .faint)
    }
    if source.leadsUpwards(edge) {
      let bottom = self.top(of: upper) + contents[upper].height + 1
      canvas.write(isUnicode ? "▲" : "^", layout.exit(of: upper), bottom, .red)
    } else {
      canvas.write(isUnicode ? "▼" : "v", column, top)
    }
  }
}

/// What is in a box of a drawing in text.
struct TextBox {
  /// The lines, the title first.
  private(set) var lines: [(text: String, style: TextCanvas.Style)]
  /// The steps inside, below the lines.
  private(set) var inner: TextCanvas?
  let borderStyle: TextCanvas.Style

  /// Reads a shape.
  init(_ shape: PipelineDrawing.Shape, _ limits: TextDrawing.Limits, isUnicode: Bool) {
    let ellipsis = isUnicode ? "…" : "..."
    func line(_ text: String, _ style: TextCanvas.Style) -> (String, TextCanvas.Style) {
      (DisplayWidth.cut(TextTable.printable(text), to: limits.title, ellipsis: ellipsis), style)
    }
    lines = [line(shape.title, .bold)]
    lines += shape.detailLines(widest: limits.title, ellipsis: ellipsis).map { ($0, .plain) }
    borderStyle = shape.mark?.errorCount ?? 0 > 0 ? .red : .plain
    if let mark = shape.mark {
      lines.append(line(mark.text, mark.errorCount > 0 ? .red : .yellow))
    }
    if limits.showsNotebooks, let content = shape.content.first {
      var limits = limits
      limits.width = .max
      inner = TextDrawing(DrawingGraph(content), limits, isUnicode: isUnicode).canvas
    } else if let content = shape.content.first {
      let count = content.shapes.count
      lines.append(line("\(count) step\(count == 1 ? "" : "s")", .faint))
    }
  }

  /// The columns that the content takes.
  var width: Int { max(lines.map { DisplayWidth.columns(of: $0.text) }.max() ?? 0, inner?.width ?? 0) }

  /// The rows that the content takes.
  var height: Int { lines.count + (inner?.height ?? 0) }
}
