/// What a text says about a cell: its metadata, and where they stand.
struct CellOptions: Sendable {
  /// How the metadata are written.
  enum Notation: Sendable {
    /// `tags=["step:a"] name="x"` on the marker's line; a new one comes at `end`.
    case pairs(end: Int)
    /// An object after the marker.
    case json
    /// MyST's `:tags: [a]` below the marker, new ones before the line that starts at `end`.
    case fields(end: Int)
    /// YAML between `---` below the marker, new ones before the line that starts at `end`.
    case yaml(end: Int)
  }

  var notation: Notation
  var members: [TextMember] = []
  /// Bytes of the object, where the metadata are one.
  var range: Range<Int>
  /// What precedes the metadata: a title, or the language of a fenced block.
  var title = ArraySlice<UInt8>()
  /// Bytes that should be metadata and are none.
  var unreadable: Range<Int>?

  /// The value of an option, the last of that name.
  subscript(key: String) -> TextNode? { members.last { $0.key == key }?.value }

  func string(_ key: String) -> String? { self[key]?.string }

  /// Whether the options are written in YAML.
  var isYAML: Bool {
    switch notation {
    case .fields, .yaml: true
    case .pairs, .json: false
    }
  }

  /// The index of the member that holds an option.
  func index(of key: String) -> Int? { members.lastIndex { $0.key == key } }

  /// The cell's kind as its metadata have it, for scripts; nil for a code cell.
  var declaredKind: NotebookCell.Kind? {
    for (name, kind) in [("[markdown]", NotebookCell.Kind.markdown), ("[raw]", .raw), ("[md]", .markdown)]
    where title.firstPlace(of: name) != nil {
      return kind
    }
    guard let kind = self["cell_type"] else { return nil }
    switch kind.string {
    case "code": return .code
    case "markdown": return .markdown
    default: return .raw
    }
  }

  /// Whether the cell takes part in files of a kind, named by the ending of their names; nil where nothing is said.
  private func activity(in ending: String) -> Bool? {
    if self["run_control"]?["frozen"]?.value == .bool(true) { return ending == "ipynb" }
    for tag in self["tags"]?.elements ?? [] {
      guard let text = tag.string, text.hasPrefix("active-") else { continue }
      return text.split(separator: "-").contains { $0 == ending }
    }
    return string("active")?.split { $0 == "." || $0 == "," }.contains { $0 == ending }
  }

  /// Whether the cell is code for Jupyter.
  var isActiveInNotebook: Bool { activity(in: "ipynb") ?? true }

  /// Whether the cell stands in a script as code, and not as comments.
  func isActiveInScript(default isActive: Bool = true) -> Bool { activity(in: "py") ?? isActive }

  /// The language of the cell where the metadata name one.
  var language: String? { string("language") }
}

extension CellOptions {
  /// Reads what follows a cell marker. Before the metadata stands a title of any words, or, where it has none,
  /// a language alone.
  init(reading line: ArraySlice<UInt8>, isTitled: Bool) {
    let text = line.trimmed
    self.init(notation: .pairs(end: text.endIndex), range: text.startIndex..<text.endIndex)
    let brace = text.firstIndex(of: UInt8(ascii: "{"))
    let equals = text.firstIndex(of: UInt8(ascii: "="))
    if let brace, equals.map({ brace < $0 }) ?? true {
      readObject(text[brace...])
      title = text[..<brace].trimmed
      return
    }
    title = isTitled ? Self.title(of: text, equals: equals) : Self.language(of: text)
    readPairs(text[title.endIndex...])
  }

  private mutating func readObject(_ text: ArraySlice<UInt8>) {
    var reader = LiteralReader(text)
    range = text.startIndex..<text.endIndex
    guard let node = reader.read(), reader.offset == text.endIndex, node.isObject else {
      unreadable = range
      return
    }
    notation = .json
    members = node.members
  }

  /// The words before the first key.
  private static func title(of text: ArraySlice<UInt8>, equals: Int?) -> ArraySlice<UInt8> {
    var title = text[..<(equals ?? text.endIndex)]
    if equals != nil {
      while title.last == 0x20 { title.removeLast() }
      while let last = title.last, last != 0x20 { title.removeLast() }
    }
    while true {
      while title.last == 0x20 { title.removeLast() }
      // Words that start with a dot are attributes.
      let start = title.lastIndex(of: 0x20).map { $0 + 1 } ?? title.startIndex
      let word = title[start...]
      guard !word.isEmpty, word.isBlank || word.first == UInt8(ascii: ".") else { return title }
      title = title[..<start]
    }
  }

  private static func language(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let word = text.prefix { $0 != 0x20 }
    return JupytextLanguages.contains(word) ? word : text[text.startIndex..<text.startIndex]
  }

  private mutating func readPairs(_ text: ArraySlice<UInt8>) {
    var rest = text.drop { $0 == 0x20 || $0 == 0x09 }
    while !rest.isEmpty {
      let word = rest
      if let member = Self.member(&rest) {
        members.append(member)
      } else {
        // What precedes something unreadable is lost with it.
        members = []
        rest = word.drop { $0 != 0x20 }
        unreadable = (unreadable?.lowerBound ?? text.trimmedStart)..<rest.startIndex
      }
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    }
  }

  /// The key and value at the start of `rest`, or a key alone; what follows it is left in `rest`.
  private static func member(_ rest: inout ArraySlice<UInt8>) -> TextMember? {
    let key = rest.prefix { $0.isASCIILetter || $0.isASCIIDigit || "_.@/-".utf8.contains($0) }
    guard !key.isEmpty else { return nil }
    let keyRange = key.startIndex..<key.endIndex
    let behind = rest[key.endIndex...].drop { $0 == 0x20 }
    guard behind.first == UInt8(ascii: "=") else {
      guard rest.endIndex == key.endIndex || rest[key.endIndex] == 0x20,
        key.first?.isASCIIDigit == false, !key.contains(where: { "@/-".utf8.contains($0) })
      else { return nil }
      rest = rest[key.endIndex...]
      let nothing = TextNode(range: key.endIndex..<key.endIndex, content: .scalar(.null))
      return TextMember(key: key.string, keyRange: keyRange, value: nothing)
    }
    var reader = LiteralReader(behind.dropFirst())
    guard let value = reader.read(), reader.offset == rest.endIndex || rest[reader.offset] == 0x20 else {
      return nil
    }
    rest = rest[reader.offset...]
    return TextMember(key: key.string, keyRange: keyRange, value: value)
  }
}
