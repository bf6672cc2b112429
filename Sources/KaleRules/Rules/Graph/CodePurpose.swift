import KaleAnalysis
import NotebookModel
import PythonSyntax

/// What the code of a cell without a role is for, as far as its statements show it: it decides which tag is offered first.
package enum CodePurpose: Sendable, Hashable {
  /// Imports, and assignments that do no harm in every step.
  case imports
  /// Functions and classes, and what they need of imports and constants.
  case definitions
  /// Assignments of literals that could be pipeline parameters.
  case constants
  /// Magics and shell commands, and nothing else.
  case shell
  /// Anything else: the work of a step.
  case work

  /// Reads the statements of a cell.
  package init(of cell: CellIndex, in analysis: NotebookAnalysis) {
    let facts = analysis.facts[cell].facts
    let source = analysis.notebook.cells[cell].source.utf8
    guard facts.syntaxErrors.isEmpty else {
      self = .work
      return
    }
    // A line of IPython's counts as a statement; what follows `%time` is one of its own.
    let escapes = Set(facts.escapes.map(\.range.lowerBound))
    if facts.statements.allSatisfy({ escapes.contains($0.range.lowerBound) }) {
      self = facts.escapes.isEmpty ? .work : .shell
      return
    }
    let isHarmless =
      facts.escapes.allSatisfy { $0.kind == .lineMagic }
      && facts.statements.allSatisfy { SideEffect.isHarmless($0, in: source) }
    if facts.statements.allSatisfy(\.isParameter) {
      self = facts.escapes.isEmpty ? .constants : .work
    } else if !isHarmless {
      self = .work
    } else if facts.statements.contains(where: { $0.kind.isDefinition }) {
      self = .definitions
    } else {
      self = facts.imports.isEmpty ? .work : .imports
    }
  }

  /// Determines whether a cell can run in every step.
  ///
  /// - Parameters:
  ///   - cell: A cell without syntax errors.
  ///   - analysis: The analysis of its notebook.
  ///   - isIdle: Whether an escape of IPython does not matter.
  /// - Returns: Whether it defines names and does nothing else.
  package static func doesNoHarm(
    _ cell: CellIndex, in analysis: NotebookAnalysis, besides isIdle: (IPythonEscape, [UInt8]) -> Bool
  ) -> Bool {
    let facts = analysis.facts[cell].facts
    let source = analysis.notebook.cells[cell].source.utf8
    let escapes = Set(facts.escapes.map(\.range.lowerBound))
    return facts.escapes.allSatisfy { isIdle($0, source) }
      && facts.statements.allSatisfy {
        escapes.contains($0.range.lowerBound) || SideEffect.isHarmless($0, in: source)
      }
  }
}

extension StatementFact {
  /// Whether the statement could declare a pipeline parameter.
  fileprivate var isParameter: Bool {
    guard case .literalAssignment(_, let literal) = kind else { return false }
    return literal.isParameter
  }
}

extension StatementFact.Kind {
  /// Whether the statement defines a function or a class.
  fileprivate var isDefinition: Bool {
    if case .definition = self { return true }
    return false
  }
}
