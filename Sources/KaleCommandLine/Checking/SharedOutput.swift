import KaleWorkspace
import NotebookModel

/// Notebooks that compile to the same file.
struct SharedOutput {
  /// Each notebook that shares the file with others that are not the same notebook in another form, with those others.
  private(set) var others: [(path: String, others: OtherPipelines)] = []

  /// How many other notebooks are named for each.
  private static let mostListed = 3

  /// - Parameters:
  ///   - pipeline: The name of the pipeline, which the file has.
  ///   - paths: The notebooks, some perhaps more than once.
  init(of pipeline: String, for paths: [String]) {
    var seen: Set<String> = []
    let paths = paths.filter { seen.insert(FileSystem.normalized($0)).inserted }
    let counts = Dictionary(paths.map { (Self.stem(of: $0), 1) }, uniquingKeysWith: +)
    var stems: Set<String> = []
    let firsts = paths.sorted().filter { stems.insert(Self.stem(of: $0)).inserted }
      .prefix(Self.mostListed + 1)
    for path in paths {
      let stem = Self.stem(of: path)
      let count = paths.count - (counts[stem] ?? 0)
      let listed = firsts.filter { Self.stem(of: $0) != stem }.prefix(Self.mostListed)
      guard !listed.isEmpty else { continue }
      let names = Dictionary(
        listed.map { (FileSystem.name(of: $0), pipeline) }, uniquingKeysWith: { first, _ in first })
      others.append((path, OtherPipelines(names: names, unlistedCount: count - names.count)))
    }
  }

  /// What the paths of all forms of a notebook begin with: `train` of `train.ipynb` and `train.md`.
  private static func stem(of path: String) -> String {
    let name = FileSystem.name(of: path)
    return String(path.dropLast(name.count) + name.prefix { $0 != "." })
  }
}
