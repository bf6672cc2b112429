import JSONSyntax

/// A schedule that a server has.
package struct ScheduledPipeline: Sendable, Equatable {
  /// What the server calls it.
  package var id: String
  /// What its author calls it; several may have one name.
  package var name: String
  /// KFP's cron expression, with seconds; nil for a schedule of an interval.
  package var cron: String?
  /// The seconds from run to run; nil for a schedule of a cron expression.
  package var interval: Int?
  /// Whether it starts runs.
  package var isEnabled: Bool
  /// The name of the experiment that its runs belong to; nil if the server does not say.
  package var experiment: String?
  /// The largest number of runs at a time.
  package var maxConcurrency: Int
  /// Whether the server starts the runs that it has missed.
  package var catchesUp: Bool
  /// When it was created, in the form of RFC 3339.
  package var created: String?

  init?(_ event: JSONNode) {
    guard let id = event["id"]?.string, let name = event["name"]?.string else { return nil }
    self.id = id
    self.name = name
    cron = event["cron"]?.string
    interval = event["interval"]?.int
    isEnabled = event["enabled"]?.bool ?? true
    experiment = event["experiment"]?.string
    maxConcurrency = event["max_concurrency"]?.int ?? 1
    catchesUp = event["catchup"]?.bool ?? false
    created = event["created"]?.string
  }

  /// When it starts runs, as a person writes it.
  package var times: String {
    if let cron { return CronExpression.displayed(cron) }
    return interval.map { "every \(ClusterSchedule.text(ofSeconds: $0))" } ?? ""
  }

  /// What programs read of it.
  package var json: JSONValue {
    [
      "id": .string(id), "name": .string(name), "times": .string(times),
      "cron": cron.map { .string(CronExpression.displayed($0)) } ?? .null,
      "everySeconds": interval.map(JSONValue.integer) ?? .null, "enabled": .bool(isEnabled),
      "experiment": experiment.map(JSONValue.string) ?? .null, "maxConcurrency": .integer(maxConcurrency),
      "catchup": .bool(catchesUp), "created": created.map(JSONValue.string) ?? .null,
    ]
  }
}

/// A question to a server about its schedules.
package struct ClusterScheduleRequest {
  /// What is asked.
  package enum Action {
    case list
    /// Removes the schedule of a name or an ID.
    case remove(String)
  }

  /// How it ended.
  package enum Outcome: Equatable {
    case succeeded
    /// Nothing was done; the message says why and what to do.
    case impossible(String)
  }

  /// The schedules that were listed so far.
  package private(set) var schedules: [ScheduledPipeline] = []
  private let python: String
  private let request: JSONValue
  private let scratch: String
  private let driver: RunDriver
  private var outcome: Outcome?
  private var lastPlainLine: String?

  /// Prepares the question: finds the Python.
  ///
  /// - Parameters:
  ///   - action: What is asked.
  ///   - host: Where the server is; nil where the SDK is to say.
  ///   - namespace: The Kubernetes namespace; nil where the SDK is to say.
  ///   - python: The path of the Python with the SDK; nil for the one that `PythonInterpreter` finds.
  /// - Throws: Why it cannot be asked.
  package init(
    _ action: Action, host: String?, namespace: String?, python: String?
  ) throws(RunProblem) {
    self.python = try PythonInterpreter.path(named: python, toRunWith: .kfp)
    do {
      scratch = try FileSystem.makeTemporaryFolder()
      driver = try RunDriver(DriverProgram.cluster, scratch: scratch)
    } catch {
      throw RunProblem("\(error)")
    }
    let (name, schedule): (String, String?) =
      switch action {
      case .list: ("list_schedules", nil)
      case .remove(let schedule): ("remove_schedule", schedule)
      }
    request = [
      "action": .string(name), "schedule": ClusterSubmission.text(schedule),
      "host": ClusterSubmission.text(host), "namespace": ClusterSubmission.text(namespace),
      "scratch": .string(scratch), "directory": .string(FileSystem.absolute("")),
    ]
  }

  /// The program that asks.
  package var program: Program {
    Program(
      path: python, arguments: driver.arguments,
      environment: ["PYTHONUNBUFFERED": "1"], input: request.serialized() + [UInt8(ascii: "\n")])
  }

  /// Takes in a line of the program's.
  ///
  /// - Returns: A line for the person; nil for none.
  package mutating func take(_ line: [UInt8]) -> String? {
    if line.isEmpty { return nil }
    let tree = JSONTree(parsing: line)
    guard tree.isValid, let event = tree.root, let kind = event["event"]?.string else {
      lastPlainLine = String(decoding: line, as: UTF8.self)
      return nil
    }
    switch kind {
    case "schedule": if let schedule = ScheduledPipeline(event) { schedules.append(schedule) }
    case "output": return event["text"]?.string
    case "succeeded": outcome = .succeeded
    case "impossible", "failed": outcome = .impossible(event["message"]?.string ?? "")
    default: break
    }
    return nil
  }

  /// How it ended, once the program has.
  package func outcome(at end: ProgramEnd) -> Outcome {
    outcome ?? .impossible("\(python) ended without an answer\(lastPlainLine.map { ": \($0)" } ?? ".")")
  }

  /// Removes what the program needed.
  package func cleanUp() { FileSystem.removeFolder(scratch) }
}
