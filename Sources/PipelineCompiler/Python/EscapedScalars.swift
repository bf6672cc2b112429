/// Walks over a text's scalars and collects what is written for them.
struct EscapedScalars {
  private let scalars: [Unicode.Scalar]
  /// Index of the scalar after the current one.
  private var position = 0
  private(set) var escaped = ""

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  mutating func next() -> Unicode.Scalar? {
    guard position < scalars.count else { return nil }
    position += 1
    return scalars[position - 1]
  }

  /// The scalar after the current one.
  var following: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  /// Whether the text up to the current scalar ends in `sequence`.
  func isPreceded(by sequence: String) -> Bool {
    scalars.prefix(max(0, position - 1)).reversed().starts(with: sequence.unicodeScalars.reversed())
  }

  /// Whether the current dollar sign means something to KFP (`{{$`) or to Kubernetes (`$$`, `$(`).
  private var startsExpansion: Bool {
    following == "$" || following == "(" || isPreceded(by: "{{")
  }

  mutating func append(_ text: String) {
    escaped += text
  }

  /// Appends the current scalar, by its number where it cannot stand as it is.
  mutating func append(_ scalar: Unicode.Scalar) {
    if scalar == "$" && startsExpansion || scalar.needsEscape {
      escaped += scalar.escaped
    } else {
      escaped.unicodeScalars.append(scalar)
    }
  }
}
