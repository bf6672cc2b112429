/// The files that modules are.
package enum ModuleFile {
  /// The endings of files that are modules. An extension module that is named after its platform is known by its source.
  package static let types = ["py", "so", "abi3.so", "pyd", "pyx"]

  /// Whether a file, by its name, is compiled for one platform, or is the source of such a file.
  static func isCompiled(_ name: String) -> Bool {
    let endings = [".so", ".pyd", ".pyx", ".dylib", ".dll"]
    return endings.contains(where: name.hasSuffix) || name.contains(".so.")
  }

  /// What the import of a name loads from a folder.
  enum Found {
    /// A Python file: the module, or `__init__.py` of the package.
    case python(path: String, size: Int, isPackage: Bool)
    /// A folder without `__init__.py`: a namespace package.
    case folder(path: String)
    /// Something that cannot be shipped.
    case problem(path: String, FileTreeEntry)
  }

  /// Looks for a module as Python does: a package comes before a file, a file before a folder.
  static func find(_ name: String, in folder: String, _ tree: inout some FileTree) -> Found? {
    let path = folder.isEmpty ? name : folder + "/" + name
    let entry = tree.entry(at: path)
    if entry == .folder, let package = file(path + "/__init__", isPackage: true, &tree) { return package }
    if let file = file(path, isPackage: false, &tree) { return file }
    switch entry {
    case .folder: return .folder(path: path)
    case .link(isFolder: true) where file(path + "/__init__", isPackage: true, &tree) != nil:
      return .problem(path: path, .link(isFolder: true))
    // Any other symbolic link with the name of a module is not a module.
    default: return nil
    }
  }

  private static func file(_ stem: String, isPackage: Bool, _ tree: inout some FileTree) -> Found? {
    for type in types {
      let path = stem + "." + type
      switch tree.entry(at: path) {
      case nil, .folder: continue
      case .file(let size) where type == "py": return .python(path: path, size: size, isPackage: isPackage)
      case .some(let entry): return .problem(path: path, entry)
      }
    }
    return nil
  }
}
