import ArgumentParser
import KaleCommandLine
import KaleWorkspace

/// The options of runs on this machine.
struct LocalRunArguments: ParsableArguments {
  @Option(help: "What runs the steps: kale-lsp's own runner or the KFP SDK.")
  var engine: RunEngine?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Run at most this many steps side by side.", valueName: "n"))
  var jobs: Int?

  @Flag(help: "Run every step, and keep no results for later runs. With --submit: do not use KFP's cache.")
  var noCache = false

  @Option(
    help: ArgumentHelp("Run this step again, with inputs from the cache if possible.", valueName: "name"))
  var step: String?

  @Option(help: ArgumentHelp("Run this step and what it depends on, and no others.", valueName: "name"))
  var until: String?

  @Flag(name: .shortAndLong, help: "Run again whenever the notebook or a module beside it changes.")
  var watch = false

  @Flag(help: "Run each step in its own virtual environment, with the packages it installs (--engine kfp).")
  var isolated = false

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: "Keep the steps' values and reports in this folder.",
    completion: .directory)
  var folder: String?

  @Option(
    name: .customLong("sweep"),
    help: ArgumentHelp(
      "Run all combinations of values: Python literals, separated by commas, or ranges `2..5`.",
      valueName: "name=values"))
  var sweeps: [String] = []

  @Option(
    help: ArgumentHelp(
      "With --sweep: metric to sort by, highest first; `NAME:min` for lowest first.", valueName: "metric"))
  var best: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --sweep: largest number of combinations. (default: \(RunSweep.standardLimit))", valueName: "n"))
  var sweepLimit: Int?

  @Option(help: "With --sweep: format of the table.")
  var outputFormat: SweepTable.Format?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be 1 or greater.") }
    if let sweepLimit, sweepLimit < 1 { throw ValidationError("--sweep-limit must be 1 or greater.") }
    if sweeps.isEmpty, best != nil { throw ValidationError("--best requires --sweep.") }
    if sweeps.isEmpty, sweepLimit != nil { throw ValidationError("--sweep-limit requires --sweep.") }
    if sweeps.isEmpty, outputFormat != nil { throw ValidationError("--output-format requires --sweep.") }
    if watch, !sweeps.isEmpty { throw ValidationError("--watch cannot be combined with --sweep.") }
    if !sweeps.isEmpty, folder != nil {
      throw ValidationError("--output cannot be combined with --sweep.")
    }
  }

  /// The first option that is given and that a run on a server does not have.
  var firstGiven: String? {
    let options = [
      ("--engine", engine != nil), ("--jobs", jobs != nil), ("--step", step != nil),
      ("--until", until != nil), ("--isolated", isolated), ("--output", folder != nil),
      ("--sweep", !sweeps.isEmpty), ("--watch", watch),
    ]
    return options.first { $0.1 }?.0
  }

  /// What the options say.
  ///
  /// - Throws: What is wrong with the sweep.
  func options() throws -> LocalRunOptions {
    var options = LocalRunOptions(store: noCache ? nil : .current)
    options.engine = engine
    options.jobs = jobs
    options.step = step
    options.until = until
    options.isIsolated = isolated
    options.keepsProgram = watch
    options.output = folder.map(FileSystem.absolute)
    if !sweeps.isEmpty {
      options.sweep = try RunSweep(sweeps, limit: sweepLimit ?? RunSweep.standardLimit, best: best)
    }
    return options
  }
}

extension RunEngine: ExpressibleByArgument {}
extension SweepTable.Format: ExpressibleByArgument {}
