import NotebookModel

/// Follows imports from the notebook into its folder, and from there on from module to module.
struct ModuleTracer<Tree: FileTree> {
  /// The code that contains an import: a cell, or a file in the notebook's folder.
  private struct Source {
    /// The folder that relative imports count from; nil for a cell and for a file that is in no package.
    var package: String?
    /// The import of the notebook that led there; nil for the notebook itself.
    var root: String?
  }

  /// A module that is shipped.
  private struct Module {
    var bytes: [UInt8]
    var imports: ModuleImports
  }

  /// The largest number of names in package folders that are examined, over all packages.
  private static var nameLimit: Int { 10_000 }
  private static var depthLimit: Int { 64 }

  private let packageNames: [String: String?]
  private var tree: Tree
  private var modules: [String: Module] = [:]
  private var queue: [(path: String, source: Source)] = []
  private var wholePackages: Set<String> = []
  private var namesLeft = Self.nameLimit
  private var bytesLeft = ShippedFiles.byteLimit
  private var seen: Set<String> = []
  private(set) var problems: [ShippedFiles.Problem] = []
  private(set) var leftOut: [ShippedFiles.LeftOut] = []

  init(_ tree: Tree, packageNames: [String: String?]) {
    (self.tree, self.packageNames) = (tree, packageNames)
  }

  /// The files found, with their content, in no order.
  var files: [ShippedFiles.File] {
    modules.map { ShippedFiles.File(path: $0.key, bytes: $0.value.bytes, isModule: true) }
  }

  /// Follows the imports of a notebook, and returns the tree.
  mutating func trace(_ imports: ModuleImports) -> Tree {
    follow(imports, from: Source())
    var next = 0
    while next < queue.count {
      let (path, source) = queue[next]
      if let module = modules[path] { follow(module.imports, from: source) }
      next += 1
    }
    return tree
  }

  private mutating func follow(_ imports: ModuleImports, from source: Source) {
    for path in imports.paths {
      guard let start = start(of: path, from: source) else { continue }
      let root = source.root ?? path.parts.joined(separator: ".")
      let end = follow(path.parts, in: start, isTopLevel: path.level == 0, for: root)
      guard let end else { continue }
      let isListed = modules[end + "/__init__.py"]?.imports.listsNames ?? false
      let isWhole = path.isWhole || imports.hasUnknown || imports.starPaths.contains(path) && isListed
      if isWhole { takeAll(of: end, for: root) }
    }
    if imports.hasUnknown, let package = source.package, let root = source.root {
      takeAll(of: package, for: root)
    }
  }

  /// The folder that an import counts from; nil if it leads nowhere.
  private func start(of path: ModuleImports.Path, from source: Source) -> String? {
    guard path.level > 0 else { return path.parts.isEmpty ? nil : "" }
    guard var folder = source.package else { return nil }
    for _ in 1..<path.level {
      guard let slash = folder.lastIndex(of: "/") else { return nil }
      folder = String(folder[..<slash])
    }
    return folder
  }

  /// Takes the modules on the way to one; returns the folder of the last package.
  private mutating func follow(
    _ parts: [String], in start: String, isTopLevel: Bool, for root: String
  ) -> String? {
    if isTopLevel, let first = parts.first, isElsewhere(first, parts, for: root) { return nil }
    var folder = start
    for (index, part) in parts.enumerated() {
      switch ModuleFile.find(part, in: folder, &tree) {
      case nil: return folder.isEmpty ? nil : folder
      case .folder(let path): folder = path
      case .problem(let path, let entry):
        report(path, entry, for: root)
        return nil
      case .python(let path, let size, let isPackage):
        if isTopLevel, index == 0, PackageNames.isWellKnown(part) {
          report(.shadowsPackage, path, for: root)
        }
        take(path, size: size, for: root)
        guard isPackage else { return nil }
        folder = folder.isEmpty ? part : folder + "/" + part
      }
    }
    return folder.isEmpty ? nil : folder
  }

  /// Whether steps get a module from elsewhere, whatever is in the folder.
  private mutating func isElsewhere(_ first: String, _ parts: [String], for root: String) -> Bool {
    if PackageNames.provider(ofModule: parts.joined(separator: "."), in: packageNames) != nil { return true }
    guard PackageNames.isInEveryStep(first) else { return false }
    if case .python(let path, _, _) = ModuleFile.find(first, in: "", &tree) {
      report(.shadowsPython, path, for: root)
    }
    return true
  }

  /// Takes every Python file below a folder.
  private mutating func takeAll(of package: String, for root: String) {
    guard !package.isEmpty, wholePackages.insert(package).inserted else { return }
    var folders = [(path: package, depth: 0)]
    while let (folder, depth) = folders.popLast() {
      let names = (try? tree.names(in: folder, upTo: namesLeft)) ?? nil
      guard depth < Self.depthLimit, let names else {
        report(.tooMany, folder, for: root)
        continue
      }
      namesLeft -= names.count
      for name in names.sorted() where name.utf8.first != UInt8(ascii: ".") && name != "__pycache__" {
        let path = folder + "/" + name
        switch tree.entry(at: path) {
        case .file(let size) where name.hasSuffix(".py"): take(path, size: size, for: root)
        case .folder: folders.append((path, depth + 1))
        case .some(let entry) where name.hasSuffix(".py"): report(path, entry, for: root)
        default: break
        }
      }
    }
  }

  /// Reads a file, if there is space for it, and has its imports followed.
  private mutating func take(_ path: String, size: Int, for root: String) {
    guard seen.insert(path).inserted else { return }
    tree.depend(onFileAt: path)
    guard size <= bytesLeft, modules.count < ShippedFiles.countLimit else {
      return leftOut.append(.init(path: path, size: size, origin: .imported(root)))
    }
    do throws(FileTreeFailure) {
      let bytes = try tree.read(path, upTo: bytesLeft)
      bytesLeft -= bytes.count
      modules[path] = Module(bytes: bytes, imports: ModuleImports(ofFile: bytes))
      let package = path.lastIndex(of: "/").map { String(path[..<$0]) }
      queue.append((path, Source(package: package, root: root)))
    } catch {
      report(.unreadable(error.reason), path, for: root)
    }
  }

  private mutating func report(_ path: String, _ entry: FileTreeEntry, for root: String) {
    switch entry {
    case .link: report(.symbolicLink, path, for: root)
    case .file: report(.compiledExtension, path, for: root)
    case .folder, .other: report(.notRegular, path, for: root)
    }
  }

  private mutating func report(_ kind: ShippedFiles.Problem.Kind, _ path: String, for root: String) {
    // One file has one cause, wherever it is imported.
    guard seen.insert("\(kind) \(path)").inserted else { return }
    problems.append(.init(kind, path, .imported(root)))
  }
}
