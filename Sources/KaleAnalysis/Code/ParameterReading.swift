import NotebookModel
import PythonSyntax

/// What the `pipeline-parameters` cells say.
package struct ParameterReading: Sendable {
  /// A statement that declares no parameter.
  package struct Fault: Sendable, Hashable {
    /// What can be wrong with a statement.
    package enum Kind: Sendable, Hashable {
      /// A number with a sign, which Kale rejects and kale-lsp reads.
      case signedNumber
      case noAssignment, severalTargets, annotation, noConstant, none
      /// A constant of a type that parameters cannot have.
      case type(String)
      /// A number that a pipeline spec cannot say.
      case tooLarge
    }

    /// The kind of fault.
    package var kind: Kind
    /// The cell of the statement.
    package var cell: CellIndex
    /// The statement, in bytes of the cell's source.
    package var range: Range<Int>
  }

  /// Where a parameter is declared.
  package struct Declaration: Sendable, Hashable, Comparable {
    /// The cell of the declaration.
    package var cell: CellIndex
    /// The declaration, in bytes of the cell's source.
    package var range: Range<Int>

    package static func < (left: Declaration, right: Declaration) -> Bool {
      (left.cell, left.range.lowerBound) < (right.cell, right.range.lowerBound)
    }
  }

  /// The parameters in the order of their first declarations, each with its last value.
  package private(set) var parameters: [PipelineParameter] = []
  /// Where each is declared; also those whose value is wrong in a way that Kale accepts.
  package private(set) var declarations: [String: Declaration] = [:]
  /// The statements that declare no parameter, in their order.
  package private(set) var faults: [Fault] = []
  /// Whether the cells are Python only together.
  let isSplit: Bool
  private var places: [String: Int] = [:]

  init(cells: [CellIndex], facts: FactsOfCells) {
    let code = cells.map { facts[$0] }
    isSplit = JoinedCode(code).isSplit
    if isSplit {
      readTogether(CellFacts(analysing: JoinedCode.text(of: code)).statements, cells, facts)
    } else {
      for cell in cells {
        for statement in facts[cell].facts.statements { read(statement, cell: cell, range: statement.range) }
      }
    }
  }

  /// Reads the statements of the joined cells. Each counts to the cell it starts in.
  private mutating func readTogether(
    _ statements: [StatementFact], _ cells: [CellIndex], _ facts: FactsOfCells
  ) {
    var left = statements[...]
    var start = 0
    for cell in cells {
      let end = start + facts[cell].source.count
      while let statement = left.first, statement.range.lowerBound <= end {
        let range = statement.range.lowerBound - start..<min(statement.range.upperBound, end) - start
        read(statement, cell: cell, range: range)
        left.removeFirst()
      }
      start = end + 1
    }
  }

  /// The parameter of this name.
  package func parameter(named name: String) -> PipelineParameter? {
    places[name].map { parameters[$0] }
  }

  private mutating func read(_ statement: StatementFact, cell: CellIndex, range: Range<Int>) {
    let fault: Fault.Kind?
    switch statement.kind {
    case .literalAssignment(let name, let literal):
      fault = declare(name, literal, at: Declaration(cell: cell, range: range))
    case .signedNumberAssignment(let name, let literal):
      fault = declare(name, literal, at: Declaration(cell: cell, range: range)) ?? .signedNumber
    case .otherAssignment: fault = .noConstant
    case .complexAssignment: fault = .severalTargets
    case .annotatedAssignment: fault = .annotation
    case .printName, .name, .definition, .import, .constant, .guarded, .other: fault = .noAssignment
    }
    if let fault { faults.append(Fault(kind: fault, cell: cell, range: range)) }
  }

  private mutating func declare(_ name: String, _ literal: PythonLiteral, at place: Declaration) -> Fault
    .Kind?
  {
    let value: ParameterValue
    switch literal {
    case .integer(let number):
      declarations[name] = place
      guard let number else { return .tooLarge }
      value = .integer(number)
    case .float(let number):
      declarations[name] = place
      guard number.isFinite else { return .tooLarge }
      value = .float(number)
    case .boolean(let flag): value = .boolean(flag)
    case .string(let text): value = .string(text)
    case .none: return Fault.Kind.none
    case .bytes: return .type("bytes")
    case .complex: return .type("complex")
    case .ellipsis: return .type("ellipsis")
    }
    let parameter = PipelineParameter(name: name, value: value)
    if let index = places[name] {
      parameters[index] = parameter
    } else {
      places[name] = parameters.count
      parameters.append(parameter)
    }
    declarations[name] = place
    return nil
  }
}
