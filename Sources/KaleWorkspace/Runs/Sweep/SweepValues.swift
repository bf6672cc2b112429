import JSONSyntax
import KaleAnalysis

/// The values of one parameter in a sweep.
struct SweepValues {
  /// A value, or whole numbers from one to another.
  private enum Part {
    case value(JSONValue)
    case range(ClosedRange<Int>, isFloat: Bool)
  }

  private var parts: [Part] = []
  /// How many values there are; as many as an `Int` can say where there are more.
  private(set) var count = 0

  /// Reads values.
  ///
  /// - Parameters:
  ///   - text: Python literals with commas between them, or ranges `a..b`.
  ///   - parameter: The parameter, which says the type.
  /// - Throws: That one of them is no value of the type.
  init(_ text: String, of parameter: PipelineParameter) throws(RunProblem) {
    for piece in Self.pieces(of: text) {
      if piece.isEmpty {
        throw RunProblem(
          "A value of `\(parameter.name)` in the sweep is empty. Separate values by single commas.")
      }
      if let range = try Self.range(piece, of: parameter) {
        let (length, isLong) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
        add(.range(range, isFloat: Self.isFloat(parameter)), count: isLong ? Int.max : length)
        add(nil, count: 1)
      } else if let value = ParameterLiteral.value(piece, as: parameter.value) {
        add(.value(value), count: 1)
      } else {
        throw RunProblem(
          "The values of `\(parameter.name)` in the sweep must be \(ParameterLiteral.noun(parameter.value)), "
            + "got `\(piece)`.")
      }
    }
  }

  /// The values, each once. To be called only where there are few.
  var list: [JSONValue] {
    var seen: Set<JSONValue> = []
    let values = parts.flatMap { part -> [JSONValue] in
      switch part {
      case .value(let value): [value]
      case .range(let range, let isFloat): range.map { isFloat ? .double(Double($0)) : .integer($0) }
      }
    }
    return values.filter { seen.insert($0).inserted }
  }

  private mutating func add(_ part: Part?, count more: Int) {
    if let part { parts.append(part) }
    let (sum, isTooMany) = count.addingReportingOverflow(more)
    count = isTooMany ? Int.max : sum
  }

  private static func isFloat(_ parameter: PipelineParameter) -> Bool {
    if case .float = parameter.value { true } else { false }
  }

  /// Reads `a..b`; nil for anything else, and for a parameter that is not a number.
  private static func range(
    _ piece: String, of parameter: PipelineParameter
  ) throws(RunProblem) -> ClosedRange<Int>? {
    switch parameter.value {
    case .string, .boolean: return nil
    case .integer, .float: break
    }
    guard let dots = piece.utf8.indices.first(where: { piece[$0...].utf8.starts(with: "..".utf8) }) else {
      return nil
    }
    let end = piece[dots...].dropFirst(2)
    guard let first = ParameterLiteral.integer(String(piece[..<dots])),
      let last = ParameterLiteral.integer(String(end))
    else { return nil }
    guard first <= last else {
      throw RunProblem("The range `\(piece)` of `\(parameter.name)` is empty. Write `\(last)..\(first)`.")
    }
    return first...last
  }

  /// The parts of a text between commas that are outside quotes and brackets, without blanks around them.
  static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var piece = ""
    var quote: Character?
    var isEscaped = false
    var depth = 0
    for character in text {
      if let open = quote {
        if !isEscaped, character == open { quote = nil }
        isEscaped = !isEscaped && character == "\\"
      } else if character == "\"" || character == "'" {
        quote = character
      } else if "([{".contains(character) {
        depth += 1
      } else if ")]}".contains(character) {
        depth = max(depth - 1, 0)
      } else if character == ",", depth == 0 {
        pieces.append(trimmed(piece))
        piece = ""
        continue
      }
      piece.append(character)
    }
    return pieces + [trimmed(piece)]
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
  }
}
