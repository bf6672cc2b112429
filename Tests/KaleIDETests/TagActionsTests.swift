import KaleTestSupport
import KaleAnalysis
import KaleIDE
import NotebookModel
import SourceText
import Testing

/// Changes of a cell's tags, beside tags of other tools.
@Suite struct TagActionsTests {
  @Test(arguments: [
    (["hide-input", "step:load"], ["skip", "hide-input"]),
    (["step:load", "hide-input"], ["skip", "hide-input"]),
    (["step:load", "prev:a", "limit:cpu:1"], ["skip"]), ([], ["skip"]),
    (["hide-input"], ["skip", "hide-input"]),
    (["block:load", "a", "b"], ["skip", "a", "b"]),
  ])
  func aRoleStandsInFrontOfOtherToolsTags(before: [String], after: [String]) throws {
    let cell = NotebookCell(kind: .code, source: SourceText(""), tags: before.map(NotebookTag.text))
    let notebook = Notebook(cells: [cell])
    let action = try #require(
      TagActions.actions(for: 0, in: analysis(of: notebook)).first { $0.title.contains("`skip` cell") })
    #expect(notebook.applying(action.edits).cells[0].tags.values == after.map(NotebookTag.text))
  }

  @Test(arguments: [
    (["hide-input", "step:a"], ["step:b", "prev:c"], ["step:b", "prev:c", "hide-input"]),
    (["step:a"], [], []), ([], ["skip"], ["skip"]), (["step:a"], ["step:a"], ["step:a"]),
    (["stpe:a", "limit:", "block:x", "remove-cell"], ["step:a"], ["step:a", "remove-cell"]),
    (["hide-input"], ["hide-input", "skip"], ["hide-input", "skip"]),
  ])
  func givingTagsLeavesThoseOfOtherTools(before: [String], given: [String], after: [String]) {
    let cell = NotebookCell(kind: .code, source: SourceText(""), tags: before.map(NotebookTag.text))
    let notebook = Notebook(cells: [cell])
    let edits = TagActions.edits(giving: given, to: 0, in: analysis(of: notebook))
    #expect(notebook.applying(edits).cells[0].tags.values == after.map(NotebookTag.text))
    #expect(edits.isEmpty == (before == after))
  }

  /// The finding of an old notebook migrates it as a whole; at a tag, it can be changed alone.
  @Test(arguments: [
    (0, "Change to `step:load_data`", [["step:load_data"], ["block:"], ["block:train", "prev:load_data"]]),
    (1, "Remove tag `block:`", [["block:load-data"], [], ["block:train", "prev:load-data"]]),
    (2, "Change to `step:train`", [["block:load-data"], ["block:"], ["step:train", "prev:load-data"]]),
  ])
  func anOldTagIsChangedAlone(cell: Int, title: String, after: [[String]]) throws {
    let notebook = Notebook(
      cells: [["block:load-data"], ["block:"], ["block:train", "prev:load-data"]].map {
        NotebookCell(kind: .code, source: SourceText("x = 1"), tags: $0.map(NotebookTag.text))
      })
    let index = try #require(Array(notebook.cells.indices).first { $0.position == cell })
    let action = try #require(TagActions.actions(for: index, in: analysis(of: notebook)).first)
    #expect(action.title == title)
    #expect(notebook.applying(action.edits).cells.map { $0.tags.compactMap(\.text) } == after)
  }
}
