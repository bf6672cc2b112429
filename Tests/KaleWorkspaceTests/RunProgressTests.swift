import KaleAnalysis
import KaleTestSupport
import PipelineCompiler
import Testing

@testable import KaleWorkspace

/// What is known of a run on this machine, and how a person reads of it.
@Suite struct RunProgressTests {
  private static func run() throws -> PipelineRun {
    var train = Step(name: "train", previous: ["load"])
    train.blocks = [CodeBlock(tag: "step:train", cell: 2, source: "model = 1")]
    let compiled = try PipelineCompiler(version: "1").compile(
      Pipeline(
        configuration: PipelineConfiguration(pipelineName: "p", of: .current),
        steps: [Step(name: "load"), train, Step(name: "report", previous: ["train"])]),
      from: NotebookOrigin(name: "n.ipynb", contentHash: ""))
    return PipelineRun(of: compiled, pipelineName: "p", python: "/python")
  }

  private func after(_ lines: [String]) throws -> (run: PipelineRun, text: [String]) {
    var run = try Self.run()
    var text = RunText()
    let shown = lines.compactMap { line in
      run.take(Array(line.utf8)).flatMap { text.line(for: $0, of: run) }
    }
    return (run, shown)
  }

  @Test func stepsSayWhyTheyRanAndWhatTheyFound() throws {
    let (run, text) = try after([
      #"{"event": "state", "task": "load-step", "state": "cached", "seconds": 0.01}"#,
      #"{"event": "metric", "task": "load-step", "name": "rows", "value": 120}"#,
      #"{"event": "state", "task": "train-step", "state": "running", "reason": "cell 7 changed"}"#,
      #"{"event": "output", "task": "train-step", "text": "epoch 1"}"#,
      #"{"event": "metric", "task": "train-step", "name": "accuracy", "value": 0.5}"#,
      #"{"event": "metric", "task": "train-step", "name": "accuracy", "value": 0.93}"#,
      #"{"event": "metric", "task": "train-step", "name": "loss", "value": NaN}"#,
      #"{"event": "artifact", "task": "train-step", "kind": "report", "name": "r", "path": "/r.html"}"#,
      #"{"event": "artifact", "task": "train-step", "kind": "value", "name": "m", "path": "/m"}"#,
      #"{"event": "state", "task": "train-step", "state": "done", "seconds": 1.24}"#,
      #"{"event": "state", "task": "report-step", "state": "done", "seconds": 0.06}"#,
      #"{"event": "succeeded", "url": null}"#,
    ])
    #expect(
      text == [
        "load: from the cache", "train: running (cell 7 changed)", "train | epoch 1",
        "train: done after 1.2 s (2 of 3)", "report: done after 0.1 s (3 of 3)",
      ])
    #expect(run.steps.map(\.state) == [.cached, .done, .done])
    #expect(run.steps[1].reason == "cell 7 changed" && run.steps[1].seconds == 1.24)
    #expect(run.steps[1].metrics.map(\.name) == ["accuracy", "loss"])
    #expect(run.steps[1].metrics[0].value == 0.93 && run.steps[1].metrics[1].value.isNaN)
    #expect(run.steps[1].report == "/r.html")
    let ending = RunText().ending(of: run, succeeded: true)
    #expect(ending.dropLast() == ["rows = 120 (load)", "accuracy = 0.93 (train)", "loss = nan (train)"])
    #expect(ending.last == "Succeeded in 0.0 s. 2 steps ran, 1 from the cache.")
  }

  @Test func aLineThatHasNotEndedIsNoLine() throws {
    var run = try Self.run()
    let line = #"{"event": "progress", "task": "train-step", "text": "45%|████"}"#
    let taken = run.take(Array(line.utf8))
    let news = try #require(taken)
    #expect(news == .progress(step: "train", text: "45%|████"))
    var text = RunText()
    #expect(text.line(for: news, of: run) == nil)
    #expect(!run.isDriverIdle)
    _ = run.take(Array(#"{"event": "idle", "run": 0}"#.utf8))
    #expect(run.isDriverIdle)
  }

  @Test func aRunOfNothingSaysSo() throws {
    let (run, _) = try after(
      ["load", "train", "report"].map {
        "{\"event\": \"state\", \"task\": \"\($0)-step\", \"state\": \"cached\"}"
      })
    #expect(
      RunText().ending(of: run, succeeded: true) == ["Succeeded in 0.0 s. All steps are from the cache."])
  }

  @Test func aFailureNamesItsCellAndLine() throws {
    let (run, text) = try after([
      #"{"event": "state", "task": "load-step", "state": "done", "seconds": 0.1}"#,
      #"{"event": "state", "task": "train-step", "state": "running", "reason": null}"#,
      #"{"event": "error", "task": "train-step", "cell": 3, "line": 2, "message": "ValueError: bad"}"#,
      #"{"event": "state", "task": "train-step", "state": "failed", "seconds": 0.2}"#,
      #"{"event": "state", "task": "report-step", "state": "skipped"}"#,
      #"{"event": "failed", "message": "It failed."}"#,
    ])
    #expect(
      text == [
        "load: done after 0.1 s (1 of 3)", "train: running", "train: failed after 0.2 s (2 of 3)",
        "report: skipped, because a step before it failed",
      ])
    #expect(run.steps[1].failure?.cell == 2 && run.steps[1].failure?.line == 2)
    #expect(
      run.outcome(at: .status(0)) == .failed("Step `train` failed in cell 3, line 2: ValueError: bad"))
    #expect(
      RunText().ending(of: run, succeeded: false) == [
        "Failed after 0.0 s. 1 step ran, 1 failed, 1 skipped."
      ])
  }

  @Test(arguments: [
    (#""cell": null, "line": null"#, "Step `train` failed: E"),
    (#""cell": 3, "line": null"#, "Step `train` failed in cell 3: E"),
    (#""cell": 0, "line": -1"#, "Step `train` failed: E"),
    (#""cell": "x", "line": 3"#, "Step `train` failed: E"),
  ])
  func aPlaceThatIsNoneIsLeftOut(place: String, message: String) throws {
    let (run, _) = try after([
      "{\"event\": \"error\", \"task\": \"train-step\", \(place), \"message\": \"E\"}",
      #"{"event": "state", "task": "train-step", "state": "failed"}"#,
      #"{"event": "failed", "message": "It failed."}"#,
    ])
    #expect(run.outcome(at: .status(0)) == .failed(message))
  }

  /// The KFP SDK tells of no error; the step's own output does.
  @Test func theCellIsReadFromTheOutputOfTheRuntime() throws {
    let (run, _) = try after([
      #"{"event": "output", "task": "train-step", "text": "ValueError: bad"}"#,
      #"{"event": "output", "task": "train-step", "text": "Step `train` failed in cell 3. Do this."}"#,
      #"{"event": "state", "task": "train-step", "state": "failed"}"#,
      #"{"event": "failed", "message": "It failed."}"#,
    ])
    #expect(run.outcome(at: .status(0)) == .failed("Step `train` failed in cell 3: ValueError: bad"))
  }

  /// What the own engine tells is more exact than what the step prints before.
  @Test func anErrorIsNotGuessedWhileTheStepRuns() throws {
    let (run, _) = try after([
      #"{"event": "output", "task": "train-step", "text": "Step `train` failed in cell 3."}"#
    ])
    #expect(run.steps[1].failure == nil)
  }

  @Test func theStepsAreThoseOfThePlan() throws {
    let (run, text) = try after([
      #"{"event": "plan", "tasks": ["train-step", "load-step", "none"]}"#,
      #"{"event": "state", "task": "train-step", "state": "done", "seconds": 1}"#,
    ])
    #expect(run.steps.map(\.name) == ["load", "train"])
    #expect(text == ["train: done after 1.0 s (1 of 2)"])
    #expect(try after([#"{"event": "plan", "tasks": []}"#]).run.steps.count == 3)
  }

  @Test func metricsWithoutEndAreNotKept() throws {
    let lines = (0..<3000).map {
      "{\"event\": \"metric\", \"task\": \"load-step\", \"name\": \"m\($0)\", \"value\": 1}"
    }
    #expect(try after(lines).run.steps[0].metrics.count == 1000)
  }

  @Test(arguments: [
    (0.93, "0.93"), (120.0, "120"), (-3, "-3"), (1e300, "1e+300"), (0.1 + 0.2, "0.30000000000000004"),
    (.infinity, "inf"),
  ])
  func numbersAreWrittenAsTheyAre(number: Double, text: String) {
    #expect(NumberText.text(of: number) == text)
  }
}
