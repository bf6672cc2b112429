/// A volume of the notebook's configuration. Every step mounts every one but those of the type `pv`.
package struct Volume: Sendable, Hashable {
  /// The name of the claim; for the type `pv`, of the persistent volume.
  package var name: String
  /// The absolute path in the step's container.
  package var mountPoint: String
  /// Where the volume comes from.
  package var type: VolumeType
  /// Whether steps see the mount point as `KALE_VOLUME_<NAME>`.
  package var isExposedAsEnvironmentVariable = false
  /// How a new claim can be mounted; nil for the default of the configuration.
  package var accessMode: AccessMode?
  /// The storage that a claim of the pipeline requests, as Kubernetes writes it; nil if the setting is unusable.
  package var size: String?
  /// The storage class of a new claim; nil for the default of the configuration.
  package var storageClassName: String?
  /// Annotations of a claim that the pipeline creates, each key once, in the order of the configuration.
  package var annotations: [KeyedValue] = []
  /// Its index in the list of volumes.
  package var index = 0

  /// Creates a volume with Kale's defaults for everything else.
  package init(name: String, mountPoint: String, type: VolumeType) {
    self.name = name
    self.mountPoint = mountPoint
    self.type = type
  }

  /// Whether the pipeline creates the claim when it starts and deletes it at the end.
  package var isCreated: Bool { type == .newClaim || type == .clone }

  /// Whether steps see the volume.
  package var isMounted: Bool { type != .persistentVolume }

  /// The environment variable that a step then finds the mount point in.
  package var environmentVariable: String {
    let letters = name.uppercased().unicodeScalars.map { scalar -> Character in
      switch scalar {
      case "A"..."Z", "0"..."9": Character(scalar)
      default: "_"
      }
    }
    return "KALE_VOLUME_" + String(letters)
  }

  /// The keys that lead to one of the volume's values.
  package func path(_ key: String) -> [String] { ["volumes", "\(index)", key] }
}

/// Where a volume comes from, by Kale's words.
package enum VolumeType: String, Sendable, Hashable, CaseIterable {
  /// A persistent volume claim that is there already.
  case claim = "pvc"
  /// A claim that the pipeline creates.
  case newClaim = "new_pvc"
  /// A claim that the pipeline creates as a copy of an existing one, which has the volume's name.
  case clone
  /// A persistent volume without a claim. KFP mounts claims alone.
  case persistentVolume = "pv"
}

/// Who can mount a volume at once.
package enum AccessMode: String, Sendable, Hashable {
  case readOnlyMany = "rom"
  /// The pods of one node.
  case readWriteOnce = "rwo"
  case readWriteMany = "rwm"

  /// Kubernetes' word.
  package var kubernetesName: String {
    switch self {
    case .readOnlyMany: "ReadOnlyMany"
    case .readWriteOnce: "ReadWriteOnce"
    case .readWriteMany: "ReadWriteMany"
    }
  }
}
