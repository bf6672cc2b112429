import KaleAnalysis

/// A pipeline as text for a person: drawn where that fits, else as a table.
struct GraphText {
  let pipeline: Pipeline
  let drawing: PipelineDrawing
  let style: TextStyle

  /// The text; each line ends in a line break.
  var text: String {
    let summary = PipelineSummary(of: pipeline)
    var lines = [DisplayWidth.cut(summary.heading, to: style.width)]
    let picture = picture ?? summary.stepLines(width: style.hasLongLines ? .max : style.width)
    if !picture.isEmpty { lines += [""] + picture }
    let details = summary.detailLines(width: style.width)
    if !details.isEmpty { lines += [""] + details }
    return lines.map { (style.isUnicode ? $0 : Self.withoutEllipsis($0)) + "\n" }.joined()
  }

  private static func withoutEllipsis(_ line: String) -> String {
    String(line.map { $0 == "…" ? "~" : $0 })
  }

  /// Ever less room for names, until the drawing fits.
  private static let limits = [
    TextDrawing.Limits(), TextDrawing.Limits(title: 26, label: 18),
    TextDrawing.Limits(title: 26, label: 18, showsNotebooks: false),
    TextDrawing.Limits(title: 18, label: 10, showsNotebooks: false),
  ]

  /// The drawing; nil if it is wider than the terminal.
  private var picture: [String]? {
    // A layer with too many lines side by side is too wide whatever the limits.
    let mostSlots = style.width / TextDrawing.smallestWidth
    let graph = DrawingGraph(drawing, mostSlots: mostSlots)
    guard graph.graph.layers.allSatisfy({ $0.count <= mostSlots }) else { return nil }
    for var limits in Self.limits {
      limits.width = style.width
      let canvas = TextDrawing(graph, limits, isUnicode: style.isUnicode).canvas
      if canvas.width <= style.width {
        return canvas.lines(isUnicode: style.isUnicode, isColored: style.isColored)
      }
    }
    return nil
  }
}
