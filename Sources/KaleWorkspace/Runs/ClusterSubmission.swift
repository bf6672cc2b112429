import JSONSyntax
import KaleAnalysis

/// What becomes of a pipeline on a Kubeflow Pipelines server.
package struct ClusterSubmission: Sendable {
  /// What the server does with the pipeline.
  package enum Action: Sendable, Equatable {
    /// Runs it once. `isFollowed`: whether kale-lsp reports what becomes of the run until it ends.
    case run(isFollowed: Bool)
    /// Runs it again and again.
    case schedule(ClusterSchedule)
    /// Keeps it, as a version of the pipeline of this name.
    case upload
  }

  /// What the server does.
  package var action: Action
  /// Where the server is; nil where the notebook's configuration, or the SDK, is to say.
  package var host: String?
  /// The Kubernetes namespace, on a server for several users; nil where the SDK is to say.
  package var namespace: String?
  /// The experiment of the runs; nil for that of the notebook's configuration.
  package var experiment: String?
  /// The name of the run or the schedule; nil for one made from the pipeline's.
  package var runName: String?
  /// Whether the server may take results of steps from earlier runs.
  package var usesCache = true

  /// Creates a submission with what the notebook and the SDK say.
  ///
  /// - Parameter action: What the server does with the pipeline.
  package init(_ action: Action) { self.action = action }

  /// What is written when the server begins to do it.
  package var announcement: String {
    switch action {
    case .run: "Submitting"
    case .schedule: "Scheduling"
    case .upload: "Uploading"
    }
  }

  /// What is written when the server has done its part, before the address where that is shown.
  package var completion: String {
    switch action {
    case .run: "Started"
    case .schedule: "Scheduled"
    case .upload: "Uploaded"
    }
  }

  /// The members of the request to the driver that are special to servers.
  func members(
    pipelineName: String, configuredHost: String?, configuredExperiment: String?, isVerbose: Bool
  ) -> [JSONMember] {
    var members: [JSONMember] = [
      JSONMember(key: "name", value: .string(pipelineName)),
      JSONMember(key: "host", value: Self.text(host ?? configuredHost)),
      JSONMember(key: "namespace", value: Self.text(namespace)),
      JSONMember(key: "experiment", value: Self.text(experiment ?? configuredExperiment)),
      JSONMember(key: "run_name", value: Self.text(runName)),
      JSONMember(key: "cached", value: .bool(usesCache)),
      JSONMember(key: "directory", value: .string(FileSystem.absolute(""))),
    ]
    switch action {
    case .run(let isFollowed):
      members += [
        JSONMember(key: "action", value: "submit"), JSONMember(key: "wait", value: .bool(isFollowed)),
        JSONMember(key: "verbose", value: .bool(isVerbose)),
      ]
    case .schedule(let schedule):
      members += [JSONMember(key: "action", value: "schedule")] + schedule.members
    case .upload: members.append(JSONMember(key: "action", value: "upload"))
    }
    return members
  }

  /// A text for the driver, which takes an empty one for none.
  static func text(_ value: String?) -> JSONValue {
    value.flatMap { $0.isEmpty ? nil : .string($0) } ?? .null
  }
}

extension NotebookAnalysis {
  /// Where the server is, by the configuration of the notebook or else of its project; nil if neither says.
  package var configuredHost: String? {
    if case .string(let host) = notebook.kaleMetadata?["kfp_host"] { return host }
    return pipeline.configuration.project.kfpHost
  }
}
