import JSONSyntax
import KaleAnalysis
import KaleTestSupport
import Testing

@testable import KaleWorkspace

/// The values and combinations of a sweep.
@Suite struct SweepTests {
  private static let pipeline: Pipeline = {
    var step = Step(name: "train")
    step.metrics = [PipelineMetric(variable: "val_loss"), PipelineMetric(variable: "accuracy")]
    return Pipeline(
      configuration: PipelineConfiguration(pipelineName: "p", of: .current),
      parameters: [
        PipelineParameter(name: "depth", value: .integer(3)),
        PipelineParameter(name: "lr", value: .float(0.5)),
        PipelineParameter(name: "verbose", value: .boolean(true)),
        PipelineParameter(name: "kernel", value: .string("rbf")),
      ], steps: [step])
  }()

  private func combinations(
    _ arguments: [String], limit: Int = 100, best: String? = nil,
    besides given: [(name: String, value: JSONValue)] = []
  ) throws -> [[JSONMember]] {
    try RunSweep(arguments, limit: limit, best: best).combinations(for: Self.pipeline, besides: given)
      .map { $0.map { JSONMember(key: $0.name, value: $0.value) } }
  }

  @Test(arguments: [
    ("a,b", ["a", "b"]), ("a", ["a"]), (" a , b ", ["a", "b"]), ("", [""]), ("a,,b", ["a", "", "b"]),
    ("'a,b',c", ["'a,b'", "c"]), (#""a\",b",c"#, [#""a\",b""#, "c"]), ("[1,2],(3,4)", ["[1,2]", "(3,4)"]),
    ("'[',b", ["'['", "b"]), ("a],b", ["a]", "b"]), ("é,漢", ["é", "漢"]), (#"'a\\',b"#, [#"'a\\'"#, "b"]),
  ])
  func valuesAreSeparatedByCommasOutsideQuotesAndBrackets(text: String, pieces: [String]) {
    #expect(SweepValues.pieces(of: text) == pieces)
  }

  @Test(
    arguments: [
      ("depth=1,2", [1, 2]), ("depth=-1,+2,1_000,0x1f", [-1, 2, 1000, 31]), ("depth=2..5", [2, 3, 4, 5]),
      ("depth=-1..1,7", [-1, 0, 1, 7]), ("depth=3..3", [3]), ("depth=1,1,1..2", [1, 2]),
      ("lr=0.1,1e-3,2,.5,5.", [.double(0.1), .double(0.001), .double(2), .double(0.5), .double(5)]),
      ("lr=1..2", [.double(1), .double(2)]), ("verbose=True,False,true", [true, false]),
      ("kernel=rbf,'poly',\"a,b\"", ["rbf", "poly", "a,b"]), (#"kernel='a\'b\n'"#, ["a'b\n"]),
      ("kernel=1..2", ["1..2"]), ("kernel=[1,2]", ["[1,2]"]),
    ] as [(String, [JSONValue])])
  func valuesAreLiteralsOfTheParametersType(argument: String, values: [JSONValue]) throws {
    #expect(try combinations([argument]).map { $0.map(\.value) } == values.map { [$0] })
  }

  @Test(arguments: [
    ("depth=1.5", "The values of `depth` in the sweep must be integers, got `1.5`."),
    ("depth=x", "must be integers, got `x`"), ("depth=010", "got `010`"), ("depth=1__0", "got `1__0`"),
    ("depth=99999999999999999999", "must be integers"), ("depth=5..2", "Write `2..5`."),
    ("depth=1..x", "got `1..x`"), ("depth=1,,2", "is empty"), ("depth=", "is empty"),
    ("depth=True", "must be integers"), ("lr=nan", "must be numbers"), ("lr=inf", "must be numbers"),
    ("lr=fast", "must be numbers"), ("lr=1e999", "must be numbers"), ("lr=.", "must be numbers"),
    ("verbose=1", "must be `True` or `False`"), ("kernel='a", "must be strings"),
    ("kernel='a'b", "must be strings"), ("dept=1", "Did you mean `depth`?"),
    ("xyzzy=1", "The pipeline has `depth`, `lr`"), ("depth", "Expected NAME=VALUES, got `depth`."),
  ])
  func anythingElseIsAProblem(argument: String, message: String) {
    #expect { try combinations([argument]) } throws: { "\($0)".contains(message) }
  }

  @Test func allCombinationsAreRun() throws {
    let found = try combinations(["depth=1..2", "kernel=a,b"])
    let expected: [[JSONValue]] = [[1, "a"], [1, "b"], [2, "a"], [2, "b"]]
    #expect(found.map { $0.map(\.value) } == expected)
    #expect(found.allSatisfy { $0.map(\.key) == ["depth", "kernel"] })
  }

  @Test(arguments: [
    (["depth=1..101"], "has 101 combinations, and the limit is 100"),
    (["depth=1..20", "lr=1..20"], "has 400 combinations"),
    (["depth=1..9223372036854775807", "lr=1..3"], "has too many combinations"),
    (["depth=-9223372036854775808..9223372036854775807"], "has too many combinations"),
    (["depth=1", "depth=2"], "`depth` is swept twice"),
  ])
  func tooManyCombinationsAreAProblem(arguments: [String], message: String) {
    #expect { try combinations(arguments) } throws: { "\($0)".contains(message) }
  }

  @Test func aParameterHasOneValueOrSeveral() {
    #expect { try combinations(["depth=1,2"], besides: [("depth", 3)]) } throws: {
      "\($0)" == "Parameter `depth` has both a value and values to sweep."
    }
  }

  @Test(arguments: [
    ("acuracy", "Unknown metric `acuracy`. Did you mean `accuracy`?"),
    ("xyzzy", "Unknown metric `xyzzy`. The pipeline has `val_loss`, `accuracy`."),
  ])
  func theBestIsByAMetricOfThePipeline(name: String, message: String) throws {
    #expect { try combinations(["depth=1"], best: name) } throws: { "\($0)" == message }
    for known in ["accuracy", "val_loss:min", "val-loss:max"] {
      #expect(try combinations(["depth=1"], best: known).count == 1)
    }
  }
}

/// The table that a sweep ends with.
@Suite struct SweepTableTests {
  private static let rows: [SweepRow] = [
    SweepRow(values: [("lr", 0.1), ("kernel", "rbf")], metrics: [("accuracy", 0.91234567)], error: nil),
    SweepRow(values: [("lr", 0.01), ("kernel", "a,b")], metrics: [], error: "Step `a` failed: E\nmore"),
    SweepRow(values: [("lr", 1), ("kernel", "")], metrics: [("accuracy", 0.95)], error: nil),
    SweepRow(values: [("lr", 2), ("kernel", "é")], metrics: [("accuracy", .nan)], error: nil),
  ]

  private func best(_ text: String) throws -> BestMetric? { try RunSweep([], limit: 1, best: text).best }

  @Test func theBestComesFirst() throws {
    #expect(
      SweepTable(Self.rows, best: try best("accuracy")).text(.text) == """
          lr  kernel  accuracy  result
           1              0.95  ok
         0.1     rbf    0.9123  ok
           2       é       nan  ok
        0.01     a,b            Step `a` failed: E

        """)
    let lowest = SweepTable(Self.rows, best: try best("accuracy:min")).text(.csv)
    #expect(
      lowest == "lr,kernel,accuracy,state,error\r\n0.1,rbf,0.91234567,succeeded,\r\n1,,0.95,succeeded,\r\n"
        + "2,é,nan,succeeded,\r\n0.01,\"a,b\",,failed,\"Step `a` failed: E\nmore\"\r\n")
  }

  @Test func withoutTheBestTheOrderIsThatOfTheCombinations() {
    let json = JSONTree(parsing: Array(SweepTable(Self.rows, best: nil).text(.json).utf8)).root?.value
    #expect(json?.elements.map { $0["parameters"]?["lr"] } == [0.1, 0.01, 1, 2].map { Optional($0) })
    #expect(json?.elements.map { $0["state"] } == ["succeeded", "failed", "succeeded", "succeeded"])
    #expect(json?.elements[0]["metrics"] == ["accuracy": 0.91234567])
    #expect(json?.elements[1]["error"] == "Step `a` failed: E\nmore")
    #expect(json?.elements[3]["metrics"] == ["accuracy": .null])
  }

  @Test func valuesAreShownWhole() {
    let rows = ["a\nb", "a"].map { SweepRow(values: [("name", .string($0))], metrics: [], error: nil) }
    #expect(SweepTable(rows, best: nil).text(.text) == "name\na\\nb\n   a\n")
  }

  @Test func aMetricThatNoCombinationHas() throws {
    let best = try #require(try best("accuracy"))
    #expect(!SweepTable.lacks(best, in: Self.rows))
    #expect(SweepTable.lacks(try #require(try self.best("loss")), in: Self.rows))
    #expect(!SweepTable.lacks(best, in: [Self.rows[1]]))
  }

  @Test func aLongMessageEndsWithTheScreen() {
    let rows = [SweepRow(values: [("a", 1)], metrics: [], error: String(repeating: "x", count: 200))]
    let lines = SweepTable(rows, best: nil).text(.text).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 } && lines[1].hasSuffix("…"))
  }
}

/// The runs of a sweep, which one program makes.
@Suite struct SweepProgressTests {
  private static let notebook = """
    # %% tags=["pipeline-parameters"]
    lr = 0.1
    # %% tags=["step:train"]
    loss = lr
    # %% tags=["pipeline-metrics"]
    print(loss)
    """

  private func progress() throws -> SweepProgress {
    var analyzer = PipelineAnalyzer()
    var options = LocalRunOptions(store: nil)
    options.sweep = try RunSweep(["lr=1,2"], limit: 9, best: "loss")
    let prepared = try PreparedRun(
      of: analyzer.analyze(ExampleNotebook(Self.notebook).notebook), notebookPath: "/folder/n.ipynb",
      RunOptions(target: .thisMachine(options), python: "/bin/sh"))
    prepared.cleanUp()
    let runs = JSONTree(parsing: prepared.program.input).root?.value["runs"]
    #expect(runs == [["lr": 1.0], ["lr": 2.0]])
    return SweepProgress(of: prepared)
  }

  private func after(_ lines: [String]) throws -> (progress: SweepProgress, text: [String]) {
    var progress = try progress()
    let text = lines.flatMap { progress.take(Array($0.utf8)) }
    return (progress, text)
  }

  private static let first = [
    #"{"event": "state", "task": "train-step", "state": "running", "reason": "first run"}"#,
    #"{"event": "output", "task": "train-step", "text": "epoch"}"#,
    #"{"event": "metric", "task": "train-step", "name": "loss", "value": 1.0}"#,
    #"{"event": "state", "task": "train-step", "state": "done", "seconds": 0.1}"#,
    #"{"event": "succeeded", "url": null}"#,
  ]

  @Test func linesNameTheRun() throws {
    let (progress, text) = try after(
      Self.first + [
        #"{"event": "state", "task": "train-step", "state": "running", "run": 1}"#,
        #"{"event": "error", "task": "train-step", "cell": 2, "line": 1, "message": "E", "run": 1}"#,
        #"{"event": "state", "task": "train-step", "state": "failed", "seconds": 0.2, "run": 1}"#,
        #"{"event": "failed", "message": "It failed.", "run": 1}"#,
        #"{"event": "succeeded", "run": 7}"#, "",
      ])
    #expect(
      text == [
        "#1: lr=1", "#1 train: running (first run)", "#1 train | epoch",
        "#1 train: done after 0.1 s (1 of 1)",
        "#1: succeeded after 0.0 s (1 of 2)", "#2: lr=2", "#2 train: running",
        "#2 train: failed after 0.2 s (1 of 1)", "#2: failed after 0.0 s (2 of 2)",
      ])
    let rows = progress.rows(at: .status(0))
    #expect(rows[0].error == nil && rows[0].metrics.map(\.value) == [1])
    #expect(rows[1].error == "Step `train` failed in cell 2, line 1: E" && rows[1].metrics.isEmpty)
    #expect(progress.problem(at: .status(0)) == nil)
  }

  @Test func whatCannotBeginIsOneProblem() throws {
    let (progress, text) = try after([#"{"event": "impossible", "message": "No dill."}"#])
    #expect(text.isEmpty && progress.problem(at: .status(0)) == "No dill.")
  }

  /// Rows of runs that a crash of the program has cut off say so.
  @Test func aProgramThatEndsTooSoonIsTold() throws {
    let (progress, _) = try after(Self.first + ["MemoryError"])
    let rows = progress.rows(at: .signal(9))
    #expect(progress.problem(at: .signal(9)) == nil)
    #expect(rows[0].error == nil)
    #expect(
      rows[1].error == "/bin/sh exited with signal 9 before the pipeline finished: MemoryError")
  }
}
