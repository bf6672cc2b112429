import KaleAnalysis
import NotebookModel
import SourceText

/// Which of many notebooks refer to which, found out when it is asked for.
///
/// A notebook that another one refers to takes names from it: its parameters, and what its steps define. By itself it
/// seems to lack them.
package final class ReferringNotebooks: Sendable {
  private let paths: [String]
  /// For each notebook that others refer to those others, in their order; nil until it is asked for.
  private let known = Monitor<[String: [String]]?>(nil)

  /// Creates a search among the notebooks at some paths. Nothing is read yet.
  package init(among paths: [String]) {
    self.paths = paths
  }

  /// Whether one of the notebooks refers to the one at a path.
  package func refer(toNotebookAt path: String) -> Bool { !roots(of: path).isEmpty }

  /// Returns the analysis of a notebook as a part of the first one that refers to it, whether or not the file has been
  /// saved with its content; nil if none does.
  package func analysis(of part: NotebookFile) -> NotebookAnalysis? {
    let library = NotebookLibrary(configurations: part.configurations)
    library.setOpen(part.document.notebook, at: part.path)
    for root in roots(of: part.path) {
      guard let file = try? NotebookFile(path: root, in: library) else { continue }
      if let inner = Self.analysis(ofNotebookAt: part.path, in: file.analysis, at: root) { return inner }
    }
    return nil
  }

  /// Looks for a notebook among those that another refers to.
  ///
  /// - Parameters:
  ///   - path: The path of the notebook.
  ///   - root: The analysis of the notebook that may refer to it.
  ///   - rootPath: The path of that notebook.
  /// - Returns: The analysis of the notebook as a part of the other; nil if the other does not refer to it.
  package static func analysis(
    ofNotebookAt path: String, in root: NotebookAnalysis, at rootPath: String
  ) -> NotebookAnalysis? {
    let (target, rootPath) = (FileSystem.normalized(path), FileSystem.normalized(rootPath))
    let reference = root.references.sorted { $0.key < $1.key }.first { unit, reference in
      let written = root.notebook.cells[root.outline.units[unit].definition].notebookPath
      return reference.state == .read && written.map { Self.target(of: $0, in: rootPath) == target } ?? false
    }
    return reference?.value.analysis
  }

  private func roots(of path: String) -> [String] {
    known.withLock { known in
      let all = known ?? findAll()
      known = all
      return all[FileSystem.normalized(path)] ?? []
    }
  }

  private func findAll() -> [String: [String]] {
    var roots: [String: [String]] = [:]
    for path in paths {
      // Few notebooks refer to others, and their text shows it.
      guard let bytes = try? FileSystem.read(path), Self.namesNotebook(bytes) else { continue }
      let root = FileSystem.normalized(path)
      for written in IpynbDocument(SourceText(utf8: bytes)).notebook.referencedPaths(in: .current) {
        let target = Self.target(of: written, in: root)
        if target != root, roots[target]?.last != path { roots[target, default: []].append(path) }
      }
    }
    return roots
  }

  /// Whether a text has the key of a path to another notebook.
  private static func namesNotebook(_ bytes: [UInt8]) -> Bool {
    let key = Array("notebook_path".utf8)
    return bytes.withUnsafeBufferPointer { text in
      text.indices.contains { start in
        text[start] == key[0] && start + key.count <= text.count
          && key.indices.allSatisfy { text[start + $0] == key[$0] }
      }
    }
  }

  private static func target(of written: String, in root: String) -> String {
    FileSystem.normalized(FileSystem.join(FileSystem.folder(of: root), written))
  }
}
