import JSONSyntax
import KaleAnalysis

/// Reads the values that a person gives the pipeline's parameters, each by the parameter's type.
package struct RunArguments {
  private let parameters: [PipelineParameter]

  init(_ parameters: [PipelineParameter]) { self.parameters = parameters }

  /// Splits an argument of a command line into a parameter's name and value.
  ///
  /// - Parameter text: `NAME=VALUE`. The value may contain `=`.
  /// - Returns: The name and the value, neither of them checked. The value is always a string.
  /// - Throws: That there is no `=`.
  package static func split(_ text: String) throws(RunProblem) -> (name: String, value: JSONValue) {
    guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) else {
      throw RunProblem("Expected NAME=VALUE, got `\(text)`.")
    }
    return (String(text[..<equals]), .string(String(text[text.utf8.index(after: equals)...])))
  }

  /// The value of a parameter. A text is read as the parameter's type has it; of another value the type has to be right.
  func value(_ value: JSONValue, of name: String) throws(RunProblem) -> JSONValue {
    let parameter = try parameter(name)
    let read: JSONValue? =
      if case .string(let text) = value { Self.read(text, as: parameter.value) } else {
        Self.fit(value, as: parameter.value)
      }
    guard let read else {
      let written = String(decoding: value.serialized(), as: UTF8.self)
      throw RunProblem(
        "Pipeline parameter `\(name)` must be \(Self.noun(parameter.value, for: written)), got \(written).")
    }
    return read
  }

  /// The parameter of a name.
  func parameter(_ name: String) throws(RunProblem) -> PipelineParameter {
    guard let parameter = parameters.first(where: { $0.name == name }) else { throw unknown(name) }
    return parameter
  }

  private func unknown(_ name: String) -> RunProblem {
    if parameters.isEmpty {
      return RunProblem("Unknown parameter `\(name)`: the pipeline has no parameters.")
    }
    if let meant = SpellingSuggestion.nearest(to: name, among: parameters.map(\.name)) {
      return RunProblem("Unknown parameter `\(name)`. Did you mean `\(meant)`?")
    }
    let names = parameters.map { "`\($0.name)`" }.joined(separator: ", ")
    return RunProblem("Unknown parameter `\(name)`. The pipeline has \(names).")
  }

  private static func read(_ text: String, as type: ParameterValue) -> JSONValue? {
    switch type {
    case .string: return .string(text)
    case .integer: return (ParameterLiteral.integer(text) ?? Int(text)).map(JSONValue.integer)
    case .float:
      return (ParameterLiteral.float(text) ?? Double(text)).flatMap { $0.isFinite ? .double($0) : nil }
    case .boolean:
      switch text.lowercased() {
      case "true": return true
      case "false": return false
      default: return nil
      }
    }
  }

  private static func fit(_ value: JSONValue, as type: ParameterValue) -> JSONValue? {
    switch (type, value) {
    case (.integer, .integer), (.boolean, .bool): value
    case (.float, .double(let number)) where number.isFinite: value
    case (.float, .integer(let number)): .double(Double(number))
    default: nil
    }
  }

  /// What a value has to be. Of a whole number that cannot be read, its size is what is wrong.
  private static func noun(_ type: ParameterValue, for written: String) -> String {
    let digits = written.utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    switch type {
    case .integer where digits > 18 && written.utf8.count <= digits + 3:
      return "an integer of at most 64 bits"
    case .integer: return "an integer"
    case .float: return "a number"
    case .boolean: return "`true` or `false`"
    case .string: return "a string"
    }
  }
}
