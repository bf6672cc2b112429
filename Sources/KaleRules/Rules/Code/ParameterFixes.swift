import KaleAnalysis
import NotebookModel
import PythonSyntax

/// The fixes of statements in a parameters cell that declare no parameter.
struct ParameterFixes {
  private let analysis: NotebookAnalysis

  /// How many statements have been looked at: more than a few are seldom fixed one by one.
  private var count = 0
  private static let mostFixes = 20

  init(in analysis: NotebookAnalysis) { self.analysis = analysis }

  /// Returns the fixes for a fault, the likeliest first.
  mutating func fixes(for fault: ParameterReading.Fault) -> [Fix] {
    count += 1
    guard count <= Self.mostFixes else { return [] }
    let facts = analysis.facts[fault.cell].facts
    guard let statement = facts.statements.first(where: { $0.range == fault.range }) else { return [] }
    switch fault.kind {
    case .annotation: return withoutAnnotation(statement, fault).map { [$0] } ?? moves(statement, fault)
    case .noConstant, .none, .type, .severalTargets: return moves(statement, fault)
    case .noAssignment: return fixes(ofNoAssignment: statement, fault)
    case .signedNumber, .tooLarge: return []
    }
  }

  /// `lr: float = 0.1` without its annotation, if a parameter is left.
  private func withoutAnnotation(_ statement: StatementFact, _ fault: ParameterReading.Fault) -> Fix? {
    guard let name = statement.assignedName else { return nil }
    let text = analysis.text(of: fault.range, in: fault.cell)
    guard let value = Self.value(ofAnnotated: text) else { return nil }
    let new = "\(name) = \(value)"
    let read = CellFacts(analysing: new).statements
    guard read.count == 1, case .literalAssignment(_, let literal)? = read.first?.kind, literal.isParameter
    else {
      return nil
    }
    let range = fault.range.lowerBound..<fault.range.lowerBound + text.utf8.count
    return Fix(
      "Change to `\(new)`", .safe, [.replaceSource(cell: fault.cell, range: range, with: new)])
  }

  /// The code after the first `=` that is in neither brackets nor quotes.
  private static func value(ofAnnotated text: String) -> Substring? {
    var depth = 0
    var quote: UInt8?
    for index in text.utf8.indices {
      let byte = text.utf8[index]
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = byte
      case UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: ")"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "=") where depth == 0:
        return text[text.utf8.index(after: index)...].drop { $0 == " " || $0 == "\t" }
      default: break
      }
    }
    return nil
  }

  /// A value that cannot be a parameter belongs to the step that uses it, or to the shared code.
  private func moves(_ statement: StatementFact, _ fault: ParameterReading.Fault) -> [Fix] {
    let names = names(boundBy: statement, in: fault.cell)
    let toStep = analysis.onlyUser(of: names).flatMap {
      analysis.move(ofStatement: fault.range, in: fault.cell, to: .start, of: $0)
    }
    // Shared code may run before the parameters have their values, and without what else stays in their cells.
    let needed = namesOfParameterCells.subtracting(names)
    let toImports =
      mentions(needed, fault) ? nil : analysis.moveToImports(ofStatement: fault.range, in: fault.cell)
    return [toStep, toImports].compactMap(\.self)
  }

  private func names(boundBy statement: StatementFact, in cell: CellIndex) -> Set<String> {
    if let name = statement.assignedName { return [name] }
    let bindings = analysis.facts[cell].facts.bindings
    return Set(bindings.filter { statement.range.contains($0.range.lowerBound) }.map(\.name))
  }

  /// The names that parameters cells bind.
  private var namesOfParameterCells: Set<String> {
    Set(
      analysis.outline.cells(of: .pipelineParameters).flatMap { cell in
        analysis.facts[cell].facts.bindings.map(\.name)
      })
  }

  /// Whether a statement contains one of some words.
  private func mentions(_ names: Set<String>, _ fault: ParameterReading.Fault) -> Bool {
    let text = analysis.text(of: fault.range, in: fault.cell)
    let afterName = text.drop { $0 != "=" }
    return afterName.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains {
      names.contains(String($0))
    }
  }

  private func fixes(ofNoAssignment statement: StatementFact, _ fault: ParameterReading.Fault) -> [Fix] {
    let cell = fault.cell
    switch statement.kind {
    case .import: return [analysis.moveToImports(ofStatement: fault.range, in: cell)].compactMap(\.self)
    case .printName where isMetrics(cell):
      guard let special = analysis.tags[cell].special else { return [] }
      return [
        Fix(
          "Change to `pipeline-metrics`", [.replaceTag(cell: cell, index: special, with: "pipeline-metrics")])
      ]
    default:
      let line = analysis.text(of: fault.range, in: cell).split(whereSeparator: \.isNewline).first ?? ""
      return [analysis.removal(ofStatement: fault.range, in: cell)].compactMap { edit in
        edit.map { Fix("Remove `\(line)`", [$0]) }
      }
    }
  }

  /// Whether the cell prints names and nothing else, below all steps: a metrics cell with the wrong tag.
  private func isMetrics(_ cell: CellIndex) -> Bool {
    let printsOnly = analysis.facts[cell].facts.statements.allSatisfy { statement in
      if case .printName = statement.kind { true } else { false }
    }
    return printsOnly && analysis.outline.units.allSatisfy { ($0.cells.last ?? $0.definition) < cell }
  }
}

extension PythonLiteral {
  /// Whether a pipeline parameter can have the value.
  var isParameter: Bool {
    switch self {
    case .integer(let number): number != nil
    case .float(let number): number.isFinite
    case .boolean, .string: true
    case .none, .bytes, .complex, .ellipsis: false
    }
  }
}
