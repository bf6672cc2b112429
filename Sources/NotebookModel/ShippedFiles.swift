/// The files of a notebook's folder that travel inside its pipeline, and what keeps others from it.
///
/// The modules that the notebook imports from its folder, and the files that `kale_lsp.files` names. The analysis reads
/// no files: they are passed in.
package struct ShippedFiles: Sendable, Equatable {
  /// A file, with its content.
  package struct File: Sendable, Equatable {
    /// The path relative to the notebook's folder, with `/` between its parts.
    package var path: String
    /// The content.
    package var bytes: [UInt8]
    /// Whether code imports it.
    package var isModule: Bool

    /// Whether the content survives as text: UTF-8 without null characters and carriage returns.
    package var isText: Bool {
      !bytes.contains { $0 == 0 || $0 == UInt8(ascii: "\r") }
        && String(validating: bytes, as: UTF8.self) != nil
    }

    /// Creates a file.
    package init(path: String, bytes: [UInt8], isModule: Bool) {
      self.path = path
      self.bytes = bytes
      self.isModule = isModule
    }
  }

  /// What a file is shipped for.
  package enum Origin: Sendable, Hashable {
    /// The entry of `kale_lsp.files` at this position.
    case entry(Int)
    /// An import of the notebook, as a dotted path, that leads to the file at once or through other modules.
    case imported(String)
  }

  /// Something that is not shipped, or not as meant.
  package struct Problem: Sendable, Hashable {
    /// The kinds of problems.
    package enum Kind: Sendable, Hashable {
      /// An entry matches nothing.
      case noMatch
      /// An entry names a folder.
      case folder
      /// A pattern matches a file whose name is that of a key or of credentials.
      case key
      case symbolicLink
      case compiledExtension
      /// A pipe, a socket or the like.
      case notRegular
      /// The reason, in a few words without a period.
      case unreadable(String)
      /// An entry looks through more names than are read.
      case tooMany
      /// The module has the name of one that comes with Python or the runtime.
      case shadowsPython
      /// The module has the name of a package.
      case shadowsPackage
    }

    /// The kind of problem.
    package var kind: Kind
    /// The path of the file or folder, or the entry as written.
    package var path: String
    /// What leads there.
    package var origin: Origin

    /// Creates a problem.
    package init(_ kind: Kind, _ path: String, _ origin: Origin) {
      self.kind = kind
      self.path = path
      self.origin = origin
    }
  }

  /// A file for which there is not enough space.
  package struct LeftOut: Sendable, Hashable {
    /// The path relative to the notebook's folder.
    package var path: String
    /// The size in bytes.
    package var size: Int
    /// What leads to it.
    package var origin: Origin

    /// Creates a file that is left out.
    package init(path: String, size: Int, origin: Origin) {
      self.path = path
      self.size = size
      self.origin = origin
    }
  }

  /// So many bytes are shipped at most: a Kubernetes object has 1.5 MB, and base64 makes four bytes of three.
  package static let byteLimit = 1_000_000
  /// So many files are shipped at most.
  package static let countLimit = 1000

  /// The files, by path.
  package private(set) var files: [File]
  /// What is wrong, in the order in which it was found.
  package var problems: [Problem]
  /// The files that do not fit, the largest first.
  package private(set) var leftOut: [LeftOut]
  /// The paths of the modules without their ending, and of the folders that they are in.
  private let modules: Set<String>

  /// Nothing is shipped.
  package static let none = ShippedFiles(files: [])

  /// Creates a set of files.
  package init(files: [File], problems: [Problem] = [], leftOut: [LeftOut] = []) {
    self.files = files.sorted { $0.path < $1.path }
    self.problems = problems
    self.leftOut = leftOut.sorted { ($1.size, $0.path) < ($0.size, $1.path) }
    var modules: Set<String> = []
    for file in files where file.isModule {
      var stem = Substring(file.path.utf8.dropLast(".py".utf8.count))
      while modules.insert(String(stem)).inserted, let slash = stem.lastIndex(of: "/") {
        stem = stem[..<slash]
      }
    }
    self.modules = modules
  }

  /// Whether nothing is shipped and nothing is wrong.
  package var isEmpty: Bool { files.isEmpty && problems.isEmpty && leftOut.isEmpty }

  /// About how many bytes the files have in a pipeline, where those that are not text are base64.
  package var encodedByteCount: Int {
    files.reduce(0) { $0 + ($1.isText ? $1.bytes.count : ($1.bytes.count + 2) / 3 * 4) }
  }

  /// The largest file.
  package var largest: File? { files.max { ($0.bytes.count, $1.path) < ($1.bytes.count, $0.path) } }

  /// Whether a module of the notebook's folder, as a dotted path, is shipped.
  package func contains(module: String) -> Bool {
    !modules.isEmpty && modules.contains(module.split(separator: ".").joined(separator: "/"))
  }
}
