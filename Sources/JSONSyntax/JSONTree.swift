import Synchronization

/// A JSON text and the tree of values found in it, with the place of every value.
///
/// Parsing never fails: what is wrong is listed in `errors`, and the rest of the text is read as well as it can
/// be, so that a half-edited notebook keeps most of its cells. The grammar is RFC 8259, with more numbers where the
/// dialect has them; a byte order mark at the start is skipped and recorded.
package struct JSONTree: Sendable {
  /// Containers nested deeper than this end the reading with one error. This bounds the recursion of everyone who
  /// walks a tree, and fits the half megabyte of stack that macOS gives the threads of a queue. It shuts out
  /// hardly a text that Python reads: `json` ends with a RecursionError near 1,000 levels by default, and what
  /// Jupyter does with the value goes deeper than a level for each of its own.
  package static let maximumDepth = 256
  /// At most this many errors are kept: more help no one.
  package static let maximumErrorCount = 100

  let storage: JSONStorage
  /// What is wrong with the text, in the order of finding, at most `maximumErrorCount`.
  package let errors: [JSONSyntaxError]
  /// Whether the text starts with a UTF-8 byte order mark.
  package let hasByteOrderMark: Bool

  /// Reads `bytes`, which should be UTF-8.
  package init(parsing bytes: [UInt8], dialect: JSONDialect = .standard) {
    var parser = JSONParser(bytes: bytes, dialect: dialect)
    parser.parseDocument()
    storage = JSONStorage(bytes: bytes, tape: parser.tape)
    errors = parser.errors
    hasByteOrderMark = parser.hasByteOrderMark
  }

  /// The text that was read. All ranges are offsets into it.
  package var bytes: [UInt8] { storage.bytes }

  /// Whether the whole text is one JSON value and nothing else.
  package var isValid: Bool { errors.isEmpty }

  /// The document's value; nil where the text has none.
  package var root: JSONNode? {
    storage.tape.isEmpty ? nil : JSONNode(storage: storage, index: 0)
  }
}

/// Something in a text that JSON does not allow.
package struct JSONSyntaxError: Error, Sendable, Hashable {
  /// One sentence without a full stop.
  package var message: String
  /// The bytes at fault; empty where something is missing.
  package var range: Range<Int>

  /// An error at `range`.
  package init(message: String, range: Range<Int>) {
    self.message = message
    self.range = range
  }
}

/// What all nodes of a tree share.
final class JSONStorage: Sendable {
  let bytes: [UInt8]
  let tape: [JSONTapeEntry]
  /// What was found out about strings and containers that were asked about.
  private let memo = Mutex(Memo())

  private struct Memo {
    var stringMaps: [Int: JSONStringMap] = [:]
    var containers: [Int: JSONContainerIndex] = [:]
  }

  init(bytes: [UInt8], tape: [JSONTapeEntry]) {
    self.bytes = bytes
    self.tape = tape
  }

  /// Whether the entry at `index` of the tape is a string whose content is `text`, byte for byte.
  func hasContent(_ text: String, at index: Int) -> Bool {
    let entry = tape[index]
    guard entry.kind == .string else { return false }
    if entry.needsDecoding {
      return JSONNode(storage: self, index: index).string?.utf8.elementsEqual(text.utf8) ?? false
    }
    let start = entry.range.lowerBound + 1
    let count = entry.range.upperBound - start - (entry.isClosed ? 1 : 0)
    return count == text.utf8.count && ByteScan.hasContent(text, in: bytes, from: start)
  }

  /// The map of the string at `index` of the tape, made once: a string may be asked for each of its bytes.
  func stringMap(at index: Int, _ make: () -> JSONStringMap) -> JSONStringMap {
    if let known = memo.withLock({ $0.stringMaps[index] }) { return known }
    let map = make()
    memo.withLock { $0.stringMaps[index] = map }
    return map
  }

  /// The places of the children of the container at `index` of the tape, found once.
  func container(at index: Int, _ make: () -> JSONContainerIndex) -> JSONContainerIndex {
    if let known = memo.withLock({ $0.containers[index] }) { return known }
    let container = make()
    memo.withLock { $0.containers[index] = container }
    return container
  }
}

/// One value of the tree. A container's entry is followed by those of its children, keys and values of an
/// object by turns.
struct JSONTapeEntry: Sendable {
  var kind: JSONNode.Kind
  /// For a string: whether its closing quote is there.
  var isClosed = true
  /// For a string: whether its content differs from its bytes, by escapes or by UTF-8 that needs repair.
  var needsDecoding = false
  var range: Range<Int>
  /// The index after the entry and all that is inside it.
  var next: Int
}
