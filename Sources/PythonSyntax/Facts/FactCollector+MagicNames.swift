/// Names that magics define.
extension FactCollector {
  func collectMagicNames(into facts: inout CellFacts) {
    for escape in escapes where escape.kind == .lineMagic || escape.kind == .cellMagic {
      let magic = MagicLine(escape, in: source)
      for name in magic.names {
        facts.hiddenNames.append(HiddenName(name: name, range: escape.range, isFromMagic: true))
      }
      if magic.definesOthers {
        let sign = escape.kind == .cellMagic ? "%%" : "%"
        facts.openings.append(NameOpening(text: sign + escape.text, range: escape.range))
      }
    }
  }
}

/// The line of a magic, as far as it names variables that the magic defines.
struct MagicLine {
  /// The variables.
  private(set) var names: [String] = []
  /// Whether the magic may define others.
  private(set) var definesOthers: Bool

  init(_ escape: IPythonEscape, in source: [UInt8]) {
    let magic = escape.text
    let line = source[escape.range.clamped(to: source.indices)].prefix { !$0.isLineEnd }
    var words = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    if !words.isEmpty { words.removeFirst() }
    definesOthers = !MagicTable.plain.contains(magic)
    readOptions(of: magic, words)
    if MagicTable.takesName.contains(magic) { addFirstName(words) }
    if MagicTable.takesNames.contains(magic) { for word in words { add(word) } }
    if let arrow = words.firstIndex(of: "<<"), arrow > 0 { add(words[arrow - 1]) }
    if magic == "store" { readStore(words) }
  }

  private mutating func add(_ text: String) {
    for part in text.split(separator: ",") where BrokenStatement.isIdentifier(String(part)) {
      names.append(String(part))
    }
  }

  /// `-o name`, `--out name`, `--out=name`
  private mutating func readOptions(of magic: String, _ words: [String]) {
    guard let options = MagicTable.options[magic] else { return }
    for (index, word) in words.enumerated() {
      if options.contains(word), index + 1 < words.count {
        add(words[index + 1])
      } else if let sign = word.firstIndex(of: "="), options.contains(String(word[..<sign])) {
        add(String(word[word.index(after: sign)...]))
      }
    }
  }

  /// The first word that is neither an option nor the value of one.
  private mutating func addFirstName(_ words: [String]) {
    var isValue = false
    for word in words {
      if word.hasPrefix("-") {
        isValue = !word.contains("=") && !MagicTable.flags.contains(word)
      } else if isValue {
        isValue = false
      } else {
        return add(word)
      }
    }
  }

  /// `%store -r name`; without names it restores all that are stored.
  private mutating func readStore(_ words: [String]) {
    guard words.contains("-r") else { return }
    let restored = words.filter { !$0.hasPrefix("-") }
    for name in restored { add(name) }
    definesOthers = restored.isEmpty
  }
}
