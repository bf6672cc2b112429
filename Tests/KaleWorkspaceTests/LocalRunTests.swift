import JSONSyntax
import KaleAnalysis
import KaleTestSupport
import PipelineCompiler
import Testing

@testable import KaleWorkspace

/// What kale-lsp asks of the program that runs pipelines on this machine.
@Suite struct LocalRunTests {
  private static let notebook = """
    # %% tags=["pipeline-parameters"]
    lr = 0.1
    # %% tags=["step:load"]
    rows = [1]
    # %% tags=["step:train", "prev:load"]
    model = rows[0] * lr
    # %% tags=["step:report"]
    print("report")
    # %% tags=["pipeline-metrics"]
    print(model)
    """

  private func prepared(
    _ options: LocalRunOptions, parameters: [(name: String, value: JSONValue)] = [],
    runtime: PipelineRuntime? = nil
  ) throws -> PreparedRun {
    var analyzer = PipelineAnalyzer()
    let analysis = analyzer.analyze(ExampleNotebook(Self.notebook).notebook)
    return try PreparedRun(
      of: analysis, notebookPath: "/folder/n.ipynb",
      RunOptions(
        target: .thisMachine(options), python: "/bin/sh", parameters: parameters,
        runtime: RuntimeChoice(required: runtime)))
  }

  private func request(_ prepared: PreparedRun) -> JSONValue {
    JSONTree(parsing: prepared.program.input).root?.value ?? .null
  }

  @Test func theRequestSaysWhatToRun() throws {
    var options = LocalRunOptions(store: RunStore(cacheFolder: "/cache", dataFolder: "/data", limit: 7))
    options.jobs = 3
    options.output = "/out"
    let prepared = try prepared(options, parameters: [("lr", "0.5")])
    defer { prepared.cleanUp() }
    let request = request(prepared)
    #expect(request["action"] == "run")
    #expect(request["runtime"]?.asString == ExactRuntime.source)
    #expect(request["runs"] == [["lr": 0.5]])
    #expect(request["notebook"] == "/folder/n.ipynb" && request["directory"] == "/folder")
    #expect(request["cache"] == "/cache/kale-lsp/runs" && request["key"] == "/data/kale-lsp/cache-key")
    #expect(request["cache_limit"] == 7 && request["jobs"] == 3 && request["output"] == "/out")
    #expect(request["until"] == .null && request["anew"] == [] && request["shell"] == .null)
    #expect(
      request["steps"] == ["load-step": "load", "train-step": "train", "report-step": "report"])
    #expect(request["spec"]?["root"]?["dag"]?["tasks"] != nil)
    // What is different in each run would never be found in the cache.
    let scratch = try #require(request["scratch"]?.asString)
    let spec = try #require(request["spec"])
    #expect(!String(decoding: spec.serialized(), as: UTF8.self).contains(scratch))
  }

  @Test func nothingIsKeptWithoutAStore() throws {
    let prepared = try prepared(LocalRunOptions(store: nil))
    defer { prepared.cleanUp() }
    #expect(request(prepared)["cache"] == .null && request(prepared)["key"] == .null)
  }

  @Test(arguments: [("report", "train"), ("train", "load")])
  func aStepThatDoesNotRunCannotRunAgain(step: String, until: String) {
    var options = LocalRunOptions(store: nil)
    options.step = step
    options.until = until
    #expect(throws: RunProblem.self) { try prepared(options).cleanUp() }
  }

  @Test func stepsAreNamedByTheirTasks() throws {
    var options = LocalRunOptions(store: nil)
    options.step = "load"
    options.until = "train"
    let prepared = try prepared(options)
    defer { prepared.cleanUp() }
    #expect(request(prepared)["until"] == ["train-step", "load-step"])
    #expect(request(prepared)["anew"] == ["load-step"])
    #expect(prepared.run.steps.map(\.name) == ["load", "train"])
  }

  @Test func theProgramIsWrittenAndStartedInAnEmptyFolder() throws {
    var options = LocalRunOptions(store: nil)
    options.shell = "train"
    let prepared = try prepared(options)
    defer { prepared.cleanUp() }
    #expect(request(prepared)["shell"] == "train-step")
    let scratch = try #require(request(prepared)["scratch"]?.asString)
    let arguments = prepared.program.arguments
    #expect(arguments.contains(scratch + "/empty") && arguments.last == scratch + "/program")
    #expect(prepared.shellArguments == arguments + ["shell", scratch + "/shell.json"])
    for file in RunnerFiles.all {
      #expect(FileSystem.kind(of: "\(scratch)/program/kale_lsp_runner/\(file.name)") == .file)
    }
  }

  @Test(arguments: [
    ("trian", "Unknown step `trian`. Did you mean `train`?"),
    ("xyzzy", "Unknown step `xyzzy`. The pipeline has `load`, `train`, `report`."),
  ])
  func anUnknownStepIsAProblem(name: String, message: String) {
    for keyPath in [\LocalRunOptions.step, \.until, \.shell] {
      var options = LocalRunOptions(store: nil)
      options[keyPath: keyPath] = name
      #expect { try prepared(options) } throws: { "\($0)" == message }
    }
  }

  // MARK: - The engine

  @Test func theSDKRunsWhatTheOwnEngineCannot() throws {
    var options = LocalRunOptions(store: nil)
    options.isIsolated = true
    let isolated = try prepared(options)
    isolated.cleanUp()
    #expect(isolated.notice == "Using the KFP SDK (--engine kfp): each step runs in its own environment.")
    #expect(request(isolated)["isolated"] == true && request(isolated)["pipeline"] != nil)
    let kale = try prepared(LocalRunOptions(store: nil), runtime: .kale)
    kale.cleanUp()
    #expect(kale.notice == "Using the KFP SDK (--engine kfp): the steps use Kale's runtime.")
    options.engine = .kfp
    let asked = try prepared(options)
    asked.cleanUp()
    #expect(asked.notice == nil)
    let own = try prepared(LocalRunOptions(store: nil))
    own.cleanUp()
    #expect(own.notice == nil && request(own)["spec"] != nil)
  }

  @Test func whatTheEnginesCannotDoIsAProblem() {
    var options = LocalRunOptions(store: nil)
    options.engine = .embedded
    options.isIsolated = true
    #expect { try prepared(options) } throws: {
      "\($0)" == "The embedded engine cannot run this pipeline: each step runs in its own environment. "
        + "Use `--engine kfp`."
    }
    var step = LocalRunOptions(store: nil)
    step.engine = .kfp
    step.step = "load"
    #expect { try prepared(step) } throws: { "\($0)" == "`--step` requires the embedded engine." }
    step.engine = nil
    #expect { try prepared(step, runtime: .kale) } throws: {
      "\($0)" == "`--step` requires the embedded engine, and the steps use Kale's runtime."
    }
  }

  @Test func thePythonThatIsMissingIsDescribedByTheEngine() {
    #expect {
      try PythonInterpreter.path(named: "/nowhere/python", toRunWith: .embedded, in: [:])
    } throws: {
      "\($0)".hasSuffix("Set it to a Python that has the notebook's packages, `dill` and `ipython`.")
    }
    #expect { try PythonInterpreter.path(named: nil, toRunWith: .kfp, in: ["PATH": "/nowhere"]) } throws: {
      "\($0)".hasSuffix("a Python that has the KFP SDK.")
    }
  }

  /// A file that is not listed would be missed when the program starts.
  @Test func everyFileOfTheRunnerIsShipped() throws {
    let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let files = FileSystem.files(
      below: "/\(folder)/Sources/KaleWorkspace/Runs/LocalRunner", endingIn: ".py"
    ).files.map(FileSystem.name)
    #expect(files == RunnerFiles.all.map(\.name).sorted())
  }

  // MARK: - The store

  @Test func theStoreIsMeasuredAndCleared() throws {
    let folder = try TemporaryFolder()
    let store = RunStore(cacheFolder: folder.path("cache"), dataFolder: folder.path("data"))
    #expect(store.sizeText == "0 files, 0 bytes")
    try store.clear()
    try folder.write("12345", "cache/kale-lsp/runs/ab/entry")
    try folder.write("key", "data/kale-lsp/cache-key")
    #expect(store.sizeText == "1 file, 5 bytes")
    try store.clear()
    #expect(FileSystem.kind(of: store.folder) == nil && FileSystem.kind(of: store.key) == .file)
  }
}
