import KaleWorkspace
import NotebookModel
import SourceText

/// The difference that edits make to a text, line by line, as `diff -u` writes it.
struct UnifiedDiff {
  /// Lines that go, and those that come in their place.
  private struct Change {
    /// Old lines, from 0.
    var old: Range<Int>
    var new: [ArraySlice<UInt8>]
  }

  private static let contextLines = 3

  private let path: String
  /// The old lines with their line breaks; a CR is part of its line.
  private let lines: [ArraySlice<UInt8>]
  private var changes: [Change] = []

  /// The difference that edits make which are in order and do not overlap.
  init(path: String, of text: SourceText, edits: [SourceEdit]) {
    self.path = path
    lines = Self.lines(of: text.utf8[...])
    var pending: (lines: Range<Int>, edits: [SourceEdit])?
    var line = 0
    for edit in edits {
      let first = advance(&line, to: edit.range.lowerBound)
      let last = max(first, advance(&line, to: edit.range.upperBound))
      if let open = pending, first <= open.lines.upperBound {
        pending = (open.lines.lowerBound..<max(open.lines.upperBound, last + 1), open.edits + [edit])
      } else {
        if let pending { add(pending.lines, pending.edits, text) }
        pending = (first..<last + 1, [edit])
      }
    }
    if let pending { add(pending.lines, pending.edits, text) }
  }

  /// The difference; empty where the texts are the same.
  var text: String {
    guard !changes.isEmpty else { return "" }
    let name = Self.quoted(path)
    var output = Array("--- \(name)\n+++ \(name)\n".utf8)
    var shift = 0
    var rest = changes[...]
    while let first = rest.popFirst() {
      var hunk = [first]
      while let last = hunk.last, let next = rest.first,
        next.old.lowerBound - last.old.upperBound <= 2 * Self.contextLines
      {
        hunk.append(next)
        rest.removeFirst()
      }
      write(hunk, shift: &shift, to: &output)
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// A path as Git writes it in a difference: one with control characters, quotes or backslashes as a C string.
  private static func quoted(_ path: String) -> String {
    let needsQuotes = path.unicodeScalars.contains { Terminal.isControl($0) || $0 == "\"" || $0 == "\\" }
    guard needsQuotes else { return path }
    let content = path.replacingScalars { scalar in
      switch scalar {
      case "\n": "\\n"
      case "\t": "\\t"
      case "\r": "\\r"
      case "\"", "\\": "\\\(scalar)"
      case _ where Terminal.isControl(scalar): String(scalar).utf8.map(octal).joined()
      default: nil
      }
    }
    return "\"\(content)\""
  }

  private static func octal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 8)
    return "\\" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
  }

  // MARK: - Changes

  /// The line that holds a byte at or after the start of `line`; the last line for the end of the text.
  private func advance(_ line: inout Int, to offset: Int) -> Int {
    while line + 1 < lines.count, lines[line].endIndex <= offset { line += 1 }
    return line
  }

  /// Adds the change of some lines, without those at both ends that stay as they are.
  private mutating func add(_ range: Range<Int>, _ edits: [SourceEdit], _ text: SourceText) {
    let range = range.clamped(to: 0..<lines.count)
    var new: [UInt8] = []
    var position = range.isEmpty ? 0 : lines[range.lowerBound].startIndex
    for edit in edits {
      new += text.utf8[position..<edit.range.lowerBound] + edit.replacement.utf8
      position = edit.range.upperBound
    }
    if !range.isEmpty { new += text.utf8[position..<lines[range.upperBound - 1].endIndex] }
    var change = Change(old: range, new: Self.lines(of: new[...]))
    while let old = change.old.first, let first = change.new.first, lines[old].elementsEqual(first) {
      change.old.removeFirst()
      change.new.removeFirst()
    }
    while let old = change.old.last, let last = change.new.last, lines[old].elementsEqual(last) {
      change.old.removeLast()
      change.new.removeLast()
    }
    if !change.old.isEmpty || !change.new.isEmpty { changes.append(change) }
  }

  private static func lines(of bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.endIndex
      lines.append(bytes[start..<end])
      start = end
    }
    return lines
  }

  // MARK: - Hunks

  private func write(_ hunk: [Change], shift: inout Int, to output: inout [UInt8]) {
    guard let first = hunk.first, let last = hunk.last else { return }
    let start = max(0, first.old.lowerBound - Self.contextLines)
    let end = min(lines.count, last.old.upperBound + Self.contextLines)
    let growth = hunk.reduce(0) { $0 + $1.new.count - $1.old.count }
    let old = Self.range(start, end - start)
    let new = Self.range(start + shift, end - start + growth)
    output += "@@ -\(old) +\(new) @@\n".utf8
    shift += growth
    var position = start
    for change in hunk {
      write(lines[position..<change.old.lowerBound], marked: " ", to: &output)
      write(lines[change.old], marked: "-", to: &output)
      write(change.new[...], marked: "+", to: &output)
      position = change.old.upperBound
    }
    write(lines[position..<end], marked: " ", to: &output)
  }

  /// The place of `count` lines after the first `start`; of none, the line they are after.
  private static func range(_ start: Int, _ count: Int) -> String {
    "\(count == 0 ? start : start + 1),\(count)"
  }

  private func write(
    _ lines: ArraySlice<ArraySlice<UInt8>>, marked mark: Unicode.Scalar, to output: inout [UInt8]
  ) {
    for line in lines {
      output.append(UInt8(ascii: mark))
      output += line
      if line.last != UInt8(ascii: "\n") { output += "\n\\ No newline at end of file\n".utf8 }
    }
  }
}
