import JSONSyntax
import NotebookModel
import SourceText
import Testing

/// The edits that make one notebook of another.
@Suite struct NotebookDifferenceTests {
  private static let rounds: Range<UInt64> = 0..<3000

  @Test func theEditsLeadToTheOtherNotebook() {
    for seed in Self.rounds {
      var maker = RandomNotebook(seed: seed)
      let before = IpynbDocument(SourceText(maker.text())).notebook
      let edits = maker.edits(of: before)
      let after = before.applying(edits)
      let difference = before.edits(toBecome: after, origins: Self.origins(before.cells, after: edits))
      let again = before.applying(difference)
      let tags = [before, after, again].map { $0.cells.map(\.tags) }
      #expect(again.cells == after.cells, "seed \(seed): \(edits)\n\(difference)\n\(tags)")
      #expect(
        again.kaleMetadata.map(Self.sorted) == after.kaleMetadata.map(Self.sorted),
        "seed \(seed): \(edits)\n\(difference)")
    }
  }

  @Test func theSameNotebookNeedsNone() {
    for seed in Self.rounds.prefix(200) {
      var maker = RandomNotebook(seed: seed)
      let notebook = IpynbDocument(SourceText(maker.text())).notebook
      #expect(
        notebook.edits(toBecome: notebook, origins: CellArray(notebook.cells.indices.map { $0 })).isEmpty)
    }
  }

  @Test(
    arguments: [
      (["a", "b", "c"], ["b", "c"], [.removeTag(cell: 0, index: 0)]),
      (["a", "b", "c"], ["a", "x", "c"], [.replaceTag(cell: 0, index: 1, with: "x")]),
      (["a"], ["a", "b"], [.addTag(cell: 0, tag: "b")]),
      (
        ["a", "b"], ["b", "c"],
        [.replaceTag(cell: 0, index: 0, with: "b"), .replaceTag(cell: 0, index: 1, with: "c")]
      ),
      (
        ["a", "b", "c", "d"], ["x", "d"],
        [
          .removeTag(cell: 0, index: 0), .removeTag(cell: 0, index: 1),
          .replaceTag(cell: 0, index: 2, with: "x"),
        ]
      ),
    ] as [([String], [String], [NotebookEdit])])
  func tagsStayWhereTheyCan(old: [String], new: [String], edits: [NotebookEdit]) {
    let notebook = { (tags: [String]) in
      Notebook(cells: [NotebookCell(kind: .code, source: SourceText(""), tags: tags.map(NotebookTag.text))])
    }
    #expect(notebook(old).edits(toBecome: notebook(new), origins: [0]) == edits)
  }

  @Test func ofASourceOnlyTheMiddleChangesAndNoCharacterIsCut() {
    let notebook = { (source: String) in
      Notebook(cells: [NotebookCell(kind: .code, source: SourceText(source))])
    }
    #expect(
      notebook("a é b").edits(toBecome: notebook("a è b"), origins: [0])
        == [.replaceSource(cell: 0, range: 2..<4, with: "è")])
  }

  @Test func aKeyWithItsValueElsewhereIsRenamed() {
    let before = Notebook(kaleMetadata: ["a": 1, "old": ["x": 2], "gone": true])
    let after = Notebook(kaleMetadata: ["a": 2, "new": ["x": 2]])
    #expect(
      Set(before.edits(toBecome: after, origins: []))
        == [
          .setConfiguration(path: ["a"], to: 2), .renameConfiguration(path: ["old"], to: "new"),
          .removeConfiguration(path: ["gone"]),
        ])
  }

  @Test func settingsThatComeOrChangeAreSet() {
    let before = Notebook(kaleLSPMetadata: ["files": ["a"], "retries": 1])
    let after = Notebook(kaleLSPMetadata: ["files": ["a", "b"], "retries": 1])
    #expect(
      before.edits(toBecome: after, origins: []) == [.setSetting(path: ["files"], to: ["a", "b"])])
    #expect(
      Notebook().edits(toBecome: before, origins: []).count == 2)
  }

  /// For each cell after some edits the index it had before.
  private static func origins(
    _ cells: ChunkedCellArray<NotebookCell>, after edits: [NotebookEdit]
  ) -> CellArray<CellIndex?> {
    let origins = (cells.startIndex...cells.endIndex).flatMap { index -> [CellIndex?] in
      let new = edits.filter { edit in
        if case .insertCell(index, _, _) = edit { true } else { false }
      }
      return new.map { _ in nil } + (index < cells.endIndex ? [index] : [])
    }
    return CellArray(origins)
  }

  /// The value with its members by name, each once.
  private static func sorted(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map(sorted))
    case .object(let members):
      let last = Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
      return .object(
        last.sorted { $0.key < $1.key }.map { JSONMember(key: $0.key, value: sorted($0.value)) })
    default: return value
    }
  }
}
