/// The modules in a notebook's own folder, among those that it imports: the analysis reads no files.
///
/// The notebook's kernel starts in that folder and finds them there; the steps of a pipeline have no such folder.
package struct LocalModules: Sendable, Hashable {
  private let modules: Set<String>
  /// The folders that some of `modules` are in.
  private let namespaces: Set<String>

  /// The folder is unknown, or holds no module that the notebook imports.
  package static let none = LocalModules([])

  /// Creates a set of modules.
  ///
  /// - Parameter modules: What was found: `helpers` for a file `helpers.py` or a package `helpers`, `src.helpers` for a
  ///   file in a folder `src` that is not a package of its own.
  package init(_ modules: some Sequence<String>) {
    self.modules = Set(modules)
    namespaces = Set(self.modules.compactMap { Self.parent(of: $0[...]).map(String.init) })
  }

  /// Whether the folder holds no module that the notebook imports, as far as is known.
  package var isEmpty: Bool { modules.isEmpty }

  /// Finds the local module that an import leads to.
  ///
  /// - Parameter path: What is imported, with its dots: `helpers.clean` for `from helpers import clean`.
  /// - Returns: The module; nil where the import leads elsewhere.
  package func module(ofImport path: String) -> String? {
    if modules.isEmpty { return nil }
    let names = path.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    guard let first = names.first.map(String.init) else { return nil }
    if modules.contains(first) || names.count == 1 && namespaces.contains(first) { return first }
    guard names.count > 1 else { return nil }
    let second = first + "." + names[1]
    return modules.contains(second) ? second : nil
  }

  private static func parent(of module: Substring) -> Substring? {
    module.lastIndex(of: ".").map { module[..<$0] }
  }
}
