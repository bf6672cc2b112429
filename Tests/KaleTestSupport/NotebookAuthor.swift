import NotebookModel
import SourceText

/// Writes random notebooks and edits them, always the same for a seed.
///
/// Few names and few steps, so that most edits change what other cells mean.
package struct NotebookAuthor {
  private var generator: SeededGenerator

  /// Creates the author of a seed.
  package init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  // MARK: Choices

  /// Returns a number from 0 up to a limit.
  package mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }

  /// Returns one of some choices.
  package mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

  // MARK: Code

  private mutating func name() -> String { "n\(below(7))" }

  /// Writes a statement.
  package mutating func statement() -> String {
    let (a, b) = (name(), name())
    switch below(16) {
    case 0: return "print(\(a))"
    case 1: return "del \(a)"
    case 2: return "def f\(below(3))(x):\n  return x + \(a)"
    case 3: return "\(a) = f\(below(3))(\(b))"
    case 4: return "if \(a):\n  \(b) = 1"
    case 5: return "\(a).append(\(b))"
    case 6: return "\(a) += 1"
    case 7: return "import m\(below(3)) as \(a)"
    case 8: return "\(a) = p\(below(2)) + \(b)"
    case 9: return "p0 = \(a)"
    case 10: return "\(a)"
    case 11: return "from m\(below(3)) import *"
    case 12: return "class C:\n  def run(self):\n    return \(a)"
    default: return "\(a) = \(b) + 1"
    }
  }

  /// Writes a few statements.
  package mutating func code() -> String {
    (0..<1 + below(3)).map { _ in statement() }.joined(separator: "\n")
  }

  // MARK: Cells

  /// Writes the tags of a step.
  package mutating func tags(ofStep step: Int) -> [String] {
    let previous = (0..<below(10) / 8 + 1).map { _ in "prev:s\(below(max(step, 1)))" }
    return ["step:s\(step)"] + (step > 0 ? previous : [])
  }

  /// Writes a cell, which begins a step in most cases.
  package mutating func cell(_ step: Int) -> NotebookCell {
    let tags: [String] =
      switch below(14) {
      case 0: []
      case 1: [pick(["functions", "imports", "pipeline-metrics", "skip", "hide-input"])]
      default: self.tags(ofStep: step)
      }
    let code = tags == ["pipeline-metrics"] ? "print(n\(below(7)))" : self.code()
    return NotebookCell(kind: .code, source: SourceText(code), tags: tags.map(NotebookTag.text))
  }

  /// Writes a notebook.
  package mutating func notebook() -> Notebook {
    let parameters = NotebookCell(
      kind: .code, source: SourceText("p0 = 1\np1 = 2"), tags: [.text("pipeline-parameters")])
    return Notebook(
      cells: [parameters] + (0..<4 + below(10)).map { cell($0) },
      kaleMetadata: ["pipeline_name": "p", "experiment_name": "e"])
  }

  /// Makes one edit of a notebook.
  package mutating func edit(_ notebook: inout Notebook) {
    var cells = notebook.cells
    let index = below(cells.count)
    let place = CellIndex(index)
    let cell = cells[place]
    switch below(12) {
    case 0: cells.replaceSubrange(place..<place, with: [self.cell(index)])
    case 1 where cells.count > 2: cells.replaceSubrange(place..<place.advanced(by: 1), with: [])
    case 2:
      cells[place] = NotebookCell(
        kind: .code, source: cell.source, tags: tags(ofStep: index).map(NotebookTag.text))
    case 3, 4:
      cells[place] = cell.with(source: SourceText(cell.source.string + "\n" + statement()))
    default: cells[place] = cell.with(source: SourceText(code()))
    }
    notebook = notebook.with(cells: cells)
  }
}
