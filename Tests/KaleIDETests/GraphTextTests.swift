import KaleAnalysis
import KaleTestSupport
import Testing

@testable import KaleIDE

/// Pipelines drawn in a terminal.
@Suite struct GraphTextTests {
  static func pipeline(_ steps: [Step], name: String = "p") -> Pipeline {
    var configuration = PipelineConfiguration(of: .current)
    configuration.pipelineName = name
    return Pipeline(configuration: configuration, steps: steps)
  }

  static func step(_ name: String, after inputs: [(String, [String])] = []) -> Step {
    Step(
      name: name, previous: inputs.map(\.0),
      inputs: inputs.flatMap { provider, names in names.map { StepInput(name: $0, provider: provider) } })
  }

  private static func text(
    _ steps: [Step], marks: [String: StepMark] = [:], width: Int = 80, isUnicode: Bool = true,
    isColored: Bool = false
  ) -> String {
    let pipeline = pipeline(steps)
    var style = TextStyle()
    (style.width, style.isUnicode, style.isColored) = (width, isUnicode, isColored)
    return GraphText(
      pipeline: pipeline, drawing: PipelineDrawing(pipeline, marks: marks), style: style
    ).text
  }

  private static let diamond = [
    step("load"), step("clean", after: [("load", ["df"])]), step("count", after: [("load", [])]),
    step("train", after: [("clean", ["df", "mean"]), ("count", ["n"])]),
  ]

  @Test func stepsAreBoxesAndDataIsAtTheArrows() {
    #expect(
      Self.text([Self.step("load"), Self.step("train", after: [("load", ["df", "names"])])]) == """
        Pipeline `p`: 2 steps

         ┌──────┐
         │ load │
         └──┬───┘
            │ df, names
        ┌───▼───┐
        │ train │
        └───────┘

        """)
  }

  @Test func branchesJoin() {
    #expect(
      Self.text(Self.diamond) == """
        Pipeline `p`: 4 steps

               ┌──────┐
               │ load │
               └──┬───┘
            ┌─────┴─────┐
            │ df        │
        ┌───▼───┐   ┌───▼───┐
        │ clean │   │ count │
        └───┬───┘   └───┬───┘
            │ df, mean  │ n
          ┌─▼───────────▼─┐
          │ train         │
          └───────────────┘

        """)
  }

  @Test func ASCIIDrawsTheSame() {
    let text = Self.text(Self.diamond, isUnicode: false)
    #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
    #expect(text.contains("| load |") && text.contains("v"))
  }

  @Test func aCycleIsDrawnToo() {
    let text = Self.text([Self.step("a", after: [("b", ["x"])]), Self.step("b", after: [("a", ["y"])])])
    #expect(text.contains("▲") && text.contains("▼"))
  }

  @Test func errorsAreNamedAndRed() {
    let marks = ["train": StepMark(errorCount: 2), "load": StepMark(warningCount: 1)]
    let text = Self.text(Self.diamond, marks: marks, isColored: true)
    // The border of the box has the same color as its text.
    #expect(text.contains("\u{1B}[31m│ \u{1B}[0m\u{1B}[1mtrain") && text.contains("2 errors"))
    #expect(text.contains("\u{1B}[33m1 warning"))
    #expect(!Self.text(Self.diamond, marks: marks).contains("\u{1B}"))
  }

  @Test func wideCharactersTakeTwoColumns() {
    let text = Self.text([Self.step("数据"), Self.step("🎈", after: [("数据", ["変数"])])])
    let lines = text.split(separator: "\n").dropFirst().prefix(3)
    #expect(lines.map { DisplayWidth.columns(of: String($0)) } == [8, 8, 8])
  }

  @Test(arguments: [
    ("a", 1), ("größe", 5), ("数据", 4), ("🎈", 2), ("e\u{301}", 1), ("❤️", 2), ("", 0), ("ｗ", 2),
  ])
  func columnsAreThoseOfATerminal(text: String, columns: Int) {
    #expect(DisplayWidth.columns(of: text) == columns)
  }

  @Test func whatIsTooWideBecomesATable() {
    let text = Self.text((0..<40).map { Self.step("step_number_\($0)") })
    #expect(text.contains("runs after") && !text.contains("┌") && text.contains("step_number_39"))
    #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.columns(of: String($0)) <= 80 })
  }

  @Test func aNotebookIsABoxAroundItsSteps() {
    var step = Self.step("part", after: [("load", ["df"])])
    step.notebook = SubPipeline(
      file: "part.ipynb",
      pipeline: Self.pipeline([Self.step("scale"), Self.step("fit", after: [("scale", ["x"])])]),
      producers: [:])
    let text = Self.text([Self.step("load"), step])
    #expect(text.contains("│ part (part.ipynb)") && text.contains("│ │ scale │"))
  }

  /// Whatever names hold, a drawing fits and only shows them.
  @Test(arguments: 0..<80) func randomPipelinesFit(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let pieces = ["a", "step_", "größe", "変数", "🎈", "\u{1B}[2J", "\n", "\t", "e\u{301}", "\u{202E}", " "]
    func name() -> String {
      (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
    }
    var steps: [Step] = []
    for index in 0..<Int.random(in: 0...12, using: &random) {
      var step = Step(name: name() + "\(index)")
      for other in steps where Int.random(in: 0..<3, using: &random) == 0 {
        step.previous.append(other.name)
        if Bool.random(using: &random) {
          step.inputs = step.inputs + [StepInput(name: name(), provider: other.name)]
        }
      }
      steps.append(step)
    }
    if seed.isMultiple(of: 3), steps.count > 1 { steps[0].previous = [steps[steps.count - 1].name] }
    let width = Int.random(in: 40...120, using: &random)
    let text = Self.text(steps, width: width)
    for line in text.split(separator: "\n") {
      #expect(DisplayWidth.columns(of: String(line)) <= width, "\(text)")
    }
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
  }

  /// Every arrow's end is connected upwards with the box that it comes from.
  @Test(arguments: 0..<40) func everyHeadHangsOnALine(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var steps: [Step] = []
    for index in 0..<Int.random(in: 2...9, using: &random) {
      let previous = steps.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
      steps.append(Self.step("s\(index)", after: previous.map { ($0.name, ["x"]) }))
    }
    let rows = Self.text(steps, width: 1000).split(separator: "\n").map(Array.init)
    for (row, line) in rows.enumerated() {
      for (column, character) in line.enumerated() where character == "▼" {
        let above = rows[row - 1]
        #expect(column < above.count && "│├┤┼┬┐┌".contains(above[column]), "\(rows.map { String($0) })")
      }
    }
    let arrowCount = steps.reduce(0) { $0 + $1.previous.count }
    #expect(rows.reduce(0) { $0 + $1.count { $0 == "▼" } } == arrowCount)
  }
}
