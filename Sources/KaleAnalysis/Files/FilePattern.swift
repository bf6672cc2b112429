/// An entry of `kale_lsp.files`: a path relative to the notebook's folder, in which parts may be patterns.
package struct FilePattern: Sendable, Hashable {
  /// A part of the path.
  enum Part: Sendable, Hashable {
    /// `**`: any number of folders.
    case folders
    case name(FileNamePattern)
  }

  /// The entry as written.
  package let text: String
  /// Its position in the list.
  package let index: Int
  /// Never empty; the last is a name.
  let parts: [Part]

  /// The largest length of an entry, since each part is compared with many names.
  private static let longest = 1024

  /// Why an entry is invalid.
  enum Fault: Error {
    case malformed, absolute, outside, hidden
  }

  /// Reads an entry.
  init(_ text: String, at index: Int) throws(Fault) {
    guard !text.isEmpty, text.utf8.count <= Self.longest, !text.utf8.contains(0) else { throw .malformed }
    if text.utf8.first == UInt8(ascii: "/") { throw .absolute }
    var parts: [Part] = []
    for part in text.unicodeScalars.split(separator: "/").map({ String($0) }) where part != "." {
      if part == ".." { throw .outside }
      if part.unicodeScalars.first == "." { throw .hidden }
      if part != "**" {
        parts.append(.name(FileNamePattern(part)))
      } else if parts.last != .folders {
        parts.append(.folders)
      }
    }
    if parts.last == .folders { parts.append(.name(FileNamePattern("*"))) }
    guard !parts.isEmpty else { throw .malformed }
    self.text = text
    self.index = index
    self.parts = parts
  }
}
