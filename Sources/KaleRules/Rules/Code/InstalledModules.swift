import KaleAnalysis

/// The modules that a step of Kale's pipeline can import in a plain Python image.
///
/// A step installs Kale's runtime, the packages that imports and functions cells import, and their dependencies.
struct InstalledModules {
  private let packages: Set<String>
  private let release: KaleRelease

  /// - Parameters:
  ///   - shared: The dotted modules that the imports and functions cells import.
  ///   - release: The release of Kale that steps install.
  init(shared: some Sequence<String>, with release: KaleRelease) {
    self.release = release
    var packages: Set<String> = []
    var queue = shared.compactMap { PackageNames.package(ofModule: $0) }
    while let package = queue.popLast() {
      if packages.insert(package).inserted { queue += PackageDependencyTable.dependencies[package] ?? [] }
    }
    self.packages = packages
  }

  /// Returns whether a dotted module is installed.
  func holds(_ path: String) -> Bool {
    guard let package = PackageNames.package(ofModule: path) else { return true }
    return packages.contains(package) || release.runtime.packages.contains(package)
  }
}
