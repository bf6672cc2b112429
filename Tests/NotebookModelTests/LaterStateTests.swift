import KaleTestSupport
import NotebookModel
import Testing

/// Where a cell of a notebook is after edits.
@Suite struct LaterStateTests {
  /// Cells by their texts, separated by blanks.
  private func notebook(_ cells: String) -> Notebook {
    ExampleNotebook(cells.split(separator: " ").map { "# %%\n\($0)" }.joined(separator: "\n")).notebook
  }

  @Test(
    arguments: [
      ("a b c", 1, "a b c", 1), ("a b c", 1, "a x b c", 2), ("a b c", 1, "b c", 0), ("a b c", 1, "a c", nil),
      ("a b c", 1, "a B c", nil), ("a b c", 1, "A b C", 1), ("a b c", 0, "b c a", 2),
      ("a b c", 2, "c a b", 0),
      // Of two cells with the same text the nearest is meant, and none if the cell itself has changed.
      ("a b a", 0, "x b a", nil), ("a b a", 2, "a b x", nil), ("a b a", 2, "a b x a", 3),
      ("a b c d", 1, "X d b c", 2), ("a", 0, "", nil), ("a", 7, "a", nil),
    ] as [(String, Int, String, Int?)])
  func aCellIsFoundByItsText(before: String, cell: Int, after: String, expected: Int?) {
    #expect(
      notebook(before).index(of: CellIndex(cell), inLaterState: notebook(after))
        == expected.map { CellIndex($0) })
  }

  /// A cell that another program has tagged is the same cell.
  @Test func tagsDoNotMatter() {
    let before = ExampleNotebook("# %% tags=[\"step:a\"]\nx = 1").notebook
    let after = ExampleNotebook("# %%\ny = 1\n# %% tags=[\"step:b\"]\nx = 1").notebook
    #expect(before.index(of: 0, inLaterState: after) == 1)
  }

  @Test func aCellOfAnotherKindIsAnotherCell() {
    let before = ExampleNotebook("# %%\nx = 1").notebook
    let after = ExampleNotebook("# %% [markdown]\nx = 1").notebook
    #expect(before.index(of: 0, inLaterState: after) == nil)
  }
}
