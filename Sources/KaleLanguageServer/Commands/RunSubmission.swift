import JSONSyntax
import KaleWorkspace
import LanguageServerProtocol

extension RunArgument {
  /// `{host?, namespace?, experiment?, runName?, noCache?, wait?, schedule?, scheduleEvery?, maxConcurrency?, catchup?,
  /// upload?}`: what a Kubeflow Pipelines server does with the pipeline.
  struct Submission: JSONDecodable, JSONEncodable {
    private var submission: ClusterSubmission
    private let fields: JSONValue

    init(json: JSONNode) throws(JSONDecodingError) {
      var submission = ClusterSubmission(try Self.action(json))
      submission.host = try json.optional("host")
      submission.namespace = try json.optional("namespace")
      submission.experiment = try json.optional("experiment")
      submission.runName = try json.optional("runName")
      submission.usesCache = try json.optional("noCache") != true
      self.submission = submission
      fields = json.kind == .object ? json.value : [:]
    }

    var json: JSONValue { fields }

    /// The submission, without KFP's cache if the run is to use none.
    func submission(usesCache: Bool) -> ClusterSubmission {
      var submission = submission
      submission.usesCache = submission.usesCache && usesCache
      return submission
    }

    /// Of several actions that exclude each other, the one that runs least.
    private static func action(_ json: JSONNode) throws(JSONDecodingError) -> ClusterSubmission.Action {
      let isFollowed: Bool = try json.optional("wait") ?? false
      let isUpload: Bool = try json.optional("upload") ?? false
      let schedule = try schedule(json)
      if isUpload { return .upload }
      return schedule.map(ClusterSubmission.Action.schedule) ?? .run(isFollowed: isFollowed)
    }

    private static func schedule(_ json: JSONNode) throws(JSONDecodingError) -> ClusterSchedule? {
      let cron: String? = try json.optional("schedule")
      let interval: String? = try json.optional("scheduleEvery")
      let maxConcurrency: Int? = try json.optional("maxConcurrency")
      let catchesUp: Bool = try json.optional("catchup") ?? false
      if let maxConcurrency, !ClusterSchedule.concurrencies.contains(maxConcurrency) {
        throw JSONDecodingError(expected: "from 1 to 10").inside("maxConcurrency")
      }
      guard cron != nil || interval != nil else { return nil }
      if cron != nil, interval != nil {
        throw JSONDecodingError(expected: "absent if `schedule` is present").inside("scheduleEvery")
      }
      do {
        return try ClusterSchedule(
          cron: cron, interval: interval, maxConcurrency: maxConcurrency, catchesUp: catchesUp)
      } catch {
        throw cron != nil
          ? JSONDecodingError(expected: "a cron expression such as `0 6 * * *`").inside("schedule")
          : JSONDecodingError(expected: "an interval such as `1h30m`").inside("scheduleEvery")
      }
    }
  }
}
