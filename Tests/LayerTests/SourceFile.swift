import KaleWorkspace

/// A Swift file of the repository, taken apart into what tests of the layers look at.
struct SourceFile: Sendable {
  /// The path, from the root of the repository.
  let path: String
  /// The text.
  let text: String
  /// The words of the code: what stands in comments and string literals is left out.
  let words: Set<String>
  /// The functions that the code calls by nothing but their names.
  let calls: Set<String>
  /// The types that the file declares at its top level, for other files too.
  let types: Set<String>
  /// The modules that the file imports.
  let imports: Set<String>

  /// Reads the file at a path from the root of the repository.
  init(path: String) throws {
    self.path = path
    let bytes = try FileSystem.read(Self.root + "/" + path)
    text = String(decoding: bytes, as: UTF8.self)
    var scan = CodeScan(bytes)
    scan.run()
    (words, calls, types, imports) = (scan.words, scan.calls, scan.types, scan.imports)
  }

  /// The folder of the repository.
  static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

  /// The Swift files below a folder of the repository, by their paths.
  static func all(below folder: String) throws -> [SourceFile] {
    let listing = FileSystem.files(below: root + "/" + folder, endingIn: ".swift")
    return try listing.files.sorted().map { try SourceFile(path: String($0.dropFirst(root.count + 1))) }
  }

  /// The files of `Sources`, read once.
  static let sources = Result { try all(below: "Sources") }

  /// The name of the target: the second part of the path.
  var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
}

/// Reads Swift code word by word.
///
/// Regular expressions would take seconds over all files.
struct CodeScan {
  private let bytes: [UInt8]
  private var position = 0
  /// How many braces are open.
  private var depth = 0
  private var previousWord = ""
  /// Whether what the line declares is hidden from other files.
  private var isPrivate = false
  private(set) var words: Set<String> = []
  private(set) var calls: Set<String> = []
  private(set) var types: Set<String> = []
  private(set) var imports: Set<String> = []

  private static let declaring: Set<String> = ["struct", "class", "enum", "protocol", "actor", "typealias"]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func run() { readCode(until: nil) }

  private func next(_ offset: Int = 0) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }

  /// Reads code up to the closing parenthesis of an interpolation, or to the end.
  private mutating func readCode(until end: UInt8?) {
    var parentheses = 0
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "/") where next(1) == UInt8(ascii: "/"):
        while let byte = next(), byte != UInt8(ascii: "\n") { position += 1 }
      case UInt8(ascii: "\""), UInt8(ascii: "#"): readString()
      case UInt8(ascii: "("):
        parentheses += 1
        position += 1
      case UInt8(ascii: ")"):
        position += 1
        if end == byte, parentheses == 0 { return }
        parentheses -= 1
      case UInt8(ascii: "\n"):
        isPrivate = false
        position += 1
      case UInt8(ascii: "{"):
        depth += 1
        position += 1
      case UInt8(ascii: "}"):
        depth -= 1
        position += 1
      case let byte where byte.isWordByte: readWord()
      default: position += 1
      }
    }
  }

  private mutating func readWord() {
    let start = position
    while let byte = next(), byte.isWordByte { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    words.insert(word)
    if next() == UInt8(ascii: "("), start == 0 || bytes[start - 1] != UInt8(ascii: "."),
      previousWord != "func"
    {
      calls.insert(word)
    }
    if word == "private" || word == "fileprivate" { isPrivate = true }
    if depth == 0, !isPrivate, Self.declaring.contains(previousWord) { types.insert(word) }
    if depth == 0, previousWord == "import" { imports.insert(word) }
    previousWord = word
  }

  /// Reads a string literal with the `#` in front of it, and the code in its interpolations.
  private mutating func readString() {
    var signs = 0
    while next() == UInt8(ascii: "#") {
      signs += 1
      position += 1
    }
    guard next() == UInt8(ascii: "\"") else { return }
    let quotes = next(1) == UInt8(ascii: "\"") && next(2) == UInt8(ascii: "\"") ? 3 : 1
    position += quotes
    while let byte = next() {
      if byte == UInt8(ascii: "\\"), isRepeated(UInt8(ascii: "#"), signs, from: 1) {
        position += 1 + signs
        let isInterpolation = next() == UInt8(ascii: "(")
        position += 1
        if isInterpolation { readCode(until: UInt8(ascii: ")")) }
      } else if isRepeated(UInt8(ascii: "\""), quotes, from: 0),
        isRepeated(UInt8(ascii: "#"), signs, from: quotes)
      {
        position += quotes + signs
        return
      } else {
        position += 1
      }
    }
  }

  private func isRepeated(_ byte: UInt8, _ count: Int, from offset: Int) -> Bool {
    (offset..<offset + count).allSatisfy { next($0) == byte }
  }
}

extension UInt8 {
  fileprivate var isWordByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
