/// What the parser makes of a token that does not fit its place.
extension JSONParser {
  /// The part that a token plays in its container.
  enum Role {
    case key, value
  }

  /// Makes the place ready for a token of `kind` and says what the token is there; nil where nothing may follow,
  /// and the rest of the text has been passed over.
  mutating func role(of kind: JSONNode.Kind) -> Role? {
    switch expectation {
    case .document, .element, .value: return .value
    case .key: return roleOfKey(kind)
    case .colon:
      report("missing ':'", lastTokenEnd..<lastTokenEnd)
      return .value
    case .separator:
      report("missing ','", lastTokenEnd..<lastTokenEnd)
      return innermostKind == .array ? .value : roleOfKey(kind)
    case .end:
      // An editor underlines this: the first word or bracket shows where, and the rest may be a whole notebook.
      let end = max(endOfWord(from: position), position + 1)
      report("unexpected text after the end of the document", position..<end)
      position = bytes.count
      return nil
    }
  }

  /// The part of a token where a key should be. A word is taken for a key that lacks its quotes. A bracket there
  /// is the next element of the list that the object stands in, when it stands in one, and the object was
  /// never closed; else it is a value that lacks its key.
  private mutating func roleOfKey(_ kind: JSONNode.Kind) -> Role {
    guard kind == .object || kind == .array else { return .key }
    if kindOfParent == .array {
      closeUnclosed(at: lastTokenEnd)
    } else {
      report("missing key", lastTokenEnd..<lastTokenEnd)
      appendInvalid(at: lastTokenEnd)
    }
    return .value
  }

  /// After a string that was taken for a value comes a colon: the string is a key. Then either the member before
  /// it lacks its value, or the array that it was counted to was never closed.
  mutating func takeLastStringAsKey() -> Bool {
    guard let innermostKind, let string = tape.last, string.kind == .string,
      string.range.upperBound == lastTokenEnd
    else { return false }
    if innermostKind == .array {
      guard kindOfParent == .object else { return false }
      tape.removeLast()
      closeUnclosed(at: previousTokenEnd)
    } else {
      tape.removeLast()
      report("missing value", previousTokenEnd..<previousTokenEnd)
      appendInvalid(at: previousTokenEnd)
    }
    var key = string
    key.next = tape.count + 1
    tape.append(key)
    return true
  }

  /// The kind of the container that the innermost one stands in.
  private var kindOfParent: JSONNode.Kind? {
    openContainers.count >= 2 ? tape[openContainers[openContainers.count - 2]].kind : nil
  }

  /// Whether a bracket closes something. One that would close the whole document just before a comma is one
  /// too many, and reading on as if it were not there keeps what follows.
  func canClose(_ kind: JSONNode.Kind) -> Bool {
    let openCount = kind == .array ? openArrayCount : openContainers.count - openArrayCount
    guard openCount == 1, let root = tape.first, root.kind == kind else { return openCount > 0 }
    return byteAfterWhiteSpace(from: position + 1) != UInt8(ascii: ",")
  }

  /// Ends the innermost container although its bracket is missing.
  mutating func closeUnclosed(at end: Int) {
    guard let index = openContainers.last else { return }
    let start = tape[index].range.lowerBound
    report(tape[index].kind == .array ? "unclosed '['" : "unclosed '{'", start..<start + 1)
    completeContents()
    close(at: end)
  }

  mutating func appendMissingValue() {
    report("missing value", lastTokenEnd..<lastTokenEnd)
    appendInvalid(at: lastTokenEnd)
  }

  /// Puts an empty node where a key or missing value, so that an object's entries stay paired.
  mutating func appendInvalid(at offset: Int) {
    tape.append(JSONTapeEntry(kind: .invalid, range: offset..<offset, next: tape.count + 1))
  }
}
