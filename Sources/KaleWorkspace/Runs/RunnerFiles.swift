/// The files of the Python package that runs pipelines on this machine.
enum RunnerFiles {
  /// The package's name.
  static let package = "kale_lsp_runner"

  /// The files of the folder `LocalRunner`.
  static let all: [(name: String, text: String)] = [
    ("__init__.py", EmbeddedText.__init___py),
    ("dependencies.py", EmbeddedText.dependencies_py),
    ("events.py", EmbeddedText.events_py),
    ("files.py", EmbeddedText.files_py),
    ("graph.py", EmbeddedText.graph_py),
    ("host.py", EmbeddedText.host_py),
    ("imported.py", EmbeddedText.imported_py),
    ("imports.py", EmbeddedText.imports_py),
    ("keys.py", EmbeddedText.keys_py),
    ("launcher.py", EmbeddedText.launcher_py),
    ("machine.py", EmbeddedText.machine_py),
    ("main.py", EmbeddedText.main_py),
    ("orders.py", EmbeddedText.orders_py),
    ("processes.py", EmbeddedText.processes_py),
    ("reads.py", EmbeddedText.reads_py),
    ("requirements.py", EmbeddedText.requirements_py),
    ("results.py", EmbeddedText.results_py),
    ("scheduler.py", EmbeddedText.scheduler_py),
    ("scratch.py", EmbeddedText.scratch_py),
    ("shell.py", EmbeddedText.shell_py),
    ("store.py", EmbeddedText.store_py),
    ("variables.py", EmbeddedText.variables_py),
    ("warm.py", EmbeddedText.warm_py),
    ("worker.py", EmbeddedText.worker_py),
  ]

  /// Writes the package into a folder.
  ///
  /// - Throws: Why a file cannot be written.
  static func write(into folder: String) throws(FileSystem.Failure) {
    let package = FileSystem.join(folder, package)
    for file in all {
      try FileSystem.write(file.text, to: FileSystem.join(package, file.name))
    }
  }
}
