import KaleAnalysis
import KaleTestSupport
import Testing

@testable import KaleIDE

/// Pictures as SVG files: well-formed whatever names hold, and nothing outside of the picture.
@Suite struct SVGTests {
  private static func text(_ steps: [Step], marks: [String: StepMark] = [:]) -> String {
    SVGText(drawing: PipelineDrawing(GraphTextTests.pipeline(steps, name: "a \"b\" <c>"), marks: marks)).text
  }

  @Test func stepsDataAndErrorsAreShown() {
    let steps = [
      GraphTextTests.step("load"), GraphTextTests.step("train", after: [("load", ["df"])]),
      GraphTextTests.step("report", after: [("train", [])]),
    ]
    let text = Self.text(steps, marks: ["train": StepMark(errorCount: 1, warningCount: 2)])
    #expect(text.hasPrefix("<svg xmlns=") && text.hasSuffix("</svg>\n"))
    for part in [
      ">load</text>", ">df</text>", "class=\"step error\"", ">1 error, 2 warnings</text>", "class=\"order\"",
      "prefers-color-scheme: dark", "aria-label=\"Pipeline a &quot;b&quot; &lt;c&gt;\"",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  /// Elements are closed in the order in which they were opened, and only those that are meant are there.
  @Test(arguments: 0..<40) func everyElementIsClosed(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let pieces = ["<script>", "]]>", "&", "\"", "'", "</text>", "\0", "\u{1B}", "\n", "変", "🎈", "--", "a"]
    func name() -> String {
      (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
    }
    var steps: [Step] = []
    for index in 0..<Int.random(in: 0...8, using: &random) {
      var step = Step(name: name() + "\(index)")
      for other in steps where Bool.random(using: &random) {
        step.previous.append(other.name)
        step.inputs = step.inputs + [StepInput(name: name(), provider: other.name)]
      }
      if Int.random(in: 0..<4, using: &random) == 0 {
        step.notebook = SubPipeline(
          file: name(), pipeline: GraphTextTests.pipeline([Step(name: name())]), producers: [:])
      }
      steps.append(step)
    }
    let text = Self.text(steps)
    var open: [Substring] = []
    for match in text.matches(of: #/<(?<close>/?)(?<name>[a-z]+)[^<>]*?(?<alone>/?)>/#) {
      try #require(
        ["svg", "title", "style", "defs", "marker", "path", "rect", "g", "text"].contains(match.output.name))
      if !match.output.close.isEmpty {
        try #require(open.popLast() == match.output.name)
      } else if match.output.alone.isEmpty {
        open.append(match.output.name)
      }
    }
    #expect(open.isEmpty)
    #expect(text.count { $0 == "<" } == text.matches(of: #/<\/?[a-z]+[^<>]*>/#).count)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
  }
}
