import KaleAnalysis

/// A drawing in Graphviz's language.
struct DotText {
  let drawing: PipelineDrawing

  var text: String {
    let head = [
      "digraph \(Self.quoted(drawing.name)) {",
      // Arrows may end at the boundary of a notebook.
      "  compound=true",
      "  fontname=\"sans-serif\"",
      "  node [shape=box, style=rounded, fontname=\"sans-serif\"]",
      "  edge [fontname=\"sans-serif\", fontsize=11]",
    ]
    return (head + Self.lines(of: drawing, indent: "  ") + ["}"]).joined(separator: "\n") + "\n"
  }

  private static func lines(of drawing: PipelineDrawing, indent: String) -> [String] {
    drawing.shapes.flatMap { shape -> [String] in
      guard let content = shape.content.first else {
        return ["\(indent)\(shape.identifier) [label=\(label(shape))]"]
      }
      return ["\(indent)subgraph \(cluster(shape)) {"]
        + ["\(indent)  label=<\(escaped(shape.title))>", "\(indent)  style=rounded"]
        + lines(of: content, indent: indent + "  ") + ["\(indent)}"]
    }
      + drawing.arrows.map { "\(indent)\(line(for: $0))" }
  }

  /// An arrow goes from step to step; where a notebook is at its end, its first or last step stands for it.
  private static func line(for arrow: PipelineDrawing.Arrow) -> String {
    var attributes: [String] = []
    let words = arrow.names + arrow.reasons
    if arrow.names.isEmpty { attributes.append("style=dashed") }
    if !words.isEmpty {
      let names = PipelineDrawing.lines(of: words).map(escaped).joined(separator: "<BR/>")
      attributes.append("label=<\(names)>")
    }
    if !arrow.from.content.isEmpty { attributes.append("ltail=\(cluster(arrow.from))") }
    if !arrow.to.content.isEmpty { attributes.append("lhead=\(cluster(arrow.to))") }
    let tail = end(of: arrow.from) { $0.last }
    let head = end(of: arrow.to) { $0.first }
    return "\(tail) -> \(head) [\(attributes.joined(separator: ", "))]"
  }

  private static func end(
    of shape: PipelineDrawing.Shape, choose: ([PipelineDrawing.Shape]) -> PipelineDrawing.Shape?
  ) -> String {
    var shape = shape
    while let content = shape.content.first, let inner = choose(content.shapes) { shape = inner }
    return shape.identifier
  }

  private static func cluster(_ shape: PipelineDrawing.Shape) -> String { "cluster_\(shape.identifier)" }

  private static func label(_ shape: PipelineDrawing.Shape) -> String {
    let details = shape.details.map {
      "<BR/><FONT POINT-SIZE=\"10\" COLOR=\"#666666\">\(escaped($0))</FONT>"
    }
    return "<\(escaped(shape.title))\(details.joined())>"
  }

  /// Text between tags. What XML has no way to say, control characters among them, is a replacement character.
  static func escaped(_ text: String) -> String {
    // Graphviz takes no label without text.
    if text.isEmpty { return " " }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      // Where a label ends in one, Graphviz takes it for the end of a CDATA section.
      case "]": result += "&#93;"
      default: result.unicodeScalars.append(PipelineDrawing.printable(scalar))
      }
    }
  }

  /// Text as a name between quotes, in which nothing but a quote and a backslash is special.
  static func quoted(_ text: String) -> String {
    let characters = text.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar == "\"" || scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(PipelineDrawing.printable(scalar))
    }
    return "\"\(characters)\""
  }
}
