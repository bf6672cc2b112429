/// The errors of one analysis as they are found.
struct ErrorLog: Sendable {
  /// One error and who found it.
  struct Entry: Sendable {
    var error: PythonSyntaxError
    /// Whether the tokenizer found it: CPython reports such an error even where the parser fails earlier.
    var isLexical: Bool
  }

  static let unexpectedIndent = "unexpected indent"

  /// The tokenizer's first error, also where reading the place again in another way made it go away.
  private(set) var firstLexical: PythonSyntaxError?
  /// Whether that is known for good, though there may be more to read.
  private var isFirstLexicalKnown = false

  private(set) var entries: [Entry] = []

  /// More errors than anyone reads; input made of nothing else must not make the log the largest thing there is.
  static let limit = 1000

  mutating func add(_ message: String, _ range: Range<Int>, isLexical: Bool = false) {
    guard entries.count < Self.limit else { return }
    let error = PythonSyntaxError(message: message, range: range)
    entries.append(Entry(error: error, isLexical: isLexical))
    if isLexical, firstLexical == nil, !isFirstLexicalKnown { firstLexical = error }
  }

  /// Makes the tokenizer's first error what it is in `other`, whatever is read from now on.
  mutating func settleFirstLexical(as other: ErrorLog) {
    firstLexical = other.firstLexical
    isFirstLexicalKnown = true
  }

  /// Forgets errors that start at `offset` or later.
  mutating func remove(from offset: Int) {
    entries.removeAll { $0.error.range.lowerBound >= offset }
  }

  /// Forgets errors that start in `range`, which turned out to be no Python at all.
  mutating func remove(within range: Range<Int>) {
    entries.removeAll { range.contains($0.error.range.lowerBound) }
    if let first = firstLexical, range.contains(first.range.lowerBound) {
      firstLexical = entries.first { $0.isLexical }?.error
    }
  }

  /// Forgets the parser's errors that were added after the first `count`.
  mutating func keepLexical(from count: Int) {
    guard count < entries.count else { return }
    let kept = entries[count...].filter(\.isLexical)
    entries.replaceSubrange(count..., with: kept)
  }

  /// All errors in the order of the text.
  var sorted: [PythonSyntaxError] {
    entries.map(\.error).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The one error that CPython would report.
  var first: PythonSyntaxError? {
    let first = sorted.first
    // Nothing after an unexpected indent is looked at.
    if first?.message == Self.unexpectedIndent { return first }
    return firstLexical ?? first
  }
}
