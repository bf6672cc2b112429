/// Names in strings that a library reads as code.
enum TextNames {
  /// The variables of a query of a table, which have an `@` in front: `price > @limit`.
  static func variables(in text: [UInt8]) -> [String] {
    var names: [String] = []
    var place = text.startIndex
    while let sign = text[place...].firstIndex(of: UInt8(ascii: "@")) {
      let end = endOfName(from: sign + 1, in: text)
      if end > sign + 1 { names.append(String(decoding: text[sign + 1..<end], as: UTF8.self)) }
      place = max(end, sign + 1)
    }
    return names
  }

  /// The names that the fields of a format string begin with: `{low:.2f}`, `{frame.shape[0]}`.
  static func fields(in text: [UInt8]) -> [String] {
    var names: [String] = []
    var place = text.startIndex
    while place < text.endIndex {
      guard text[place] == "{" else {
        place += 1
        continue
      }
      if place + 1 < text.endIndex, text[place + 1] == "{" {
        place += 2
        continue
      }
      let end = endOfName(from: place + 1, in: text)
      if end > place + 1 { names.append(String(decoding: text[place + 1..<end], as: UTF8.self)) }
      place = end
    }
    return names
  }

  /// The names in a template: `$low`, `${low}`.
  static func placeholders(in text: [UInt8]) -> [String] {
    var names: [String] = []
    var place = text.startIndex
    while let sign = text[place...].firstIndex(of: UInt8(ascii: "$")) {
      var start = sign + 1
      if start < text.endIndex, text[start] == UInt8(ascii: "$") {
        place = start + 1
        continue
      }
      if start < text.endIndex, text[start] == UInt8(ascii: "{") { start += 1 }
      let end = endOfName(from: start, in: text)
      if end > start { names.append(String(decoding: text[start..<end], as: UTF8.self)) }
      place = max(end, start)
    }
    return names
  }

  /// The words that follow `from` and `join` in a query.
  static func tables(in text: [UInt8]) -> [String] {
    let words = text.split { !($0.isWordByte || $0 == ".") }
    return zip(words, words.dropFirst()).compactMap { word, next in
      let keyword = word.map(\.lowercased)
      guard keyword.elementsEqual("from".utf8) || keyword.elementsEqual("join".utf8) else { return nil }
      let name = String(decoding: next, as: UTF8.self)
      return BrokenStatement.isIdentifier(name) ? name : nil
    }
  }

  private static func endOfName(from start: Int, in text: [UInt8]) -> Int {
    guard start < text.endIndex, !text[start].isDigit else { return start }
    return text[start...].firstIndex { !$0.isWordByte } ?? text.endIndex
  }
}
