import JSONSyntax
import KaleAnalysis
import KaleIDE
import KaleRules
import KaleTestSupport
import PipelineCompiler
import Testing

@testable import KaleWorkspace

@Suite struct LineSplitterTests {
  @Test(arguments: [
    (["a\nb\n"], ["a", "b"]), (["a", "b\nc"], ["ab", "c"]), (["\n\n"], ["", ""]), ([""], []),
    (["a\n", "\nb"], ["a", "", "b"]),
    (["a", "b", "\n", "c"], ["ab", "c"]),
  ])
  func linesAreThoseOfTheWhole(pieces: [String], lines: [String]) {
    var splitter = LineSplitter()
    var found = pieces.flatMap { splitter.feed(Array($0.utf8)) }
    if let last = splitter.end() { found.append(last) }
    #expect(found == lines.map { Array($0.utf8) })
  }

  @Test func aLineWithoutEndIsCut() {
    var splitter = LineSplitter()
    for _ in 0..<40 { #expect(splitter.feed(Array(repeating: 65, count: 1 << 16)).isEmpty) }
    #expect(splitter.feed([66, 10, 67, 10]).map(\.count) == [LineSplitter.longestLine, 1])
  }
}

@Suite struct RunArgumentsTests {
  private let arguments = RunArguments([
    PipelineParameter(name: "epochs", value: .integer(3)), PipelineParameter(name: "lr", value: .float(0.5)),
    PipelineParameter(name: "verbose", value: .boolean(true)),
    PipelineParameter(name: "title", value: .string("x")),
  ])

  @Test(arguments: [
    ("epochs", "7", JSONValue.integer(7)), ("epochs", "-7", .integer(-7)), ("lr", "1", .double(1)),
    ("lr", "1e-3", .double(0.001)), ("verbose", "False", false), ("verbose", "true", true),
    ("title", "", ""), ("title", "7", "7"), ("title", "a=b", "a=b"), ("title", "größe", "größe"),
  ])
  func aTextIsReadByTheParametersType(name: String, text: String, value: JSONValue) throws {
    #expect(try arguments.value(.string(text), of: name) == value)
  }

  @Test(arguments: [
    ("epochs", JSONValue.integer(7), JSONValue.integer(7)), ("lr", .integer(2), .double(2)),
    ("lr", .double(0.25), .double(0.25)), ("verbose", false, false),
  ])
  func anotherValueHasToBeOfTheType(name: String, given: JSONValue, value: JSONValue) throws {
    #expect(try arguments.value(given, of: name) == value)
  }

  @Test(arguments: [
    ("epochs", JSONValue.string("7.5")), ("epochs", "x"), ("epochs", ""), ("epochs", .double(7)),
    ("epochs", true),
    ("epochs", "99999999999999999999"), ("lr", "nan"), ("lr", "inf"), ("lr", "fast"), ("verbose", "1"),
    ("verbose", .integer(1)), ("title", .integer(7)), ("title", .null), ("epochs", .array(["7"])),
  ])
  func aWrongValueIsAProblemThatNamesTheParameter(name: String, given: JSONValue) {
    #expect { try arguments.value(given, of: name) } throws: { "\($0)".contains("`\(name)` must be ") }
  }

  @Test func anUnknownNameIsAProblemThatNamesThoseThereAre() {
    #expect { try arguments.value("7", of: "size") } throws: {
      "\($0)" == "Unknown parameter `size`. The pipeline has `epochs`, `lr`, `verbose`, `title`."
    }
    #expect { try arguments.value("7", of: "epoch") } throws: {
      "\($0)" == "Unknown parameter `epoch`. Did you mean `epochs`?"
    }
    #expect { try RunArguments([]).value("7", of: "epoch") } throws: {
      "\($0)".hasSuffix("the pipeline has no parameters.")
    }
  }

  @Test func aNameEndsAtTheFirstEqualsSign() throws {
    let split = try RunArguments.split("title=a=b")
    #expect(split.name == "title" && split.value == "a=b")
    #expect(throws: RunProblem.self) { try RunArguments.split("title") }
  }
}

@Suite struct PipelineRunTests {
  /// Two notebooks with a step of one name, which KFP tells apart by a number.
  private static func run() throws -> PipelineRun {
    func part(_ name: String) -> Step {
      let inner = Pipeline(
        configuration: PipelineConfiguration(pipelineName: name, of: .current),
        steps: [Step(name: "scale")])
      return Step(name: name, notebook: SubPipeline(file: "p.ipynb", pipeline: inner, producers: [:]))
    }
    let compiled = try PipelineCompiler(version: "1").compile(
      Pipeline(
        configuration: PipelineConfiguration(pipelineName: "p", of: .current),
        steps: [Step(name: "load_data"), Step(name: "other"), part("part"), part("more")]),
      from: NotebookOrigin(name: "n.ipynb", contentHash: ""))
    return PipelineRun(of: compiled, pipelineName: "p", python: "/python")
  }

  private func after(_ lines: [String]) throws -> (run: PipelineRun, news: [PipelineRun.News]) {
    var run = try Self.run()
    let news = lines.compactMap { run.take(Array($0.utf8)) }
    return (run, news)
  }

  @Test func stepsAreCalledAsInTheNotebook() throws {
    let (run, news) = try after([
      #"{"event": "state", "task": "load-data-step", "state": "running"}"#,
      #"{"event": "output", "task": "scale-step-2", "text": "hello"}"#,
      #"{"event": "state", "task": "load-data-step", "state": "done"}"#,
      #"{"event": "state", "task": "scale-step-2", "state": "failed"}"#,
    ])
    #expect(
      news == [
        .state(step: "load_data", .running), .output(step: "more/scale", text: "hello"),
        .state(step: "load_data", .done), .state(step: "more/scale", .failed),
      ])
    #expect(run.steps.map(\.name) == ["load_data", "other", "part/scale", "more/scale"])
    #expect(run.steps.map(\.state) == [.done, .waiting, .waiting, .failed])
    #expect(run.doneCount == 2)
  }

  @Test func aTaskThatIsNoStepIsShownAllTheSame() throws {
    #expect(
      try after([#"{"event": "state", "task": "other", "state": "running"}"#]).news
        == [.state(step: "other", .running)])
  }

  @Test(arguments: ["no JSON", "{}", "[1]", #"{"event": 3}"#, "\u{0}"])
  func whatIsNoEventIsOutput(line: String) throws {
    #expect(try after([line]).news == [.output(step: nil, text: line)])
  }

  @Test(arguments: [
    #"{"event": "dance"}"#, #"{"event": "state", "task": "other-step", "state": "resting"}"#,
    #"{"event": "output"}"#, "",
  ])
  func anEventThatIsNotUnderstoodIsPassedOver(line: String) throws {
    #expect(try after([line]).news.isEmpty)
  }

  @Test func theOutcomeIsWhatTheDriverSaidLast() throws {
    #expect(
      try after([#"{"event": "succeeded", "url": null}"#]).run.outcome(at: .status(0)) == .succeeded(url: nil)
    )
    #expect(
      try after([#"{"event": "succeeded", "url": "http://x"}"#]).run.outcome(at: .status(0))
        == .succeeded(url: "http://x"))
    #expect(
      try after([#"{"event": "impossible", "message": "No."}"#]).run.outcome(at: .status(0))
        == .impossible("No.")
    )
    #expect(
      try after([#"{"event": "failed", "message": "No."}"#]).run.outcome(at: .status(0)) == .failed("No."))
  }

  @Test func aFailureNamesTheStepAndItsError() throws {
    let (run, _) = try after([
      #"{"event": "output", "task": "other-step", "text": "Error: KeyError: 'a'"}"#,
      #"{"event": "state", "task": "other-step", "state": "failed"}"#,
      #"{"event": "failed", "message": "The pipeline failed."}"#,
    ])
    #expect(run.outcome(at: .status(0)) == .failed("Step `other` failed: KeyError: 'a'"))
  }

  @Test(arguments: [
    (ProgramEnd.status(3), "status 3"), (.signal(9), "signal 9"), (.unknown, "an unknown status"),
  ])
  func anEndWithoutOutcomeIsToldWithTheLastWords(end: ProgramEnd, words: String) throws {
    let (run, _) = try after(["Traceback", "SyntaxError: what"])
    #expect(
      run.outcome(at: end)
        == .impossible("/python exited with \(words) before the pipeline finished: SyntaxError: what"))
  }

  @Test func aProgramThatSaysNothingIsNoPython() throws {
    let (run, _) = try after([])
    #expect(
      run.outcome(at: .status(0))
        == .impossible("/python is not a Python: it ended without running the pipeline."))
  }
}

@Suite struct PythonInterpreterTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for path in ["bin/python3", "venv/bin/python", "other/my-python"] {
      try folder.write("#!/bin/sh\n", path)
      try folder.setPermissions(0o755, of: path)
    }
    try folder.write("no program", "bin/data")
  }

  private func find(_ name: String?, _ environment: [String: String]) throws -> String {
    let environment = environment.mapValues { $0.replacing("HERE", with: folder.path) }
    return try PythonInterpreter.path(
      named: name?.replacing("HERE", with: folder.path), toRunWith: .embedded, in: environment
    )
    .replacing(folder.path, with: "HERE")
  }

  @Test(arguments: [
    (String?.none, ["PATH": "/nowhere:HERE/bin"], "HERE/bin/python3"),
    (nil, ["PATH": "HERE/bin", "VIRTUAL_ENV": "HERE/venv"], "HERE/venv/bin/python"),
    (nil, ["PATH": "HERE/bin", "VIRTUAL_ENV": "HERE/gone"], "HERE/bin/python3"),
    (
      nil, ["PATH": "HERE/bin", "VIRTUAL_ENV": "HERE/venv", "KALE_LSP_PYTHON": "HERE/other/my-python"],
      "HERE/other/my-python"
    ), (nil, ["PATH": "HERE/other:HERE/bin", "KALE_LSP_PYTHON": "my-python"], "HERE/other/my-python"),
    ("HERE/bin/python3", ["KALE_LSP_PYTHON": "HERE/other/my-python"], "HERE/bin/python3"),
    ("my-python", ["PATH": "HERE/other"], "HERE/other/my-python"),
  ])
  func theNearestIsTaken(name: String?, environment: [String: String], path: String) throws {
    #expect(try find(name, environment) == path)
  }

  @Test(arguments: [
    (String?.none, ["PATH": "HERE"]), ("HERE/bin/data", ["PATH": ""]), ("HERE/bin", ["PATH": ""]),
    ("python9", ["PATH": "HERE/bin"]), (nil, ["PATH": "HERE/bin", "KALE_LSP_PYTHON": "HERE/gone"]),
  ])
  func whatIsNoProgramIsAProblem(name: String?, environment: [String: String]) {
    #expect(throws: RunProblem.self) { try find(name, environment) }
  }
}

@Suite struct ChildProcessTests {
  private static func shell(_ script: String, input: String = "") throws -> ChildProcess {
    try ChildProcess(
      Program(
        path: "/bin/sh", arguments: ["-c", script], environment: ["KALE_TEST": "yes"],
        input: Array(input.utf8)))
  }

  private func lines(_ child: ChildProcess) -> (lines: [String], end: ProgramEnd) {
    var lines: [String] = []
    let end = child.forEachLine { lines.append(String(decoding: $0, as: UTF8.self)) }
    return (lines, end)
  }

  @Test func outputErrorsAndStatusAreTold() throws {
    let (lines, end) = lines(try Self.shell("echo $KALE_TEST; echo oops >&2; printf rest; exit 3"))
    #expect(lines == ["yes", "oops", "rest"])
    #expect(end == .status(3))
  }

  @Test func itFindsItsInputAndThenItStaysOpen() throws {
    // `read` would fail at the end of the input, and the shell say so.
    let child = try Self.shell("read line; echo \"got $line\"; read more; echo over", input: "hello\n")
    var lines: [String] = []
    let end = child.forEachLine {
      lines.append(String(decoding: $0, as: UTF8.self))
      child.stop()
    }
    #expect(lines == ["got hello"])
    #expect(end == .signal(15))
  }

  @Test func aProgramThatReadsNothingStopsNoOne() throws {
    let (lines, end) = lines(try Self.shell("echo done", input: String(repeating: "x", count: 1 << 20)))
    #expect(lines == ["done"] && end == .status(0))
  }

  @Test func whatIsLeftOfItsGroupEndsWithIt() throws {
    let (lines, end) = lines(try Self.shell("tail -f /dev/null & echo $!"))
    #expect(end == .status(0))
    let remainder = try #require(lines.first)
    // Waits as long as it takes; the watchdog of the suite says where it never happens.
    let script = """
      while state=$(ps -o stat= -p \(remainder)); do case $state in Z*) break;; esac; sleep 0.01; done; echo gone
      """
    #expect(self.lines(try Self.shell(script)).lines == ["gone"])
  }

  @Test func signalsThatThisProgramIgnoresAreNotIgnoredThere() throws {
    FileDescriptor.ignoreBrokenPipeSignal()
    let (_, end) = lines(try Self.shell("kill -PIPE $$; exit 0"))
    #expect(end == .signal(13))
  }

  @Test func whatCannotBeStartedIsAFailure() {
    #expect(throws: ProgramFailure.self) {
      try ChildProcess(Program(path: "/nowhere/python", arguments: [], environment: [:], input: []))
    }
  }
}
