import NotebookModel

extension ShippedFiles {
  /// Finds the files that the pipeline of a notebook ships.
  ///
  /// - Parameters:
  ///   - needs: What the notebook uses.
  ///   - tree: The notebook's folder; what it remembers afterwards is what the result depends on.
  package init(for needs: FileNeeds, in tree: inout some FileTree) {
    var tracer = ModuleTracer(tree, packageNames: needs.packageNames)
    tree = tracer.trace(needs.pipelineImports)
    var matcher = FileMatcher(needs.patterns)
    matcher.search(&tree)
    let modules = tracer.files
    var data = DataFiles(
      matcher.matches, besides: Set(modules.map(\.path)),
      bytesLeft: Self.byteLimit - modules.reduce(0) { $0 + $1.bytes.count },
      countLeft: Self.countLimit - modules.count)
    data.read(&tree)
    let leftOut = tracer.leftOut + data.leftOut
    self.init(
      files: modules + data.files, problems: tracer.problems + matcher.problems + data.problems,
      leftOut: leftOut)
  }
}

/// The data files that fit, the smallest first: those that are too large are the ones to be named.
private struct DataFiles {
  private let candidates: [(path: String, match: FileMatcher.Match)]
  private var bytesLeft: Int
  private var countLeft: Int
  private(set) var files: [ShippedFiles.File] = []
  private(set) var problems: [ShippedFiles.Problem] = []
  private(set) var leftOut: [ShippedFiles.LeftOut] = []

  init(_ matches: [String: FileMatcher.Match], besides known: Set<String>, bytesLeft: Int, countLeft: Int) {
    candidates = matches.filter { !known.contains($0.key) }.map { (path: $0.key, match: $0.value) }
      .sorted { ($0.match.size, $0.path) < ($1.match.size, $1.path) }
    (self.bytesLeft, self.countLeft) = (bytesLeft, countLeft)
  }

  mutating func read(_ tree: inout some FileTree) {
    for (path, match) in candidates {
      let origin = ShippedFiles.Origin.entry(match.entry)
      if Self.shadowsPython(path) {
        problems.append(.init(.shadowsPython, path, origin))
        continue
      }
      tree.depend(onFileAt: path)
      guard match.size <= bytesLeft, countLeft > 0 else {
        leftOut.append(.init(path: path, size: match.size, origin: origin))
        continue
      }
      do throws(FileTreeFailure) {
        let bytes = try tree.read(path, upTo: bytesLeft)
        files.append(.init(path: path, bytes: bytes, isModule: false))
        (bytesLeft, countLeft) = (bytesLeft - bytes.count, countLeft - 1)
      } catch {
        problems.append(.init(.unreadable(error.reason), path, origin))
      }
    }
  }

  /// Whether code that imports a module of Python would get the file in its stead.
  private static func shadowsPython(_ path: String) -> Bool {
    let stem =
      path.hasSuffix("/__init__.py") ? path.dropLast("/__init__.py".count) : path.dropLast(".py".count)
    return path.hasSuffix(".py") && !stem.contains("/") && PackageNames.isInEveryStep(String(stem))
  }
}
