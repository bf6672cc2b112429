import KalePipeline

/// A volume as a step mounts it.
struct PlannedVolume {
  /// Where the claim comes from.
  enum Claim {
    /// The name of one that is there.
    case existing(String)
    /// One that the pipeline makes.
    case created(PlannedClaim)
  }

  var claim: Claim
  var mountPoint: String
}

/// A persistent volume claim that the pipeline makes before any step runs, and deletes after all of them.
///
/// Two tasks of KFP's own components: `kfp.kubernetes.CreatePVC` and `DeletePVC`, which the server carries out itself.
struct PlannedClaim {
  /// The volume's name in the configuration.
  var volume: String
  /// The task that makes the claim; its component and executor are named after it.
  var task: String
  /// The task that deletes it.
  var deletionTask: String
  /// The Python variable of the first in the DSL script.
  var taskVariable: String
  /// What the claim's name ends in; KFP puts one in front that no other claim has.
  var nameSuffix: String
  var accessMode: AccessMode
  var size: String
  var storageClassName: String?
  var annotations: [KeyedValue]
  /// The claim that this one starts as a copy of.
  var source: String?

  /// The output of `CreatePVC` that is the name of the claim.
  static let nameOutput = "name"

  /// What KFP shows for the two tasks.
  var displayName: String { "create-volume-\(volume)" }
  var deletionDisplayName: String { "delete-volume-\(volume)" }

  /// How Kubernetes is told of a claim to copy.
  static func dataSource(_ claim: String) -> [KeyedValue] {
    [("apiGroup", ""), ("kind", "PersistentVolumeClaim"), ("name", claim)].map {
      KeyedValue(key: $0, value: $1)
    }
  }
}

extension PipelinePlan {
  /// The steps that no other runs after: when they are done, all are.
  private var lastSteps: [PlannedStep] {
    let previous = Set(steps.flatMap(\.dependentTasks))
    return steps.filter { !previous.contains($0.task) }
  }

  var lastTasks: [String] { lastSteps.map(\.task) }
  var lastTaskVariables: [String] { lastSteps.map(\.taskVariable) }
}

/// Works out the volumes that every step mounts.
struct VolumePlanner {
  private(set) var volumes: [PlannedVolume] = []
  /// The claims that the pipeline makes, in the order of the configuration.
  private(set) var claims: [PlannedClaim] = []
  private let configuration: PipelineConfiguration

  init(_ configuration: PipelineConfiguration) throws(PipelineCompilerError) {
    self.configuration = configuration
    for volume in configuration.volumes where volume.isMounted {
      if volume.isCreated {
        let claim = try claim(for: volume)
        claims.append(claim)
        volumes.append(PlannedVolume(claim: .created(claim), mountPoint: volume.mountPoint))
      } else {
        volumes.append(PlannedVolume(claim: .existing(volume.name), mountPoint: volume.mountPoint))
      }
    }
  }

  private func claim(for volume: Volume) throws(PipelineCompilerError) -> PlannedClaim {
    guard let size = volume.size else { throw .volumeWithoutSize(volume.name) }
    // KFP names the second task of a component with `-2` behind, and so on.
    let number = claims.count + 1
    let ending = number == 1 ? "" : "-\(number)"
    return PlannedClaim(
      volume: volume.name, task: "createpvc" + ending, deletionTask: "deletepvc" + ending,
      taskVariable: "claim\(number)", nameSuffix: "-" + volume.name,
      // Kale's default.
      accessMode: volume.accessMode ?? configuration.volumeAccessMode ?? .readWriteMany,
      size: size, storageClassName: volume.storageClassName ?? configuration.storageClassName,
      annotations: volume.annotations, source: volume.type == .clone ? volume.name : nil)
  }
}
