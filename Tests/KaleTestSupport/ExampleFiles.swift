import KaleAnalysis
import NotebookModel

/// Files in memory, as `ExampleNotebook` describes them.
struct ExampleFiles: FileTree {
  private var files: [String: [UInt8]] = [:]
  private var folders: Set<String> = [""]

  init(_ parts: some Sequence<(name: String, text: String)>) {
    for part in parts {
      let words = part.name.split(separator: " ", maxSplits: 1)
      let name = String(words.first ?? "")
      let size = words.dropFirst().first.flatMap { Int($0.filter(\.isNumber)) } ?? 0
      let text = Array(part.text.utf8)
      files[name] = text + [UInt8](repeating: UInt8(ascii: "\n"), count: max(0, size - text.count))
      for index in name.indices where name[index] == "/" { folders.insert(String(name[..<index])) }
    }
  }

  /// What a notebook in the folder uses of it.
  func folder(of notebook: Notebook, at name: String? = nil) -> NotebookFolder {
    if files.isEmpty { return NotebookFolder(notebookName: name) }
    var analyzer = PipelineAnalyzer()
    var tree = self
    let needs = analyzer.fileNeeds(of: notebook)
    return NotebookFolder(
      modules: LocalModules(files.keys.compactMap(Self.module)),
      shippedFiles: ShippedFiles(for: needs, in: &tree),
      dataFiles: files.filter { needs.paths.contains($0.key) }.mapValues(\.count), notebookName: name)
  }

  /// The module that a file is; nil for one that is none.
  private static func module(ofFile name: String) -> String? {
    guard let type = ModuleFile.types.filter({ name.hasSuffix("." + $0) }).max(by: { $0.count < $1.count })
    else {
      return nil
    }
    var parts = name.dropLast(type.count + 1).split(separator: "/")
    if parts.last == "__init__" { parts.removeLast() }
    // Python prefers its own.
    return parts.first.map { PackageNames.isInEveryStep(String($0)) } == false
      ? parts.joined(separator: ".") : nil
  }

  func entry(at path: String) -> FileTreeEntry? {
    files[path].map { .file(size: $0.count) } ?? (folders.contains(path) ? .folder : nil)
  }

  func names(in folder: String, upTo limit: Int) throws(FileTreeFailure) -> [String]? {
    let prefix = folder.isEmpty ? "" : folder + "/"
    let below = (Array(files.keys) + folders).filter { $0 != folder && $0.hasPrefix(prefix) && !$0.isEmpty }
    let names = Set(
      below.compactMap { $0.dropFirst(prefix.count).split(separator: "/").first.map(String.init) })
    return names.count > limit ? nil : Array(names)
  }

  func read(_ path: String, upTo limit: Int) throws(FileTreeFailure) -> [UInt8] {
    guard let bytes = files[path] else { throw FileTreeFailure(reason: "no such file") }
    return bytes
  }

  func depend(onFileAt path: String) {}
}
