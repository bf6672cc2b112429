import KaleAnalysis
import KaleTestSupport
import NotebookModel
import Testing

@testable import KaleIDE

/// The summary that `kale-lsp compile` prints: what is in it, and that it fits into a terminal.
@Suite struct PipelineSummaryTests {
  private static func summary(
    _ steps: [Step], name: String = "houses", parameters: [PipelineParameter] = []
  ) -> String {
    var configuration = PipelineConfiguration(of: .current)
    configuration.pipelineName = name
    return PipelineSummary(
      of: Pipeline(configuration: configuration, parameters: parameters, steps: steps)
    ).text
  }

  private static func names(_ stem: String, _ count: Int) -> [String] {
    (0..<count).map { "\(stem)_\($0)" }
  }

  @Test func stepsOrderAndDataAreATable() {
    let text = Self.summary([
      Step(name: "load", outputs: ["houses"]),
      Step(
        name: "part", previous: ["load"], inputs: [StepInput(name: "houses", provider: "load")],
        outputs: ["clean", "index"], notebook: SubPipeline(file: "part.ipynb", pipeline: nil, producers: [:])),
      Step(name: "tidy", previous: ["load", "part"]),
    ])
    #expect(
      text == """
        Pipeline `houses`: 3 steps

          step               runs after  takes   passes on
          load                                   houses
          part (part.ipynb)  load        houses  clean, index
          tidy               load, part

        """)
  }

  @Test func parametersAndMetricsFollow() {
    let text = Self.summary(
      [Step(name: "train", metrics: [PipelineMetric(variable: "loss")])],
      parameters: [
        PipelineParameter(name: "epochs", value: .integer(3)),
        PipelineParameter(name: "shuffle", value: .boolean(true)),
        PipelineParameter(name: "path", value: .string(String(repeating: "x", count: 1_000_000))),
      ])
    #expect(
      text == """
        Pipeline `houses`: 1 step

          step   runs after  takes  passes on
          train

          parameters  epochs = 3, shuffle = True, path = 'xxxxxxxxxxxxxxxxxxxxxx…
          metrics     loss (train)

        """)
  }

  @Test(arguments: [
    (1, "ships  file0 (10 bytes)"), (2, "ships  file0, file1 (20 bytes)"),
    (30, "ships  file0, file1, file10, file11, file12, file13, file14, file15,"),
  ])
  func filesThatTravelAreNamed(count: Int, expected: String) {
    let files = (0..<count).map {
      ShippedFiles.File(path: "file\($0)", bytes: [UInt8](repeating: 65, count: 10), isModule: false)
    }
    var pipeline = Pipeline(
      configuration: PipelineConfiguration(of: .current), parameters: [], steps: [Step(name: "a")])
    pipeline.files = ShippedFiles(files: files).files
    let text = PipelineSummary(of: pipeline).text
    #expect(text.contains(expected))
    #expect(text.contains("22 more (300 bytes)") == (count == 30))
  }

  @Test func whatDoesNotFitIsWrappedOrCut() {
    let long = String(repeating: "n", count: 200)
    let text = Self.summary([
      Step(
        name: long, previous: Self.names("step", 30),
        inputs: Self.names("input", 5).map { StepInput(name: $0, provider: "load") }, outputs: ["x"])
    ])
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(text)")
    #expect(text.contains("nnn…"))
    #expect(text.contains("18 more"))
    for name in Self.names("input", 5) { #expect(text.contains(name)) }
  }

  @Test(arguments: [1, 20, 21, 5000]) func manyStepsFitOnAScreen(count: Int) {
    let text = Self.summary(Self.names("step", count).map { Step(name: $0, outputs: ["x"]) })
    #expect(text.split(separator: "\n").count <= 24)
    #expect(text.contains("and \(count - 20) more; `kale-lsp graph` prints all") == (count > 20))
  }

  @Test func aTerminalOnlyShowsNames() {
    let hostile = "a\u{1B}[2J\nb\u{9B}c\u{7F}"
    let text = Self.summary(
      [Step(name: hostile, outputs: [hostile])], name: hostile,
      parameters: [PipelineParameter(name: "p", value: .string(hostile))])
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    #expect(text.split(separator: "\n").count == 4)
  }

  @Test func randomPipelinesFit() {
    var random = SeededGenerator(seed: 13)
    func name() -> String {
      String(repeating: "n", count: Int.random(in: 0...40, using: &random))
    }
    for _ in 0..<500 {
      let steps = (0..<Int.random(in: 0...30, using: &random)).map { _ in
        Step(
          name: name(), previous: (0..<Int.random(in: 0...9, using: &random)).map { _ in name() },
          inputs: (0..<Int.random(in: 0...9, using: &random)).map { _ in
            StepInput(name: name(), provider: "a")
          },
          outputs: (0..<Int.random(in: 0...9, using: &random)).map { _ in name() })
      }
      let text = Self.summary(steps)
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
    }
  }
}
