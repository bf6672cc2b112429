import ArgumentParser
import KaleCommandLine
import KaleWorkspace

/// The options of a run on a server.
struct ClusterOptions: ParsableArguments {
  @Flag(help: "Start the run on a Kubeflow Pipelines server.")
  var submit = false

  @Option(
    help: "URL of the server. Defaults to the notebook's `kfp_host`, then to what the KFP SDK finds.")
  var host: String?

  @Option(help: "Kubernetes namespace, on a server for several users.")
  var namespace: String?

  @Option(help: "Experiment of the run; created if it does not exist. Defaults to the notebook's.")
  var experiment: String?

  @Option(help: "Name of the run or schedule. Defaults to the pipeline's, for a run with the time.")
  var runName: String?

  @Flag(help: "Follow the run until it ends.")
  var wait = false

  @Option(
    help: ArgumentHelp(
      "Run the pipeline at these times, for example \"0 6 * * *\"; in the server's time zone, UTC by default.",
      valueName: "cron"))
  var schedule: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Run the pipeline at this interval, for example 30m, 1h or 1d.", valueName: "interval")
  )
  var scheduleEvery: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With a schedule: runs at a time, 1 to 10. Defaults to 1.", valueName: "n"))
  var maxConcurrency: Int?

  @Flag(help: "With a schedule: make up for missed runs.")
  var catchup = false

  @Flag(help: "Upload the pipeline, or a new version of it, and run nothing.")
  var upload = false

  func validate() throws {
    guard submit else {
      if let option = optionsThatNeedSubmit.first(where: \.isGiven) {
        throw ValidationError("\(option.name) requires --submit.")
      }
      return
    }
    let actions = [
      ("--wait", wait), ("--schedule", schedule != nil), ("--schedule-every", scheduleEvery != nil),
      ("--upload", upload),
    ].filter(\.1)
    if actions.count > 1 { throw ValidationError("\(actions[0].0) cannot be combined with \(actions[1].0).") }
    if schedule == nil, scheduleEvery == nil, maxConcurrency != nil || catchup {
      throw ValidationError("--max-concurrency and --catchup require --schedule or --schedule-every.")
    }
    if upload, experiment != nil || runName != nil {
      throw ValidationError("--experiment and --run-name cannot be combined with --upload.")
    }
  }

  private var optionsThatNeedSubmit: [(name: String, isGiven: Bool)] {
    [
      ("--host", host != nil), ("--namespace", namespace != nil),
      ("--experiment", experiment != nil), ("--run-name", runName != nil), ("--wait", wait),
      ("--schedule", schedule != nil), ("--schedule-every", scheduleEvery != nil),
      ("--max-concurrency", maxConcurrency != nil), ("--catchup", catchup), ("--upload", upload),
    ]
  }

  /// Reads the options.
  ///
  /// - Parameter usesCache: Whether the server may take results of steps from earlier runs.
  /// - Returns: What the server does; nil for a run on this machine.
  /// - Throws: What is wrong with the schedule.
  func submission(usesCache: Bool) throws(RunProblem) -> ClusterSubmission? {
    guard submit else { return nil }
    var submission = ClusterSubmission(try action)
    submission.host = host
    submission.namespace = namespace
    submission.experiment = experiment
    submission.runName = runName
    submission.usesCache = usesCache
    return submission
  }

  private var action: ClusterSubmission.Action {
    get throws(RunProblem) {
      if upload { return .upload }
      guard schedule != nil || scheduleEvery != nil else { return .run(isFollowed: wait) }
      return .schedule(
        try ClusterSchedule(
          cron: schedule, interval: scheduleEvery, maxConcurrency: maxConcurrency, catchesUp: catchup))
    }
  }
}
