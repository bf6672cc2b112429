/// The files of the Python package that runs pipelines on this machine.
enum RunnerFiles {
  /// The package's name.
  static let package = "kale_lsp_runner"

  /// The files of the folder `LocalRunner`.
  static let all: [(name: String, bytes: [UInt8])] = [
    ("__init__.py", PackageResources.__init___py),
    ("main.py", PackageResources.main_py),
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
