import KaleWorkspace
import NotebookModel

/// Notebooks that compile to the same file.
struct SharedOutput {
  /// Each notebook that shares the file with others, with those others.
  private(set) var others: [(path: String, others: OtherPipelines)] = []

  /// How many other notebooks are named for each.
  private static let mostListed = 3

  /// - Parameters:
  ///   - pipeline: The name of the pipeline, which the file has.
  ///   - paths: The notebooks, some perhaps more than once.
  init(of pipeline: String, for paths: [String]) {
    var seen: Set<String> = []
    let paths = paths.filter { seen.insert(FileSystem.normalized($0)).inserted }.sorted()
    guard paths.count > 1 else { return }
    let firsts = paths.prefix(Self.mostListed + 1)
    others = paths.map { path in
      let listed = firsts.filter { $0 != path }.prefix(Self.mostListed)
      let names = Dictionary(
        listed.map { (FileSystem.name(of: $0), pipeline) }, uniquingKeysWith: { first, _ in first })
      return (path, OtherPipelines(names: names, unlistedCount: paths.count - 1 - names.count))
    }
  }
}
