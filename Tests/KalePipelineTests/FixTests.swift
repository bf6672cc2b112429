import KalePipeline
import NotebookModel
import SourceText
import Testing

/// Fixes where several rules, or several tags, meet.
@Suite struct FixTests {
  @Test(arguments: [
    "# %% tags=[\"step:Load\", \"step:Load\"]\nx = 1", "# %% tags=[\"step:a\", \"prev:\", \"prev:\"]\nx = 1",
    "# %% tags=[\"block:a-b\", \"block:a-b\"]\nx = 1",
  ])
  func oneFixAPlaceIsPreferred(text: String) {
    let findings = analysis(of: text).findings()
    let places = findings.filter { $0.fixes.contains(where: \.isPreferred) }.map(\.place)
    #expect(Set(findings.map(\.place)).count < findings.count, "the rules do not meet")
    #expect(Set(places).count == places.count)
  }

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
    #expect(notebook.applying(action.edits).cells[0].tags == after.map(NotebookTag.text))
  }

  /// The name in the message is the one the fix gives.
  @Test(arguments: ["step:Load", "block:Load"])
  func messageAndFixNameTheSameStep(tag: String) throws {
    let findings = analysis(of: "# %% tags=[\"step:load\"]\nx = 1\n# %% tags=[\"\(tag)\"]\ny = 1").findings()
    let finding = try #require(findings.first { $0.place == .tag(cell: 1, index: 0) })
    #expect(finding.message.hasSuffix("Write `step:load_2`."))
    #expect(finding.fixes.map(\.edits) == [[.replaceTag(cell: 1, index: 0, with: "step:load_2")]])
  }
}
