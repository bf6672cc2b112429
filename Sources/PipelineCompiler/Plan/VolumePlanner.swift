import KaleAnalysis

/// A volume as a step mounts it.
struct PlannedVolume {
  /// Where the claim comes from.
  enum Claim {
    /// The name of one that is there.
    case existing(String)
    /// One that the pipeline makes which the step is a task of.
    case made(PlannedClaim)
    /// One whose name is an input of that pipeline.
    case passed(PlannedClaim)
  }

  var name: String
  var claim: Claim
  var mountPoint: String
  /// The environment variable that a step finds the mount point in.
  var environmentVariable: String?

  /// A volume whose claim is there.
  init(_ volume: Volume) {
    name = volume.name
    claim = .existing(volume.name)
    mountPoint = volume.mountPoint
    environmentVariable = volume.isExposedAsEnvironmentVariable ? volume.environmentVariable : nil
  }

  /// The claim, where a pipeline makes it.
  var madeClaim: PlannedClaim? {
    switch claim {
    case .existing: nil
    case .made(let claim), .passed(let claim): claim
    }
  }

  /// The volume as the steps of a pipeline inside mount it.
  var passed: PlannedVolume {
    var volume = self
    if let claim = madeClaim { volume.claim = .passed(claim) }
    return volume
  }
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
  /// The Python variable of the first in the DSL script; in pipelines inside, the input that is the claim's name.
  var variable: String
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

extension PlannedTask {
  /// The claims that the task mounts, or hands on to a pipeline inside.
  var claims: [PlannedClaim] {
    switch work {
    case .step(let step): step.settings.volumes.compactMap(\.madeClaim)
    case .pipeline(let pipeline): pipeline.claims
    }
  }

  /// The claims whose names are inputs of the task.
  var passedClaims: [PlannedClaim] {
    if case .pipeline(let pipeline) = work { pipeline.claims } else { [] }
  }
}

extension PipelinePlan {
  /// The tasks that no other runs after: when they are done, all are.
  var lastTasks: [PlannedTask] {
    let previous = Set(tasks.flatMap(\.dependentTasks))
    return tasks.filter { !previous.contains($0.name) }
  }
}

/// Works out the volumes that every step mounts.
struct VolumePlanner {
  private(set) var volumes: [PlannedVolume] = []
  /// The claims among them that a pipeline makes.
  private(set) var claims: [PlannedClaim] = []
  private let configuration: PipelineConfiguration

  /// `around`: the volumes of the pipeline around this one, which its steps mount too, but for those whose name or mount
  /// point one of its own has. `isRoot`: whether this is the outermost pipeline, which makes the claims.
  init(
    _ configuration: PipelineConfiguration, around: [PlannedVolume], isRoot: Bool, names: inout ScriptNames
  ) throws(PipelineCompilerError) {
    self.configuration = configuration
    let own = configuration.volumes.filter(\.isMounted)
    let ownNames = Set(own.map(\.name))
    let ownPlaces = Set(own.map(\.mountPoint))
    for volume in around where !ownNames.contains(volume.name) && !ownPlaces.contains(volume.mountPoint) {
      volumes.append(volume.passed)
    }
    for volume in own {
      var planned = PlannedVolume(volume)
      if volume.isCreated {
        let claim = try claim(for: volume, &names)
        planned.claim = isRoot ? .made(claim) : .passed(claim)
      }
      volumes.append(planned)
    }
    claims = volumes.compactMap(\.madeClaim)
  }

  private func claim(
    for volume: Volume, _ names: inout ScriptNames
  ) throws(PipelineCompilerError) -> PlannedClaim {
    guard let size = volume.size else { throw .volumeWithoutSize(volume.name) }
    let name = names.namesOfClaim()
    return PlannedClaim(
      volume: volume.name, task: name.making, deletionTask: name.deleting, variable: name.variable,
      nameSuffix: "-" + volume.name,
      // Kale's default.
      accessMode: volume.accessMode ?? configuration.volumeAccessMode ?? .readWriteMany,
      size: size, storageClassName: volume.storageClassName ?? configuration.storageClassName,
      annotations: volume.annotations, source: volume.type == .clone ? volume.name : nil)
  }
}
