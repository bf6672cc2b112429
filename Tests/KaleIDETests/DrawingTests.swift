import KaleAnalysis
import KaleIDE
import KaleRules
import KaleTestSupport
import Testing

@testable import KaleIDE

/// Pictures of pipelines: what is in them, and that no name gets out of its place.
@Suite struct DrawingTests {
  private static func pipeline(_ name: String, _ steps: [Step]) -> Pipeline {
    var configuration = PipelineConfiguration(of: .current)
    configuration.pipelineName = name
    return Pipeline(configuration: configuration, steps: steps)
  }

  private static let training = pipeline(
    "train",
    [
      Step(name: "load", outputs: ["df"]),
      Step(
        name: "prepare", previous: ["load"],
        inputs: [StepInput(name: "df", provider: "load")], outputs: ["x"],
        notebook: SubPipeline(
          file: "part.ipynb",
          pipeline: pipeline(
            "part", [Step(name: "scale", outputs: ["x"]), Step(name: "end", previous: ["scale"])]),
          producers: ["x": "scale"])),
      Step(
        name: "fit", previous: ["prepare"],
        inputs: [StepInput(name: "df", provider: "load"), StepInput(name: "x", provider: "prepare")],
        parameters: ["lr"], metrics: [PipelineMetric(variable: "loss")]),
      Step(name: "tidy", previous: ["fit", "nowhere"]),
    ])

  @Test func mermaidShowsDataOrderParametersAndNotebooks() {
    #expect(
      MermaidText(drawing: PipelineDrawing(Self.training)).text == """
        flowchart TD
          step1["load"]
          subgraph step2["prepare (part.ipynb)"]
            step2_1["scale"]
            step2_2["end"]
            step2_1 -.-> step2_2
          end
          step3["fit<br/>parameters: lr<br/>metrics: loss"]
          step4["tidy"]
          step1 -->|"df"| step2
          step2 -->|"x"| step3
          step1 -->|"df"| step3
          step3 -.-> step4

        """)
  }

  @Test func dotShowsTheSame() {
    let text = DotText(drawing: PipelineDrawing(Self.training)).text
    for line in [
      "digraph \"train\" {", "  step1 [label=<load>]", "  subgraph cluster_step2 {",
      "    label=<prepare (part.ipynb)>", "    step2_1 -> step2_2 [style=dashed]",
      "  step1 -> step2_1 [label=<df>, lhead=cluster_step2]",
      "  step2_2 -> step3 [label=<x>, ltail=cluster_step2]", "  step1 -> step3 [label=<df>]",
      "  step3 -> step4 [style=dashed]",
    ] {
      #expect(text.split(separator: "\n").contains(Substring(line)), "\(line) in\n\(text)")
    }
  }

  @Test func manyNamesTakeSeveralLines() {
    let names = (1...9).map { "column_\($0)" }
    let lines = PipelineDrawing.lines(of: names)
    #expect(lines.allSatisfy { $0.count <= 34 })
    #expect(lines.joined(separator: " ") == names.joined(separator: ", "))
    #expect(PipelineDrawing.lines(of: []).isEmpty)
  }

  @Test func aNotebookThatCannotBeReadIsABox() {
    let step = Step(
      name: "part", notebook: SubPipeline(file: "gone.ipynb", pipeline: nil, producers: [:]))
    let drawing = PipelineDrawing(Self.pipeline("p", [step]))
    #expect(MermaidText(drawing: drawing).text.contains("step1[\"part (gone.ipynb)\"]"))
    #expect(DotText(drawing: drawing).text.contains("step1 [label=<part (gone.ipynb)>]"))
  }

  // MARK: - Hostile names

  private static let pieces = [
    "\"", "'", "`", "]", "[", "}", "{", "|", "-->", "\n", "\r\n", "\\", "<", ">", "&", "&quot;", "&#34;",
    "#", "#quot;", "#34;", ";", "%%", "%%{init: {}}%%", "end", "subgraph x", "click step1 href",
    "<script>alert(1)</script>", "<br/>", "\0", "\u{1B}", "\u{7F}", "\u{FFFE}", "\u{2028}", "\u{202E}",
    "\u{FB02}°°34¶ß",
    "1. a", "- a", "*a*", "_a_", "style x:#a;", "a", "größe", "変数", "🎈", " ", ":", "//", "/*", "*/",
    "\\\"", "\\N", "\\l", "<B>", "-->|x|", "$$x$$", "e\u{301}", "",
  ]

  private static func randomName(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
      .joined()
  }

  private static func randomPipeline(_ random: inout SeededGenerator, depth: Int = 0) -> Pipeline {
    var steps: [Step] = []
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      var step = Step(name: randomName(&random))
      for other in steps where Bool.random(using: &random) {
        step.previous.append(other.name)
        step.inputs.append(StepInput(name: randomName(&random), provider: other.name))
      }
      if Bool.random(using: &random) { step.parameters = [randomName(&random), randomName(&random)] }
      if depth < 2, Int.random(in: 0..<4, using: &random) == 0 {
        step.notebook = SubPipeline(
          file: randomName(&random), pipeline: randomPipeline(&random, depth: depth + 1), producers: [:])
      }
      steps.append(step)
    }
    return pipeline(randomName(&random), steps)
  }

  @Test func everyLineOfMermaidIsOneOfTheFiveThatAreMeant() throws {
    let label = #/"([^"`#;&<>\[\]{}|\\*\n]|<br/>|#[0-9]+;)*"/#
    let node = #/\ *step[0-9_]+\[(?<label>.*)\]/#
    let group = #/\ *subgraph step[0-9_]+\[(?<label>.*)\]/#
    let arrow = #/\ *step[0-9_]+ (-\.->|-->\|(?<label>.*)\|) step[0-9_]+/#
    var random = SeededGenerator(seed: 20)
    for _ in 0..<2000 {
      let drawing = PipelineDrawing(Self.randomPipeline(&random))
      let lines = MermaidText(drawing: drawing).text.split(separator: "\n")
      try #require(lines.first == "flowchart TD")
      for line in lines.dropFirst() where line.wholeMatch(of: #/\ *end/#) == nil {
        let found: Substring?
        if let match = line.wholeMatch(of: node) {
          found = match.output.label
        } else if let match = line.wholeMatch(of: group) {
          found = match.output.label
        } else {
          found = try #require(line.wholeMatch(of: arrow), "\(line)").output.label
        }
        if let found { try #require(found.wholeMatch(of: label) != nil, "\(line)") }
      }
    }
  }

  /// What stands between the quotes reads, its codes taken for what they stand for, as the name.
  @Test func mermaidShowsTheNameAsItIs() {
    var random = SeededGenerator(seed: 21)
    for _ in 0..<5000 {
      let name = Self.randomName(&random)
      var shown = String.UnicodeScalarView()
      for part in MermaidText.escaped(name).matches(
        of: #/#(?<code>[0-9]+);|(?<plain>[^#])/#.matchingSemantics(.unicodeScalar))
      {
        if let code = part.output.code.flatMap({ UInt32($0) }).flatMap(Unicode.Scalar.init) {
          shown.append(code)
        } else {
          shown.append(contentsOf: (part.output.plain ?? "").unicodeScalars)
        }
      }
      let expected = name.unicodeScalars.map {
        $0.properties.isWhitespace ? " " : PipelineDrawing.printable($0)
      }
      #expect(Array(shown) == (expected.isEmpty ? [" "] : expected))
    }
  }

  @Test func dotHasAsManyTagsQuotesAndBracketsAsAreMeant() throws {
    var random = SeededGenerator(seed: 22)
    for _ in 0..<5000 {
      let name = Self.randomName(&random)
      let text = DotText.escaped(name)
      #expect(!text.isEmpty && !text.contains("<") && !text.contains(">"))
      #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0xFFFE })
      let withoutCodes = text.replacing(#/&(amp|lt|gt|#93);/#, with: "")
      #expect(!withoutCodes.utf8.contains(UInt8(ascii: "&")) && !text.utf8.contains(UInt8(ascii: "]")))
      let quoted = DotText.quoted(name)
      #expect(quoted.utf8.filter { $0 == UInt8(ascii: "\n") }.isEmpty)
      #expect(Self.isOneQuotedString(quoted))
    }
  }

  private static func isOneQuotedString(_ text: String) -> Bool {
    var isEscaped = false
    let inner = Array(text.utf8.dropFirst())
    guard text.utf8.first == UInt8(ascii: "\"") else { return false }
    for (index, byte) in inner.enumerated() {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        return index == inner.count - 1
      }
    }
    return false
  }

  @Test func stateIsDrawnAndListed() {
    let text = """
      # %% tags=["imports"]
      import os
      # %% tags=["step:save"]
      open("s.csv", "w")
      os.environ["MODE"] = "x"
      # %% tags=["step:read"]
      print(open("s.csv").read(), os.environ["MODE"])
      """
    let report = GraphReport(analysis(of: text), path: "n.ipynb")
    #expect(report.text(.mermaid).contains(#"-.->|""#) && report.text(.mermaid).contains("s.csv"))
    #expect(report.text(.dot).contains("[style=dashed, label=<os.environ['MODE'&#93;, s.csv>]"))
    let json = report.text(.json)
    #expect(json.contains(#""writes s.csv""#) && json.contains(#""item": "os.environ['MODE']""#))
    let kales = GraphReport(analysis(of: text), path: "n.ipynb", isKales: true).text(.json)
    #expect(kales.contains(#""order": []"#) && !kales.contains("writes s.csv"))
  }
}
