/// The files of the Python package that runs pipelines on this machine.
enum RunnerFiles {
  /// The package's name.
  static let package = "kale_lsp_runner"

  /// The files of the folder `LocalRunner`.
  static let all: [(name: String, bytes: [UInt8])] = [
    ("__init__.py", PackageResources.__init___py),
    ("dependencies.py", PackageResources.dependencies_py),
    ("events.py", PackageResources.events_py),
    ("files.py", PackageResources.files_py),
    ("graph.py", PackageResources.graph_py),
    ("host.py", PackageResources.host_py),
    ("imported.py", PackageResources.imported_py),
    ("imports.py", PackageResources.imports_py),
    ("keys.py", PackageResources.keys_py),
    ("launcher.py", PackageResources.launcher_py),
    ("machine.py", PackageResources.machine_py),
    ("main.py", PackageResources.main_py),
    ("orders.py", PackageResources.orders_py),
    ("processes.py", PackageResources.processes_py),
    ("requirements.py", PackageResources.requirements_py),
    ("results.py", PackageResources.results_py),
    ("scheduler.py", PackageResources.scheduler_py),
    ("shell.py", PackageResources.shell_py),
    ("variables.py", PackageResources.variables_py),
    ("warm.py", PackageResources.warm_py),
    ("worker.py", PackageResources.worker_py),
  ]

  /// Writes the package into a folder.
  ///
  /// - Throws: Why a file cannot be written.
  static func write(into folder: String) throws(FileSystem.Failure) {
    let package = FileSystem.join(folder, package)
    for file in all {
      try FileSystem.write(
        String(decoding: file.bytes, as: UTF8.self), to: FileSystem.join(package, file.name))
    }
  }
}
