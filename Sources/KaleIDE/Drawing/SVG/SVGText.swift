/// A picture of a pipeline as an SVG file, which needs no other file and runs nothing.
struct SVGText {
  let drawing: PipelineDrawing

  var text: String {
    let picture = SVGDrawing(drawing)
    let (width, height) = (picture.width + 2 * SVGMetrics.margin, picture.height + 2 * SVGMetrics.margin)
    let name = DotText.escaped(drawing.name)
    let lines =
      [
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
          + "viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-label=\"Pipeline \(Self.attribute(name))\">",
        "<title>\(name)</title>", Self.style, Self.arrow,
        "<rect class=\"background\" width=\"\(width)\" height=\"\(height)\"/>",
        "<g transform=\"translate(\(SVGMetrics.margin) \(SVGMetrics.margin))\">",
      ] + picture.elements + ["</g>", "</svg>"]
    return lines.map { $0 + "\n" }.joined()
  }

  private static func attribute(_ text: String) -> String { text.replacing("\"", with: "&quot;") }

  private static let arrow = """
    <defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" \
    orient="auto-start-reverse"><path class="tip" d="M0 0L8 4L0 8Z"/></marker></defs>
    """

  /// The colors of a scheme.
  private struct Palette {
    let background, box, border, text, faint, data, error, warning: String

    static let light = Palette(
      background: "#ffffff", box: "#f6f8fa", border: "#8c959f", text: "#1f2328", faint: "#59636e",
      data: "#0969da", error: "#cf222e", warning: "#9a6700")
    static let dark = Palette(
      background: "#0d1117", box: "#161b22", border: "#656c76", text: "#f0f6fc", faint: "#9198a1",
      data: "#58a6ff", error: "#ff7b72", warning: "#d29922")

    /// The rules, without variables, which some programs do not know.
    var rules: String {
      """
      .background { fill: \(background) }
      .step > rect { fill: \(box); stroke: \(border) }
      .notebook > rect { stroke: \(border) }
      .error > rect { stroke: \(error) }
      text { fill: \(faint) }
      .name { fill: \(text) }
      .fault { fill: \(error) }
      .warning { fill: \(warning) }
      .data { stroke: \(data) }
      .order { stroke: \(border) }
      .cycle { stroke: \(error) }
      .tip { fill: \(faint); fill: context-stroke }
      """
    }
  }

  /// The colors follow those of the reader's system.
  private static let style = """
    <style>
    svg { color-scheme: light dark }
    text { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
      font-size: \(SVGMetrics.detailSize)px }
    .name { font-size: \(SVGMetrics.titleSize)px; font-weight: 600 }
    .notebook > rect { fill: none; stroke-dasharray: 5 3 }
    .error > rect { stroke-width: 2 }
    .data, .order { fill: none; stroke-width: 1.5 }
    .order { stroke-dasharray: 4 3 }
    \(Palette.light.rules)
    @media (prefers-color-scheme: dark) {
    \(Palette.dark.rules)
    }
    </style>
    """
}
