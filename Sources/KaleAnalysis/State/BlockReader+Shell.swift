import PythonSyntax

/// The effects of IPython's escapes and of programs on state.
extension BlockReader {
  mutating func noteEscape(_ escape: IPythonEscape) {
    let text = String(decoding: source[escape.range.clamped(to: 0..<source.count)], as: UTF8.self)
    switch escape.kind {
    case .shell: noteCommand(String(text.drop { $0 == "!" || $0 == " " }))
    case .assignment:
      guard let equal = text.firstIndex(of: "=") else { return }
      let command = text[text.index(after: equal)...].drop { $0 == " " }
      if command.first == "!" { noteCommand(String(command.drop { $0 == "!" })) }
    case .lineMagic: noteMagic(Self.words(of: text.drop { $0 == "%" }))
    case .cellMagic: noteCellMagic(text, from: escape.range.upperBound)
    case .help: break
    }
  }

  private mutating func noteMagic(_ words: [String]) {
    switch words.first {
    case "cd": changeFolder(to: words.dropFirst().first)
    case "env", "set_env":
      guard let name = words.dropFirst().first else { return }
      let parts = name.split(separator: "=", maxSplits: 1)
      let variable = Effect.Target.variable(PathText(parts.first.map(String.init) ?? name))
      emit(variable, parts.count > 1 || words.count > 2 ? .replace : .read)
    case "pwd": emit(item: .workingDirectory, .read)
    case "sx", "system": noteCommand(words: Array(words.dropFirst()))
    case "run", "load": if let file = words.last, words.count > 1 { note(.read, file) }
    case "mkdir", "rm", "cp", "mv", "ls", "cat": noteCommand(words: words)
    default: break
    }
  }

  private mutating func noteCellMagic(_ line: String, from end: Int) {
    let words = Self.words(of: line.drop { $0 == "%" })
    switch words.first {
    case "writefile", "file":
      guard let file = words.last, words.count > 1 else { return }
      note(words.contains("-a") ? .both : .write, file)
    case "bash", "sh", "script", "system", "sx", "!":
      let rest = String(decoding: source[min(max(0, end), source.count)...], as: UTF8.self)
      for line in rest.split(whereSeparator: \.isNewline) { noteCommand(String(line)) }
    default: break
    }
  }

  /// Notes the effects of a shell command on the files that it names.
  mutating func noteCommand(_ line: String) {
    guard line.first != "#" else { return }
    for part in line.split(whereSeparator: { "|;&".contains($0) }) {
      noteCommand(
        words: Self.words(
          of: part.split(separator: ">", omittingEmptySubsequences: false).joined(separator: " > ")))
    }
  }

  /// Notes the effects of a command on the files among its arguments.
  mutating func noteCommand(words: [String]) {
    let command = words.prefix { $0 != ">" }
    // `>>` is two signs by now; what a redirection names is the last word.
    if command.count < words.count, let file = words.last, file != ">" {
      note(words.filter { $0 == ">" }.count > 1 ? .both : .write, file)
    }
    guard let name = command.first(where: { !$0.contains("=") && $0 != "sudo" }) else { return }
    let arguments = command.drop { $0 != name }.dropFirst().filter { !$0.hasPrefix("-") }
    let table = ShellCommandTable.self
    if table.silent.contains(name) { return }
    if table.folderMakers.contains(name) {
      for folder in arguments { noteFolder(Self.path(folder)) }
    } else if table.copies.contains(name) {
      for file in arguments.dropLast() { note(name == "mv" ? .both : .read, file) }
      if let target = arguments.last { note(.write, target) }
    } else if table.writers.contains(name) {
      for file in arguments { note(.write, file) }
    } else if table.downloads.contains(name) {
      noteDownload(Array(command))
    } else {
      let isKnown = table.readers.contains(name) || table.archives.contains(name)
      if !isKnown { emit(.variable(.unknown), .read) }
      for file in arguments where file.contains(".") || file.contains("/") { note(.read, file) }
      if table.archives.contains(name) { note(.write, "$") }
      if !isKnown || table.archives.contains(name) { noteUnseenFiles() }
    }
  }

  private mutating func noteDownload(_ command: [String]) {
    if let option = command.firstIndex(where: { ["-O", "-o", "--output", "--output-document"].contains($0) }),
      command.indices.contains(option + 1), !command[option + 1].contains("://")
    {
      note(.write, command[option + 1])
    } else if let address = command.first(where: { $0.contains("://") }),
      command.first == "wget" || command.contains("-O")
    {
      let name = address.prefix { $0 != "?" }.split(separator: "/").last
      if let name { note(.write, String(name)) }
    } else {
      noteUnseenFiles()
    }
  }

  private mutating func note(_ use: Use, _ file: String) { note(use, Self.path(file), family: "") }

  /// The path that a word of a shell command means; an unknown path if the word has variables or patterns.
  private static func path(_ word: String) -> PathText {
    word.contains { "$`{*?~".contains($0) } ? .unknown : PathText(word)
  }

  private static func words(of text: some StringProtocol) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map { word in
      let isQuote = { (character: Character) in character == "\"" || character == "'" }
      let start = word.drop(while: isQuote)
      let end = start.reversed().drop(while: isQuote)
      return String(end.reversed())
    }
  }
}
