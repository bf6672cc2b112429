import KaleAnalysis
import NotebookModel
import SourceText

/// A state of a notebook: a file, or what a file was at a revision of its Git repository.
package struct NotebookVersion {
  /// Where a state is found.
  package enum Source: Equatable {
    /// The file at a path.
    case file(String)
    /// A file at a revision, by its path as git takes it; nil for the path of the notebook that it is compared with.
    case revision(String, path: String?)

    /// Reads an argument: the path of a file, `REVISION:PATH`, or `:PATH` for what is staged. A file that exists is no
    /// revision.
    package init(_ argument: String) {
      guard FileSystem.kind(of: argument) == nil, let colon = argument.utf8.firstIndex(of: UInt8(ascii: ":"))
      else {
        self = .file(argument)
        return
      }
      let path = String(argument[argument.utf8.index(after: colon)...])
      self = .revision(String(argument[..<colon]), path: path.isEmpty ? nil : path)
    }

    /// The path of the notebook; nil if it is that of the other.
    package var path: String? {
      switch self {
      case .file(let path): path
      case .revision(_, let path): path
      }
    }
  }

  /// What a report calls it.
  package let label: String
  /// The notebook, with the notebooks that it refers to in the same state.
  package let file: NotebookFile

  /// Reads a state.
  ///
  /// - Parameters:
  ///   - source: Where it is found.
  ///   - other: The path of the notebook that it is compared with.
  /// - Throws: Why it cannot be read.
  package init(_ source: Source, comparedWith other: String?) throws(RevisionProblem) {
    switch source {
    case .file(let path):
      self = try Self.file(path, label: path, readAs: path, mustBeNotebook: true)
    case .revision(let revision, let path):
      guard let place = path ?? other else {
        throw RevisionProblem("`\(revision):` names no notebook. Add its path.")
      }
      self = try Self.revision(revision, place: place, isAsGit: path != nil)
    }
  }

  /// What git passes in place of a file that does not exist.
  package static let missingFile = "/dev/null"

  /// Reads the states that git passes to an external diff program.
  ///
  /// - Parameters:
  ///   - path: The path of the notebook in the repository.
  ///   - file: The file with its content; `/dev/null` for a notebook that does not exist.
  ///   - label: What a report calls it.
  /// - Throws: Why it cannot be read.
  package init(ofNotebookAt path: String, in file: String, label: String) throws(RevisionProblem) {
    if file == Self.missingFile {
      self.init(label: label, file: NotebookFile(path: path, document: IpynbDocument(SourceText(Self.empty))))
    } else {
      self = try Self.file(file, label: label, readAs: path, mustBeNotebook: false)
    }
  }

  private init(label: String, file: NotebookFile) {
    self.label = label
    self.file = file
  }

  private static let empty = #"{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}"#

  /// `mustBeNotebook`: whether a file that is no notebook, by its name or its content, is a problem. Git may pass any file.
  private static func file(
    _ path: String, label: String, readAs notebookPath: String, mustBeNotebook: Bool
  ) throws(RevisionProblem) -> NotebookVersion {
    let text: SourceText
    do {
      text = SourceText(utf8: try FileSystem.read(path))
    } catch {
      let isPath = path.utf8.contains(UInt8(ascii: ".")) || FileSystem.kind(of: path) != nil
      throw RevisionProblem(
        "\(error)" + (isPath ? "" : ". To name a revision, write `\(path):` and the path of a notebook."))
    }
    if let file = NotebookFile.recognized(text, at: notebookPath) {
      return NotebookVersion(label: label, file: file)
    }
    if mustBeNotebook { throw RevisionProblem("\(path) is not a notebook.") }
    return NotebookVersion(
      label: label, file: NotebookFile(path: notebookPath, text: text, in: NotebookLibrary()))
  }

  // MARK: - Revisions

  /// The most notebooks that are read for one; a pipeline has no more.
  private static let mostReferences = 64

  private static func revision(
    _ revision: String, place: String, isAsGit: Bool
  ) throws(RevisionProblem) -> NotebookVersion {
    // As git takes it, a path counts from the root of the repository that the working folder is in.
    let folder = isAsGit ? FileSystem.workingFolder : FileSystem.folder(of: FileSystem.absolute(place))
    let repository = try GitRepository(containing: folder)
    guard repository.has(revision: revision) else {
      throw RevisionProblem("The Git repository \(repository.root) has no revision `\(revision)`.")
    }
    let fromHere = FileSystem.parts(of: place, below: repository.root)?.joined(separator: "/")
    for path in (isAsGit ? [place] : []) + [fromHere].compactMap({ $0 }) {
      guard let content = repository.content(of: path, at: revision) else { continue }
      let label = "\(revision):\(path)"
      let full = FileSystem.join(repository.root, path)
      let text = SourceText(utf8: content)
      let library = library(for: text, at: full, in: repository, revision)
      return NotebookVersion(label: label, file: NotebookFile(path: full, text: text, in: library))
    }
    let path = fromHere ?? place
    throw RevisionProblem(
      repository.hasFolder(path, at: revision)
        ? "\(revision):\(path) is a folder. Name a notebook." : "Revision `\(revision)` has no \(path).")
  }

  /// The notebooks that a notebook refers to, in the state of the revision.
  private static func library(
    for text: SourceText, at path: String, in repository: GitRepository, _ revision: String
  ) -> NotebookLibrary {
    let library = NotebookLibrary()
    let document = TextRecognition(library: library).read(text, name: path, path: path)
    var pending = document.map { [(path: path, notebook: $0.notebook)] } ?? []
    var seen: Set<String> = [FileSystem.normalized(path)]
    while let (source, notebook) = pending.popLast(), seen.count <= mostReferences {
      for written in notebook.referencedPaths(in: .current) {
        let target = FileSystem.normalized(FileSystem.join(FileSystem.folder(of: source), written))
        guard seen.insert(target).inserted,
          let parts = FileSystem.parts(of: target, below: repository.root),
          let content = repository.content(of: parts.joined(separator: "/"), at: revision)
        else { continue }
        let referenced = IpynbDocument(SourceText(utf8: content)).notebook
        library.setOpen(referenced, at: target)
        pending.append((target, referenced))
      }
    }
    return library
  }
}
