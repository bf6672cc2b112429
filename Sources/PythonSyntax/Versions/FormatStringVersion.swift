/// Tells which Python reads an f-string.
///
/// Before Python 3.12 an f-string was a string first: no field could have its quotes, a backslash or a comment.
struct FormatStringVersion {
  let tree: SyntaxTree
  let source: [UInt8]

  /// Returns what in an f-string is newer than f-strings are; nil if nothing is, or if it consists of several literals.
  func kind(of index: NodeIndex) -> VersionedSyntax.Kind? {
    let node = tree[index]
    guard tree[node.firstChild].kind == .replacementField else { return nil }
    var place = Int(node.start)
    var isTemplate = false
    while place < Int(node.end), source[place] != "\"", source[place] != "'" {
      if source[place].lowercased == "t" { isTemplate = true }
      place += 1
    }
    if isTemplate { return .templateString }
    guard place + 2 < Int(node.end) else { return nil }
    let quote = source[place]
    let isTriple = source[place + 1] == quote && source[place + 2] == quote
    let isNewer = tree.children(index).contains { field in
      let range = tree[field].range
      return hasQuotes(quote, isTriple ? 3 : 1, in: range)
        || isBeyondStrings(field: field, isTriple, depth: 0)
    }
    return isNewer ? .formatString : nil
  }

  /// Whether a range has as many quotes in a row as end the string.
  private func hasQuotes(_ quote: UInt8, _ count: Int, in range: Range<Int>) -> Bool {
    var (place, run) = (range.lowerBound, 0)
    while place < range.upperBound {
      run = source[place] == quote ? run + 1 : 0
      if run == count { return true }
      place += source[place] == "\\" ? 2 : 1
    }
    return false
  }

  /// Whether the expression of a field, or of one in its format, has what older f-strings do not allow.
  private func isBeyondStrings(field: NodeIndex, _ isTriple: Bool, depth: Int) -> Bool {
    let node = tree[field]
    let format = tree.children(field).first {
      tree[$0].kind == .formatString && source[Int(tree[$0].start)] == ":"
    }
    if hasNewerText(in: Int(node.start)..<endOfExpression(in: node), isTriple) { return true }
    guard let format else { return false }
    // A format has fields, but those of its fields have none.
    return depth > 0
      || tree.children(format).contains { isBeyondStrings(field: $0, isTriple, depth: depth + 1) }
  }

  /// Where the conversion or the format of a field begins, which may have a backslash.
  private func endOfExpression(in field: Node) -> Int {
    var place = field.firstChild >= 0 ? Int(tree[field.firstChild].end) : Int(field.start)
    while place < Int(field.end), source[place] != ":", source[place] != "!", source[place] != "}",
      source[place] != "#"
    {
      place += 1
    }
    return min(place + 1, Int(field.end))
  }

  private func hasNewerText(in expression: Range<Int>, _ isTriple: Bool) -> Bool {
    var quote: UInt8?
    for byte in source[expression] {
      switch byte {
      case "\\": return true
      case "\n", "\r": if !isTriple { return true }
      case "#": if quote == nil { return true }
      case "\"", "'":
        if quote == nil { quote = byte } else if quote == byte { quote = nil }
      default: break
      }
    }
    return false
  }
}
