/// A pipeline as elements of SVG.
struct SVGDrawing {
  let width: Int
  private(set) var height = 0
  /// The elements, at the places of a drawing whose top left corner is the origin.
  private(set) var elements: [String] = []

  private static let labelLines = 4
  private static let widestLabel = 28
  private static let widestTitle = 44

  private let source: DrawingGraph
  private let boxes: [SVGBox]
  private let labels: [[String]]
  private let measures: [BoxMeasure]
  private let layout: LayeredLayout
  /// For each layer the top of its labels, of its boxes, and its bottom.
  private var rows: [(labels: Int, boxes: Int, bottom: Int)] = []

  /// Draws a pipeline.
  init(_ drawing: PipelineDrawing) {
    let source = DrawingGraph(drawing)
    self.source = source
    let boxes = source.shapes.map { SVGBox($0, widestTitle: Self.widestTitle) }
    let labels = source.arrows.map { $0.label(widest: Self.widestLabel, lineLimit: Self.labelLines) }
    measures = source.shapes.indices.map { shape in
      BoxMeasure(
        contentWidth: boxes[shape].width,
        edges: source.entering[shape].map {
          ($0, SVGMetrics.width(of: labels[$0], size: SVGMetrics.detailSize))
        }, SVGMetrics.spacing)
    }
    (self.boxes, self.labels) = (boxes, labels)
    layout = LayeredLayout(source.graph, boxes: measures.map(\.box), gap: SVGMetrics.gap)
    width = layout.width
    placeLayers()
    for slot in source.graph.slots.indices where source.graph.slots[slot].isWaypoint { drawWaypoint(slot) }
    for edge in source.arrows.indices { drawEdge(edge) }
    for shape in source.shapes.indices {
      elements += boxes[shape].elements(
        left: layout.left[shape], top: top(of: shape), width: measures[shape].boxWidth)
    }
  }

  private mutating func placeLayers() {
    for (index, layer) in source.graph.layers.enumerated() {
      let nodes = layer.filter { !source.graph.slots[$0].isWaypoint }
      let lines = nodes.flatMap { source.entering[$0] }.map { labels[$0].count }.max() ?? 0
      let labelHeight = index == 0 && lines == 0 ? 0 : lines * SVGMetrics.lineHeight + SVGMetrics.padding
      let boxHeight = nodes.map { boxes[$0].height }.max() ?? 0
      rows.append((height, height + labelHeight, height + labelHeight + boxHeight))
      height += labelHeight + boxHeight + SVGMetrics.channel
    }
    if !rows.isEmpty { height -= SVGMetrics.channel }
  }

  private func top(of slot: Int) -> Int { rows[source.graph.slots[slot].layer].boxes }

  // MARK: - Edges

  /// Draws the way to a waypoint and through its layer, which all edges share that pass it.
  private mutating func drawWaypoint(_ slot: Int) {
    let waypoint = source.graph.slots[slot]
    guard let above = waypoint.above.first else { return }
    let kind = waypoint.isUpward ? "data cycle" : source.isOrderOnly[waypoint.node] ? "order" : "data"
    let isTip = waypoint.isUpward && above == waypoint.node
    let way =
      path(from: above, to: layout.exit(of: slot), in: waypoint.layer) + "V\(rows[waypoint.layer].bottom)"
    let marker = isTip ? " marker-start=\"url(#arrow)\"" : ""
    elements.append("<path class=\"\(kind)\" d=\"\(way)\"\(marker)/>")
  }

  /// Draws the last part of an edge, with its head and its label.
  private mutating func drawEdge(_ edge: Int) {
    let route = source.graph.routes[edge]
    let isUpward = source.leadsUpwards(edge)
    let kind = isUpward ? "data cycle" : source.arrows[edge].names.isEmpty ? "order" : "data"
    let bottom = top(of: route.lower)
    // The tip ends at the box.
    let way =
      path(from: route.last, to: layout.entry(of: edge), in: source.graph.slots[route.lower].layer)
      + "V\(bottom - 1)"
    var marker = isUpward ? "" : " marker-end=\"url(#arrow)\""
    if isUpward, route.last == route.upper { marker = " marker-start=\"url(#arrow)\"" }
    elements.append("<path class=\"\(kind)\" d=\"\(way)\"\(marker)/>")
    let x = layout.entry(of: edge) + SVGMetrics.spacing.beforeLabel
    for (number, line) in labels[edge].enumerated() {
      let y = bottom - SVGMetrics.padding - (labels[edge].count - 1 - number) * SVGMetrics.lineHeight
      elements.append("<text class=\"label\" x=\"\(x)\" y=\"\(y)\">\(DotText.escaped(line))</text>")
    }
  }

  /// The way from a slot to a place in the next layer: down to the end of its own layer, then a curve.
  private func path(from slot: Int, to x: Int, in layer: Int) -> String {
    let start = layout.exit(of: slot)
    let bottom = rows[layer - 1].bottom
    let isWaypoint = source.graph.slots[slot].isWaypoint
    var text = "M\(start) \(isWaypoint ? bottom : top(of: slot) + boxes[slot].height)"
    if !isWaypoint { text += "V\(bottom)" }
    let (middle, end) = ((bottom + rows[layer].labels) / 2, rows[layer].labels)
    return text + (x == start ? "" : "C\(start) \(middle) \(x) \(middle) \(x) \(end)")
  }
}

/// A box of a picture.
struct SVGBox {
  let width: Int
  let height: Int
  private let shape: PipelineDrawing.Shape
  private let title: String
  private let details: [String]
  private let inner: SVGDrawing?

  /// Reads a shape.
  init(_ shape: PipelineDrawing.Shape, widestTitle: Int) {
    self.shape = shape
    title = DisplayWidth.cut(shape.title, to: widestTitle)
    details = shape.detailLines(widest: widestTitle) + (shape.mark.map { [$0.text] } ?? [])
    inner = shape.content.first.map(SVGDrawing.init)
    let text = max(
      SVGMetrics.width(of: title, size: SVGMetrics.titleSize),
      SVGMetrics.width(of: details, size: SVGMetrics.detailSize))
    width = max(text, inner?.width ?? 0) + 2 * SVGMetrics.padding
    let lines = 1 + details.count
    height =
      lines * SVGMetrics.lineHeight + SVGMetrics.padding
      + (inner.map { $0.height + SVGMetrics.padding } ?? 0)
  }

  private var isFaulty: Bool { shape.mark?.errorCount ?? 0 > 0 }

  /// The elements of the box at a place.
  func elements(left: Int, top: Int, width: Int) -> [String] {
    var kind = shape.content.isEmpty ? "step" : "notebook"
    if isFaulty { kind += " error" }
    let x = left + SVGMetrics.padding
    var y = top + SVGMetrics.padding / 2 + SVGMetrics.titleSize - 1
    var lines = [
      "<g class=\"\(kind)\"><title>\(DotText.escaped(shape.title))</title>",
      "<rect x=\"\(left)\" y=\"\(top)\" width=\"\(width)\" height=\"\(height)\" rx=\"6\"/>",
      "<text class=\"name\" x=\"\(x)\" y=\"\(y)\">\(DotText.escaped(title))</text>",
    ]
    for (number, detail) in details.enumerated() {
      y += SVGMetrics.lineHeight
      let isMark = shape.mark != nil && number == details.count - 1
      let kind = isMark ? (isFaulty ? "fault" : "warning") : "detail"
      lines.append("<text class=\"\(kind)\" x=\"\(x)\" y=\"\(y)\">\(DotText.escaped(detail))</text>")
    }
    if let inner {
      lines.append("<g transform=\"translate(\(x) \(y + SVGMetrics.padding))\">")
      lines += inner.elements + ["</g>"]
    }
    return lines + ["</g>"]
  }
}
