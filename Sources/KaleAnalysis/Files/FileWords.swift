import PythonSyntax

/// Words in code that show, before anything else is known of it, that it may use files.
enum FileWords {
  /// The last parts of the names of functions and methods that use files.
  static let functions: Set<String> = {
    typealias Functions = FileFunctionTable
    typealias Methods = FileMethodTable
    let dotted = [Functions.readers, Functions.writers, Functions.openers].flatMap(\.keys)
    var names = Set(
      (dotted + Functions.maps.keys + Functions.listings).compactMap {
        $0.split(separator: ".").last.map(String.init)
      })
    names.formUnion(Methods.readers.keys)
    names.formUnion(Methods.writers.keys)
    for methods in [
      Methods.pathReaders, Methods.pathWriters, Methods.pathListings, Methods.streamWriters,
      Methods.databaseMethods,
    ] {
      names.formUnion(methods)
    }
    return names.union(["chdir", "open", "run", "save", "system"])
  }()

  /// Names that are those of functions for files, and more often of others. Where these are meant, the cell names a file
  /// as well.
  private static let ambiguous: Set<String> = ["copy", "link", "remove", "run", "write"]

  /// Finds the traits of code that concern files.
  static func traits(of source: [UInt8], _ escapes: [IPythonEscape]) -> CellTraits {
    var traits: CellTraits = []
    for escape in escapes where escape.kind != .help {
      // Their arguments have no quotes around them.
      if escape.text != "matplotlib" && escape.text != "pylab" { traits.formUnion([.fileCalls, .fileNames]) }
    }
    for (place, byte) in source.enumerated() {
      switch byte {
      case UInt8(ascii: "("):
        guard !traits.isSuperset(of: [.fileCalls, .fileNames]),
          let function = fileFunction(before: place, in: source)
        else { break }
        traits.insert(.fileCalls)
        // The names of folders look like other words.
        if FileMethodTable.ofFolders.contains(function) { traits.insert(.fileNames) }
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        if !traits.contains(.fileNames), isFileName(before: place, in: source) { traits.insert(.fileNames) }
      default: break
      }
    }
    return traits
  }

  private static let lengths = 3...24

  private static func fileFunction(before end: Int, in source: [UInt8]) -> String? {
    var start = end
    while start > 0, end - start <= lengths.upperBound, isPartOfName(source[start - 1]) { start -= 1 }
    guard lengths.contains(end - start) else { return nil }
    let name = String(decoding: source[start..<end], as: UTF8.self)
    return functions.contains(name) && !ambiguous.contains(name) ? name : nil
  }

  /// Whether a string that ends at a quotation mark ends like a file name, or is the end of one: `data.csv`, `.csv`, but not
  /// `3.14`.
  private static func isFileName(before end: Int, in source: [UInt8]) -> Bool {
    var start = end
    while start > 0, end - start <= longestExtension, source[start - 1].isLetterOrDigit { start -= 1 }
    guard start < end, end - start <= longestExtension, start > 1, source[start - 1] == UInt8(ascii: ".")
    else {
      return false
    }
    return !source[start].isDigit
      && (isPartOfName(source[start - 2]) || "}\"'".utf8.contains(source[start - 2]))
  }

  private static let longestExtension = 8

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || byte == UInt8(ascii: "_")
  }
}
