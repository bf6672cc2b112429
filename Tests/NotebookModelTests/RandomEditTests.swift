import JSONSyntax
import NotebookModel
import SourceText
import Testing

/// Whatever the notebook, its layout and the edits, an `.ipynb` file becomes what the edits say, and keeps the rest.
@Suite struct RandomEditTests {
  private static let rounds: Range<UInt64> = 0..<5000

  @Test func theFileBecomesTheEditedNotebook() {
    for seed in Self.rounds {
      var maker = RandomNotebook(seed: seed)
      let before = IpynbDocument(SourceText(maker.text()))
      let edits = maker.edits(of: before.notebook)
      let after = IpynbDocument(before.text.replacing(before.sourceEdits(for: edits)))
      let expected = before.notebook.applying(edits)
      let description: Comment = "seed \(seed):\n\(before.text.string)\n\(edits)\n\(after.text.string)"
      #expect(!after.notebook.problems.contains { $0.kind == .invalidJSON }, description)
      #expect(after.notebook.cells == expected.cells, description)
      #expect(after.notebook.kaleMetadata == expected.kaleMetadata, description)
    }
  }

  @Test func editsAreInOrderAndHitNothingElse() throws {
    for seed in Self.rounds {
      var maker = RandomNotebook(seed: seed)
      let document = IpynbDocument(SourceText(maker.text()))
      let edits = maker.edits(of: document.notebook)
      let ranges = document.sourceEdits(for: edits).map(\.range)
      for (range, next) in zip(ranges, ranges.dropFirst()) { #expect(range.upperBound <= next.lowerBound) }
      let root = try #require(JSONTree(parsing: document.text.utf8).root)
      let cells = root["cells"].map { Array($0.elements) } ?? []
      for (index, cell) in CellArray(cells).indexed {
        let ofCell = edits.filter { $0.changes(cell: index) }
        let untouched = ofCell.isEmpty ? [cell] : [cell["outputs"], cell["cell_type"]].compactMap { $0 }
        for node in untouched {
          #expect(
            !ranges.contains { $0.overlaps(node.range) }, "seed \(seed): \(document.text.string)\n\(edits)")
        }
      }
    }
  }

  @Test func noEditChangesNothing() {
    for seed in Self.rounds.prefix(500) {
      var maker = RandomNotebook(seed: seed)
      #expect(IpynbDocument(SourceText(maker.text())).sourceEdits(for: []).isEmpty)
    }
  }
}

extension NotebookEdit {
  /// Whether tags or source of an old cell change.
  fileprivate func changes(cell index: CellIndex) -> Bool {
    switch self {
    case .replaceTag(let cell, _, _), .removeTag(let cell, _), .addTag(let cell, _),
      .replaceSource(let cell, _, _):
      cell == index
    case .insertCell, .setConfiguration, .removeConfiguration, .renameConfiguration, .setSetting,
      .removeSetting:
      false
    }
  }
}

extension SourceText {
  fileprivate func replacing(_ edits: [SourceEdit]) -> SourceText {
    edits.reversed().reduce(self) { $0.replacing($1.range, with: $1.replacement.utf8) }
  }
}
