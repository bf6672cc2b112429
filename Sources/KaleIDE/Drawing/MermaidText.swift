import KaleAnalysis

/// A drawing as Mermaid's flowchart.
struct MermaidText {
  let drawing: PipelineDrawing

  var text: String {
    (["flowchart TD"] + Self.lines(of: drawing, indent: "  ")).joined(separator: "\n") + "\n"
  }

  private static func lines(of drawing: PipelineDrawing, indent: String) -> [String] {
    drawing.shapes.flatMap { shape -> [String] in
      guard let content = shape.content.first else {
        return ["\(indent)\(shape.identifier)[\"\(label([shape.title] + shape.details))\"]"]
      }
      return ["\(indent)subgraph \(shape.identifier)[\"\(label([shape.title]))\"]"]
        + lines(of: content, indent: indent + "  ") + ["\(indent)end"]
    }
      + drawing.arrows.map { arrow in
        let words = PipelineDrawing.lines(of: arrow.names + arrow.reasons)
        let line = (arrow.names.isEmpty ? "-.->" : "-->") + (words.isEmpty ? "" : "|\"\(label(words))\"|")
        return "\(indent)\(arrow.from.identifier) \(line) \(arrow.to.identifier)"
      }
  }

  private static func label(_ lines: [String]) -> String {
    lines.map(escaped).joined(separator: "<br/>")
  }

  /// Text that Mermaid shows as it is. Between quotes it still reads HTML, character codes and Markdown; a code stands
  /// for every character that could be taken for a part of one.
  static func escaped(_ text: String) -> String {
    // Mermaid takes no label without text.
    if text.isEmpty { return " " }
    let scalars = text.unicodeScalars.map(PipelineDrawing.printable)
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      let isBetweenWords =
        index > 0 && isWord(scalars[index - 1]) && index + 1 < scalars.count && isWord(scalars[index + 1])
      let isBeforeSpace = index + 1 < scalars.count && scalars[index + 1] == " "
      if isWord(scalar) || isHarmless(scalar) || isJoining(scalar) && isBetweenWords
        || scalar == ":" && isBeforeSpace
      {
        result.unicodeScalars.append(scalar)
      } else if scalar.properties.isWhitespace {
        result += " "
      } else {
        result += "#\(scalar.value);"
      }
    }
    return result
  }

  /// Mermaid marks the places of codes with a ligature that is a letter.
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\u{FB02}" && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool { " ,()".unicodeScalars.contains(scalar) }

  /// Within a word these are no Markdown.
  private static func isJoining(_ scalar: Unicode.Scalar) -> Bool { "_-.".unicodeScalars.contains(scalar) }
}
