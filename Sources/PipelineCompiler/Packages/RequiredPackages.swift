import KalePipeline

/// The packages that a step installs before it runs.
enum RequiredPackages {
  /// Kale's runtime, which loads and saves a step's data and runs its code, in the version whose behaviour the
  /// compiler counts on.
  static let runtime = ["kfp>=2.0.0", "kubeflow-kale==2.3.0"]

  /// The runtime and what the imported modules come in, sorted by code points, each once. The modules are named as
  /// they are imported: top-level packages, or modules with dots.
  static func packages(forImports modules: [String]) -> [String] {
    Set(runtime + modules.compactMap(package)).sorted {
      $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
    }
  }

  /// The package that a module comes in; nil where nothing has to be installed for it.
  private static func package(ofModule module: String) -> String? {
    // A name that Python cannot import is not handed to the shell that installs packages.
    let topLevel = String(module.prefix { $0 != "." })
    return PythonName.isIdentifier(topLevel) ? PackageNames.package(ofModule: module) : nil
  }
}
