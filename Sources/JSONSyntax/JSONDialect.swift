/// Which numbers a JSON text may hold.
package enum JSONDialect: Sendable {
  /// Those of RFC 8259: what goes between programs.
  case standard
  /// `NaN`, `Infinity` and `-Infinity` besides, which Python's `json` reads and writes: what stands in notebook
  /// files.
  case python

  /// Whether the dialect has this word, which RFC 8259 has not, for a number.
  func hasNumber(_ word: some Sequence<UInt8>) -> Bool {
    guard case .python = self else { return false }
    return ["NaN", "Infinity", "-Infinity"].contains { word.elementsEqual($0.utf8) }
  }

  /// A number that is not finite as the dialect writes it. RFC 8259 has no word for it: null is the value that says
  /// least.
  func word(forNonFinite number: Double) -> String {
    switch self {
    case .standard: "null"
    case .python: number.isNaN ? "NaN" : number > 0 ? "Infinity" : "-Infinity"
    }
  }
}
