import PythonSyntax

/// The effects of code on files.
extension BlockReader {
  enum Use { case read, write, both }

  // MARK: Functions

  mutating func noteFiles(_ path: String, _ arguments: [CallArgument]) {
    if path == "shutil.make_archive" { return noteArchive(arguments) }
    // Without a slash in front, it is the name of a model on a server.
    if path.hasSuffix(".from_pretrained"), let folder = filePath(at: 0, arguments),
      folder.exact?.hasPrefix("/") ?? true
    {
      note(.read, folder, family: "")
      noteReads(below: folder)
    }
    guard FileFunctionTable.functions.contains(path) else { return }
    if let family = FileFunctionTable.openers[path] {
      guard let file = filePath(at: 0, arguments) else { return }
      return note(mode(at: 1, arguments), file, family: family)
    }
    if let place = FileFunctionTable.maps[path], let file = filePath(at: 0, arguments) {
      note(mode(at: place, arguments, default: .both), file, family: "numpy")
    }
    if let family = FileFunctionTable.readers[path], let file = filePath(at: 0, arguments) {
      let isProbe = world.logsFiles && FileFunctionTable.probes.contains(path)
      let isMapped = arguments.keyword("mmap_mode").map { text(of: $0).exact != "r" } ?? false
      note(isMapped ? .both : .read, file, family: isProbe ? FileLog.probes : family)
      if FileFunctionTable.folderReaders.contains(path) { noteReads(below: file) }
    }
    if FileFunctionTable.movers.contains(path), let file = filePath(at: 0, arguments) {
      note(.both, file, family: "")
    }
    if let family = FileFunctionTable.writers[path],
      let file = filePath(at: FileFunctionTable.positions[path] ?? 0, arguments)
    {
      note(.write, file, family: family)
      if FileFunctionTable.folderWriters.contains(path) { noteFiles(below: file) }
    }
    if FileFunctionTable.folderMakers.contains(path), let folder = filePath(at: 0, arguments) {
      noteFolder(folder)
    }
    if FileFunctionTable.listings.contains(path) {
      let pattern = arguments.isEmpty ? PathText("") : filePath(at: 0, arguments)
      guard let pattern else { return }
      noteListing(path.hasPrefix("glob.") ? glob(pattern) : below(pattern))
    }
  }

  /// `shutil.make_archive("results", "zip", "out")` writes `results.zip`, with what is in `out`.
  private mutating func noteArchive(_ arguments: [CallArgument]) {
    let folder = arguments.positional(2) ?? arguments.keyword("root_dir")
    noteListing(folder.map { below(text(of: $0)) } ?? .unknown)
    guard let name = arguments.positional(0), let format = arguments.positional(1) else { return }
    let endings = ["zip": ".zip", "tar": ".tar", "gztar": ".tar.gz", "bztar": ".tar.bz2", "xztar": ".tar.xz"]
    let ending = text(of: format).exact.flatMap { endings[$0] }
    note(.write, PathText(joining: [text(of: name), ending.map { PathText($0) } ?? .unknown]), family: "")
  }

  /// The path that is passed to a function; nil if no path is passed, or a buffer.
  func filePath(at place: Int, _ arguments: [CallArgument]) -> PathText? {
    if let value = arguments.positional(place) { return path(of: value) }
    let keyword = arguments.first { argument in
      if case .keyword(let name) = argument.form {
        FileFunctionTable.pathArguments.contains(name)
      } else {
        false
      }
    }
    if let keyword { return path(of: keyword.value) }
    return arguments.contains { $0.form == .unpacked } ? .unknown : nil
  }

  private func path(of operand: Operand) -> PathText? {
    if case .constant = operand { return nil }
    return meaning(of: operand).path
  }

  private func mode(at place: Int, _ arguments: [CallArgument], default use: Use = .read) -> Use {
    guard let mode = arguments.positional(place) ?? arguments.keyword("mode") else { return use }
    guard let text = text(of: mode).exact else { return .both }
    // What is appended to a file that is not there starts one.
    if world.logsFiles, text.contains("a"), !text.contains("+") { return .write }
    if text.contains("+") && !text.contains("w") || text.contains("a") { return .both }
    return text.contains("w") || text.contains("x") ? .write : .read
  }

  // MARK: Methods

  mutating func noteFileMethod(_ method: String, of receiver: Meaning, _ arguments: [CallArgument]) {
    let isOfFolder = FileMethodTable.ofFolders.contains(method)
    if let family = FileMethodTable.writers[method], let file = filePath(at: 0, arguments) {
      note(.write, file, family: family)
      if isOfFolder { noteFiles(below: file) }
    } else if let family = FileMethodTable.readers[method], let file = filePath(at: 0, arguments) {
      note(.read, file, family: family)
      if isOfFolder { noteReads(below: file) }
    } else if method == "save", let value = arguments.positional(0),
      case .text(let file) = meaning(of: value).kind
    {
      note(.write, file, family: "")
    }
    switch receiver.kind {
    case .text, .argument, .unknown, .container, .dictionary, .iterator:
      if let path = receiver.path { notePathMethod(method, path, arguments) }
    case .stream(let path):
      if FileMethodTable.streamWriters.contains(method) { note(.both, path, family: "") }
    case .library, .made, .definition, .instance, .closure, .database: break
    }
  }

  private mutating func notePathMethod(_ method: String, _ path: PathText, _ arguments: [CallArgument]) {
    if FileMethodTable.pathReaders.contains(method) {
      let isProbe = world.logsFiles && FileMethodTable.pathProbes.contains(method)
      note(.read, path, family: isProbe ? FileLog.probes : "")
    } else if FileMethodTable.pathWriters.contains(method) {
      note(.write, path, family: "")
    } else if FileMethodTable.pathListings.contains(method), path != .unknown {
      let pattern = arguments.positional(0).map { text(of: $0) }
      noteListing(glob(pattern.map { path.appending($0) } ?? path.appending(.unknown)))
    } else if method == "mkdir" {
      noteFolder(path)
    } else if method == "open", path != .unknown {
      note(mode(at: 0, arguments), path, family: "")
    } else if method == "rename" || method == "replace", path != .unknown, arguments.count == 1,
      let target = filePath(at: 0, arguments)
    {
      note(.both, path, family: "")
      note(.write, target, family: "")
    }
  }

  // MARK: Effects

  mutating func note(_ use: Use, _ path: PathText, family: String) {
    if let exact = path.exact {
      if exact.isEmpty || Self.ownFiles.contains(exact) { return }
      // What is read from an address no step has written there.
      if use == .read, exact.hasPrefix("http://") || exact.hasPrefix("https://") { return }
    }
    if case .text(let text) = path.pieces.first, text.hasPrefix("/") || text.hasScheme {
      // Another working directory makes no difference.
    } else {
      emit(item: .workingDirectory, .read)
    }
    let target = Effect.Target.file(path, family: family.isEmpty ? nil : family, isFolder: false)
    if use != .write { emit(target, .read) }
    guard use != .read else { return }
    if let folder = path.parent { emit(.file(folder, family: nil, isFolder: true), .read) }
    emit(target, use == .write && path.exact != nil ? .replace : .change)
  }

  /// Notes that code reads all files of a folder.
  private mutating func noteReads(below folder: PathText) {
    if folder.exact != nil { noteListing(below(folder)) }
  }

  /// Notes that code writes files in a folder, whatever their names.
  private mutating func noteFiles(below folder: PathText) {
    guard folder.exact != nil else { return }
    emit(.file(below(folder), family: nil, isFolder: false), .change)
  }

  /// Notes that code may create files of which it does not say the names.
  mutating func noteUnseenFiles() {
    if world.logsFiles { emit(.file(.unknown, family: FileLog.creations, isFolder: false), .change) }
  }

  /// Files that every process has separately.
  private static let ownFiles: Set<String> = ["/dev/null", "/dev/stdout", "/dev/stderr", ":memory:", "-"]

  /// A folder and its parents: creating a folder that exists changes nothing.
  mutating func noteFolder(_ path: PathText) {
    emit(item: .workingDirectory, .read)
    var folder: PathText? = path
    var depth = 0
    while let current = folder, depth < 8 {
      if current.exact != "" { emit(.file(current, family: nil, isFolder: true), .replace) }
      folder = current.parent
      depth += 1
    }
  }

  private mutating func noteListing(_ pattern: PathText) {
    emit(item: .workingDirectory, .read)
    emit(.file(pattern, family: world.logsFiles ? FileLog.listings : nil, isFolder: false), .read)
  }

  private func below(_ folder: PathText) -> PathText {
    folder.exact == "" || folder.exact == "." ? .unknown : folder.appending(.unknown)
  }

  /// A pattern of the shell as a path of which a part is unknown.
  private func glob(_ pattern: PathText) -> PathText {
    guard let text = pattern.exact else { return pattern }
    guard let first = text.firstIndex(where: { "*?[".contains($0) }),
      let last = text.lastIndex(where: { "*?]".contains($0) })
    else { return pattern }
    return PathText(
      joining: [
        PathText(String(text[..<first])), .unknown, PathText(String(text[text.index(after: last)...])),
      ])
  }
}

extension FileFunctionTable {
  /// The functions that use files: most functions are none of them.
  static let functions = Set(openers.keys).union(maps.keys).union(readers.keys).union(movers).union(
    writers.keys
  )
  .union(folderMakers).union(listings)
}
