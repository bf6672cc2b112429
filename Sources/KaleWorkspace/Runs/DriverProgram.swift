/// The programs, in Python, that have the KFP SDK do something. Each consists of modules, of which the first speaks with
/// kale-lsp.
enum DriverProgram {
  /// Runs a pipeline on this machine.
  case thisMachine
  /// Speaks with a server.
  case cluster

  /// What these programs share with the one that needs no SDK.
  private static let sharedModules: [(name: String, text: String)] = [
    ("run_processes", EmbeddedText.processes_py), ("run_requirements", EmbeddedText.requirements_py),
  ]

  /// The text of the program, and the names and texts of the modules that it loads.
  var texts: [String] {
    let modules: [(name: String, text: String)] =
      switch self {
      case .thisMachine: [("kfp_local", EmbeddedText.kfp_local_py)]
      case .cluster:
        [
          ("cluster_server", EmbeddedText.cluster_server_py),
          ("cluster_follow", EmbeddedText.cluster_follow_py), ("cluster", EmbeddedText.cluster_py),
        ]
      }
    return [EmbeddedText.run_driver_py]
      + (Self.sharedModules + modules).flatMap { [$0.name, $0.text] }
  }
}
