import KaleAnalysis

/// A pipeline as boxes and arrows: what Mermaid and Graphviz draw alike.
struct PipelineDrawing {
  /// A step, or a notebook that stands for one.
  struct Shape {
    /// What the languages call it. A person sees it nowhere: some take words such as `end` for their own.
    var identifier: String
    var title: String
    /// Smaller lines below the title.
    var details: [String]
    /// The pipeline inside; none for a step.
    var content: [PipelineDrawing]
    /// What is wrong with the step.
    var mark: StepMark?

    /// The most lines of a detail that a box shows.
    private static let detailLimit = 4

    /// The details in lines of at most `widest` columns, as far as names are not wider.
    func detailLines(widest: Int, ellipsis: String = "…") -> [String] {
      details.flatMap { detail in
        let names = TextTable.printable(detail).split(separator: ", ").map(String.init)
        let lines = PipelineDrawing.lines(of: names, widest: widest - 2)
        let shown = lines.prefix(Self.detailLimit).enumerated().map { index, line in
          DisplayWidth.cut(index == 0 ? line : "  " + line, to: widest, ellipsis: ellipsis)
        }
        return lines.count > Self.detailLimit ? shown + ["  " + ellipsis] : shown
      }
    }
  }

  /// An arrow from one shape to another.
  struct Arrow {
    var from: Shape
    var to: Shape
    /// What is handed over; none where there is only an order.
    var names: [String]
    /// Why there is an order that no tag says.
    var reasons: [String] = []

    /// The label in lines of at most `widest` columns; what does not fit into `lineLimit` of them is counted.
    func label(widest: Int, lineLimit: Int, ellipsis: String = "…") -> [String] {
      let words = (names + reasons).map {
        DisplayWidth.cut(TextTable.printable($0), to: max(1, widest - 1), ellipsis: ellipsis)
      }
      var count = min(words.count, lineLimit * widest)
      while true {
        let rest = words.count - count
        let lines = PipelineDrawing.lines(
          of: words.prefix(count) + (rest > 0 ? ["\(rest) more"] : []), widest: widest)
        if lines.count <= lineLimit || count == 0 { return lines }
        count -= 1
      }
    }
  }

  var name: String
  var shapes: [Shape]
  var arrows: [Arrow]

  /// Draws a pipeline. `analysis`: that of its notebook, to draw the order that state gives its steps too. `marks`: what
  /// is wrong with its steps, by their names.
  init(_ pipeline: Pipeline, analysis: NotebookAnalysis? = nil, marks: [String: StepMark] = [:]) {
    self.init(pipeline, analysis, prefix: "step", marks)
  }

  /// `prefix`: what the identifiers begin with, of which each is to be there once.
  private init(
    _ pipeline: Pipeline, _ analysis: NotebookAnalysis?, prefix: String, _ marks: [String: StepMark] = [:]
  ) {
    name = pipeline.configuration.pipelineName
    shapes = pipeline.steps.enumerated().map {
      var shape = Self.shape($0.element, analysis, identifier: "\(prefix)\($0.offset + 1)")
      shape.mark = marks[$0.element.name]
      return shape
    }
    let shapesByName = Dictionary(
      zip(pipeline.steps.map(\.name), shapes), uniquingKeysWith: { first, _ in first })
    arrows = pipeline.edges.compactMap { edge in
      guard let from = shapesByName[edge.from], let to = shapesByName[edge.to] else { return nil }
      return Arrow(from: from, to: to, names: edge.names)
    }
    for order in analysis?.orderLinks ?? [] {
      guard let from = shapesByName[order.previous], let to = shapesByName[order.step] else { continue }
      arrows.append(Arrow(from: from, to: to, names: [], reasons: order.items))
    }
  }

  private static func shape(_ step: Step, _ analysis: NotebookAnalysis?, identifier: String) -> Shape {
    let lists = [("parameters", step.parameters), ("metrics", step.metrics.map(\.variable))]
    let details = lists.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.joined(separator: ", "))" }
    guard let notebook = step.notebook else {
      return Shape(identifier: identifier, title: step.name, details: details, content: [])
    }
    let title = "\(step.name) (\(notebook.file))"
    let own = analysis?.referenced(by: step.name)
    let inside = notebook.pipeline.map { [PipelineDrawing($0, own, prefix: "\(identifier)_")] } ?? []
    return Shape(
      identifier: identifier, title: title, details: details, content: inside.filter { !$0.shapes.isEmpty })
  }

  /// Names in lines that do not make an arrow's label wider than the boxes.
  static func lines(of names: [String], widest: Int = 32) -> [String] {
    var lines: [String] = []
    for name in names {
      if let last = lines.last,
        DisplayWidth.columns(of: last) + DisplayWidth.columns(of: name) + 2 <= widest
      {
        lines[lines.count - 1] = "\(last), \(name)"
      } else {
        if let last = lines.popLast() { lines.append(last + ",") }
        lines.append(name)
      }
    }
    return lines
  }

  /// What is drawn for a character: a space for one that ends a line, a replacement character for one that XML, and so SVG,
  /// has no way to say.
  static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: " "
    case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: "\u{FFFD}"
    default: scalar
    }
  }
}
