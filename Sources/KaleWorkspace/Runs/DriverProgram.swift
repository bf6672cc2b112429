/// The programs, in Python, that have the KFP SDK do something. Each consists of modules, of which the first speaks with
/// kale-lsp.
enum DriverProgram {
  /// Runs a pipeline on this machine.
  case thisMachine
  /// Speaks with a server.
  case cluster

  /// What these programs share with the one that needs no SDK.
  private static let sharedModules: [(name: String, text: [UInt8])] = [
    ("run_processes", PackageResources.processes_py), ("run_requirements", PackageResources.requirements_py),
  ]

  /// The text of the program, and the names and texts of the modules that it loads.
  var texts: [String] {
    let modules: [(name: String, text: [UInt8])] =
      switch self {
      case .thisMachine: [("kfp_local", PackageResources.kfp_local_py)]
      case .cluster:
        [
          ("cluster_server", PackageResources.cluster_server_py),
          ("cluster_follow", PackageResources.cluster_follow_py), ("cluster", PackageResources.cluster_py),
        ]
      }
    return [String(decoding: PackageResources.run_driver_py, as: UTF8.self)]
      + (Self.sharedModules + modules).flatMap { [$0.name, String(decoding: $0.text, as: UTF8.self)] }
  }
}
