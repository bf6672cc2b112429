import KaleWorkspace

/// A file that an option names for a report or a drawing.
///
/// A mistyped option must not cost a notebook: nothing is written over a notebook, or over a file that the command reads.
package struct OutputFile: Sendable {
  private enum Target {
    case file, stream, standardError
  }

  /// The path, as given.
  package let path: String
  private let target: Target

  /// Finds out what is to be written, before anything is read.
  ///
  /// - Parameters:
  ///   - path: The path, as given.
  ///   - inputs: The paths of files that the command reads.
  /// - Throws: The status to exit with, if nothing may be written there.
  package init(_ path: String, besides inputs: [String]) throws {
    self.path = path
    if path.isEmpty { throw ExitStatus.stop("The path of the output file is empty.") }
    if Self.namesOfStandardError.contains(path) {
      target = .standardError
    } else if FileSystem.isSpecialFile(path) {
      target = .stream
    } else {
      target = .file
      if let obstacle = Self.obstacle(at: path, besides: inputs) { throw ExitStatus.stop(obstacle) }
    }
  }

  /// Why a file must not be written; nil if nothing is in the way.
  private static func obstacle(at path: String, besides inputs: [String]) -> String? {
    if FileSystem.kind(of: path) == .folder { return "\(path) is a folder. Name the file to write." }
    let isCalledNotebook = FileSystem.ending(of: FileSystem.name(of: path)) == "ipynb"
    let resolved = FileSystem.resolved(path)
    let isInput = inputs.contains { FileSystem.resolved($0) == resolved }
    if isCalledNotebook, FileSystem.kind(of: path) == nil {
      return "\(path) is the name of a notebook. Name another file."
    }
    guard isCalledNotebook || isInput || holdsNotebook(path) else { return nil }
    return
      "The output would overwrite \(path), which is \(isInput ? "an input" : "a notebook"). Name another file."
  }

  private static func holdsNotebook(_ path: String) -> Bool {
    FileSystem.kind(of: path) == .file && (try? NotebookFile.recognized(at: path)) != nil
  }

  /// Writes the file. Folders above it are created, which standard error says.
  ///
  /// - Parameter text: Its content.
  /// - Throws: Why it cannot be written.
  package func write(_ text: String) throws(FileSystem.Failure) {
    switch target {
    case .standardError: StandardError.write(text, terminator: "")
    case .stream: try FileSystem.writeStream(text, to: path)
    case .file:
      let folder = FileSystem.folder(of: path)
      let isNew = FileSystem.kind(of: folder) == nil
      try FileSystem.write(text, to: path)
      if isNew { StandardError.write("kale-lsp: created the folder \(Terminal.printable(folder)).") }
    }
  }

  /// Finds out where the output of an option goes, before anything is read.
  ///
  /// - Parameters:
  ///   - path: The path, as given; nil if the option is not given.
  ///   - inputs: The paths of files that the command reads.
  /// - Returns: The file, or nil for standard output.
  /// - Throws: The status to exit with, if nothing may be written there.
  package static func named(_ path: String?, besides inputs: [String]) throws -> OutputFile? {
    guard let path, !isStandardOutput(path) else { return nil }
    return try OutputFile(path, besides: inputs)
  }

  /// Writes to a file, or to standard output if no file is given.
  ///
  /// - Parameters:
  ///   - text: What to write.
  ///   - file: The file.
  /// - Throws: The status to exit with, if the file cannot be written.
  package static func write(_ text: String, to file: OutputFile?) throws {
    guard let file else { return StandardOutput.append(text, terminator: "") }
    do throws(FileSystem.Failure) {
      try file.write(text)
    } catch {
      throw ExitStatus.stop(error.description)
    }
  }

  /// Whether a path names standard output, which may be a file itself.
  package static func isStandardOutput(_ path: String) -> Bool { namesOfStandardOutput.contains(path) }

  private static let namesOfStandardOutput: Set = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]
  private static let namesOfStandardError: Set = ["/dev/stderr", "/dev/fd/2", "/proc/self/fd/2"]
}
