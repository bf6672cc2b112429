import NotebookModel

/// What is known of one cell alone: the same object in every analysis of a notebook that holds the cell.
package final class CellReading: Sendable {
  let cell: NotebookCell
  /// The cell's tags as Kale reads them.
  package let tags: CellTags
  /// The facts of the cell's code; empty facts for a cell that is not code, or not Python.
  package let facts: CodeFacts
  /// The traits by which rules select the unit.
  package let traits: CellTraits

  /// Reads a cell as a release of Kale does.
  ///
  /// - Parameters:
  ///   - cell: The cell.
  ///   - release: The release of Kale.
  ///   - readsCode: Whether the cell's code is read; else its facts are empty.
  ///   - keepsTree: Whether the syntax tree of the code is kept.
  ///   - cache: The code that other notebooks have; nil where only this one is read.
  ///   - former: What was read of the cell in an earlier snapshot, whose facts are kept if the code is the same.
  init(
    _ cell: NotebookCell, of release: KaleRelease, readsCode: Bool = true, keepsTree: Bool = false,
    from cache: CodeCache? = nil, after former: CellReading? = nil
  ) {
    self.cell = cell
    tags = CellTags(cell.tags, of: release)
    if let former, former.cell.isPython == cell.isPython, former.cell.source == cell.source {
      facts = former.facts
    } else if cell.isPython && readsCode {
      facts =
        cache?.facts(of: cell.source, keepsTree: keepsTree)
        ?? CodeFacts(analysing: cell.source.utf8, keepsTree: keepsTree)
    } else {
      facts = CodeFacts.none
    }
    traits = CellTraits(cell, tags: tags, facts, in: release)
  }

  /// Whether another cell has the same part in the notebook: kind, tags and reference, whatever its code.
  func hasPart(of other: CellReading) -> Bool {
    cell.kind == other.cell.kind && cell.tags == other.cell.tags
      && cell.notebookPath == other.cell.notebookPath
  }
}

extension NotebookCell {
  /// Whether the cell's code is read as Python.
  package var isPython: Bool { kind == .code && !isInOtherLanguage }
}

/// The tags of a notebook's cells, by the cells' indices.
package struct TagsOfCells: RandomAccessCollection, Sendable {
  let readings: ChunkedCellArray<CellReading>

  package var startIndex: CellIndex { readings.startIndex }
  package var endIndex: CellIndex { readings.endIndex }

  package subscript(cell: CellIndex) -> CellTags {
    _read { yield readings[cell].tags }
  }
}

/// The facts of a notebook's cells, by the cells' indices.
package struct FactsOfCells: RandomAccessCollection, Sendable {
  let readings: ChunkedCellArray<CellReading>

  package var startIndex: CellIndex { readings.startIndex }
  package var endIndex: CellIndex { readings.endIndex }

  package subscript(cell: CellIndex) -> CodeFacts { readings[cell].facts }

  /// The facts of each cell with its index.
  package var indexed: Zip2Sequence<Range<CellIndex>, FactsOfCells> { zip(indices, self) }
}
