/// The programs, in Python, that have the KFP SDK do something. Each consists of modules, of which the first speaks with
/// kale-lsp.
enum DriverProgram {
  /// Runs a pipeline on this machine.
  case thisMachine
  /// Speaks with a server.
  case cluster

  /// The arguments of the Python that runs it.
  var arguments: [String] {
    let modules: [(name: String, text: [UInt8])] =
      switch self {
      case .thisMachine: [("kfp_local", PackageResources.kfp_local_py)]
      case .cluster:
        [
          ("cluster_server", PackageResources.cluster_server_py),
          ("cluster_follow", PackageResources.cluster_follow_py), ("cluster", PackageResources.cluster_py),
        ]
      }
    return ["-c", String(decoding: PackageResources.run_driver_py, as: UTF8.self)]
      + modules.flatMap { [$0.name, String(decoding: $0.text, as: UTF8.self)] }
  }

  /// The arguments with which it starts twice.
  ///
  /// First where kale-lsp was started, because what stands in for Python there may look for a version in that folder, as
  /// pyenv does; it takes no module from there, nor from where the environment says. Then in an empty folder, with the
  /// person's environment: whatever is relative to the working directory leads nowhere.
  func arguments(startingIn emptyFolder: String) -> [String] {
    ["-I", "-S", "-c", Self.launcher, emptyFolder] + arguments
  }

  private static let launcher = """
    import os, sys
    os.chdir(sys.argv[1])
    os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
    """
}
