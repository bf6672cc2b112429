import NotebookModel
import PythonSyntax

/// Notes the uses of files while cells are read.
struct FileLog {
  /// In place of the kind of a file: it is only asked about.
  static let probes = "probe"
  /// In place of the kind of a file: it is one of those that a program or a download creates.
  static let creations = "creation"
  /// In place of the kind of a file: it is one of those that a pattern matches.
  static let listings = "listing"
  /// In place of the kind of a file: it is imported.
  static let imports = "import"

  /// The cell that is read.
  var cell: CellIndex?
  var statement = 0..<0
  private(set) var uses: [FileUse] = []

  /// The largest number of uses that are kept for a notebook.
  private static let limit = 4096

  mutating func note(_ effect: Effect, of unit: UnitIndex?) {
    guard uses.count < Self.limit else { return }
    switch effect.target {
    case .file(let path, let family, isFolder: false):
      let file = PathPattern(path, family: nil, isFolder: false)
      guard let purpose = Self.purpose(effect.access, of: file, family) else { return }
      add(purpose, file, of: unit)
    case .item(.workingDirectory) where effect.access.isChange || effect.access == .restore:
      add(.changeOfFolder, PathPattern(.unknown, family: nil, isFolder: false), of: unit)
    case .file, .item, .option, .database, .variable, .argument, .drawing, .handler, .name: break
    }
  }

  private mutating func add(_ purpose: FileUse.Purpose, _ file: PathPattern, of unit: UnitIndex?) {
    guard let cell else { return }
    uses.append(FileUse(unit: unit, cell: cell, statement: statement, purpose: purpose, file: file))
  }

  private static func purpose(
    _ access: Effect.Access, of file: PathPattern, _ family: String?
  ) -> FileUse.Purpose? {
    guard access == .read else {
      return file.isBlank ? family == creations ? .creation : .unseenWrite : .write
    }
    if file.isBlank { return nil }
    switch family {
    case probes: return .probe
    case listings: return file.isExact ? .read : .listing
    case imports: return .imports
    default: return .read
    }
  }

  /// Parts of the names of functions that download or unpack files.
  private static let creators = [
    "clone_from", "download", "extractall", "get_file", "retrieve", "unpack", "unzip",
  ].map { Array($0.utf8) }

  /// Whether a function, by its name, may create files. Every call is asked about, so its bytes are compared.
  static func mayCreateFiles(_ callee: Operand) -> Bool {
    switch callee {
    case .name(let name, _), .attribute(_, let name):
      let bytes = name.utf8.map(lowercased)
      return creators.contains { creator in
        bytes.indices.contains { bytes[$0] == creator[0] && bytes[$0...].starts(with: creator) }
      }
    default: return false
    }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}

extension CodeOperations {
  /// Only the operations that may concern files: fewer to go through with each edit.
  var concerningFiles: CodeOperations {
    compactMapOperations { operation in
      var operation = operation
      switch operation.kind {
      case .importName, .define, .escape: return operation
      case .store(.name(let name, .module), let value):
        // What is not a path has to be known for that.
        if !value.mayBePath { operation.kind = .store(.name(name, .module), value: .other) }
        return operation
      case .call(let callee, _): return callee.mayUseFiles ? operation : nil
      case .store, .read, .update, .delete, .iterate, .show: return nil
      }
    }
  }
}

extension Operand {
  fileprivate var mayBePath: Bool {
    switch self {
    case .text, .joined, .quotient, .name, .call: true
    case .attribute(_, let name): name == "parent"
    case .constant, .item, .sequence, .dictionary, .choice, .slice, .comparison, .other: false
    }
  }

  fileprivate var mayUseFiles: Bool {
    switch self {
    // It may be a function of the notebook.
    case .name: true
    case .attribute(_, let name): FileWords.functions.contains(name) || FileLog.mayCreateFiles(self)
    default: false
    }
  }
}
