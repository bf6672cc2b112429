import JSONSyntax
import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

@testable import KaleIDE

/// Changes of forms: what becomes of the tags of all cells, and what is rejected.
@Suite struct FormChangeTests {
  /// Code and tags of some cells. Each defines a name and reads the one of the cell above.
  private static func notebook(_ tags: [[String]]) -> Notebook {
    Notebook(
      cells: tags.enumerated().map { index, tags in
        let code = index == 0 ? "v0 = 1" : "v\(index) = v\(index - 1)"
        return NotebookCell(kind: .code, source: SourceText(code), tags: tags.map(NotebookTag.text))
      }, kaleMetadata: ["pipeline_name": "p", "experiment_name": "e"])
  }

  private static func changes(
    _ changes: [JSONMember], to subject: Form.Subject, in notebook: Notebook
  ) -> FormChanges? {
    FormChanges(changes, to: subject, in: analysis(of: notebook), preview: preview(of: notebook))
  }

  /// A change of one field of a cell, and the tags of all cells before and after it.
  struct Change: Sendable {
    let cell: CellIndex
    let field: String
    let value: JSONValue
    let before: [[String]]
    let after: [[String]]
  }

  @Test(arguments: [
    // The cells below stay what they are.
    Change(
      cell: 0, field: "role", value: "skip", before: [["step:a", "image:x"], [], ["step:b", "prev:a"]],
      after: [["skip"], ["step:a", "image:x"], ["step:b", "prev:a"]]),
    Change(
      cell: 1, field: "role", value: "functions", before: [["step:a"], [], []],
      after: [["step:a"], ["functions"], ["step:a"]]),
    Change(
      cell: 0, field: "role", value: "step", before: [["imports"], [], ["step:b"]],
      after: [["step:compute_v0"], ["imports"], ["step:b", "prev:compute_v0"]]),
    Change(
      cell: 1, field: "role", value: "skip", before: [["step:a"], [], []], after: [["step:a"], ["skip"], []]),
    // A step that is gone leaves its place in the order to others.
    Change(
      cell: 1, field: "role", value: "skip",
      before: [["step:a"], ["step:b", "prev:a"], ["step:c", "prev:b"]],
      after: [["step:a"], ["skip"], ["step:c", "prev:a"]]),
    Change(
      cell: 2, field: "role", value: "none",
      before: [["step:a"], ["step:b"], ["step:c", "prev:b", "prev:a"], ["step:d", "prev:c"]],
      after: [["step:a"], ["step:b", "prev:a"], [], ["step:d", "prev:b"]]),
    // The rest of the step goes on below.
    Change(
      cell: 0, field: "role", value: "none", before: [["step:a", "cache:disabled"], ["step:b"], ["step:a"]],
      after: [[], ["step:b"], ["step:a", "cache:disabled"]]),
    // A new step takes its place in the order.
    Change(
      cell: 1, field: "role", value: "step", before: [["step:a"], [], ["step:c", "prev:a", "hide"]],
      after: [["step:a"], ["step:compute_v1", "prev:a"], ["step:c", "prev:a", "prev:compute_v1", "hide"]]),
    // Tags of others stay.
    Change(
      cell: 0, field: "role", value: "imports", before: [["hide", "step:a", "stpe:x"]],
      after: [["imports", "hide", "stpe:x"]]),
    Change(
      cell: 1, field: "previous", value: ["a"], before: [["step:a"], ["step:b", "hide"]],
      after: [["step:a"], ["step:b", "prev:a", "hide"]]),
    Change(
      cell: 1, field: "previous", value: [], before: [["step:a"], ["step:b", "prev:a"]],
      after: [["step:a"], ["step:b"]]),
    Change(
      cell: 0, field: "name", value: "z", before: [["step:a"], ["step:a"], ["step:b", "prev:a"]],
      after: [["step:z"], ["step:z"], ["step:b", "prev:z"]]),
    Change(
      cell: 0, field: "memory-limit", value: " 2Gi ", before: [["step:a", "limit:limits.memory:1Gi"]],
      after: [["step:a", "limit:limits.memory:2Gi"]]),
    Change(
      cell: 0, field: "gpu-type", value: "amd.com/gpu", before: [["step:a", "limit:nvidia.com/gpu:2"]],
      after: [["step:a", "limit:amd.com/gpu:2"]]),
    Change(
      cell: 0, field: "gpu-count", value: .null, before: [["step:a", "limit:nvidia.com/gpu:2"]],
      after: [["step:a"]]),
    Change(
      cell: 0, field: "labels", value: [["key": "b", "value": "2"], ["key": "a", "value": "1"]],
      before: [["step:a", "label:a:1"]], after: [["step:a", "label:a:1", "label:b:2"]]),
    Change(
      cell: 0, field: "secrets", value: [["secret": "s", "key": "k", "variable": "V"]], before: [["step:a"]],
      after: [["step:a", "secret:s:k:V"]]),
    Change(
      cell: 0, field: "cache", value: "disabled", before: [["step:a", "cache:enabled"]],
      after: [["step:a", "cache:disabled"]]),
  ])
  func aChangeOfAFieldChangesTags(change: Change) throws {
    let notebook = Self.notebook(change.before)
    let changes = try #require(
      Self.changes(
        [JSONMember(key: change.field, value: change.value)], to: .cell(change.cell), in: notebook))
    #expect(changes.problems == [])
    #expect(notebook.applying(changes.fix.edits).cells.map { $0.tags.compactMap(\.text) } == change.after)
  }

  @Test(
    arguments: [
      ("name", "A B"), ("name", ""), ("name", "b"), ("name", "skip"), ("role", "stage"), ("role", "notebook"),
      ("cpu-limit", "lots"), ("image", "python:3.6"), ("gpu-count", "-1"), ("previous", "b"),
      ("cache", "maybe"),
      ("colour", "red"), ("labels", "a"), ("image", "a\nb"),
    ] as [(String, JSONValue)])
  func whatIsWrongIsRejected(field: String, value: JSONValue) throws {
    let notebook = Self.notebook([["step:a"], ["step:b", "prev:a"]])
    let changes = try #require(
      Self.changes([JSONMember(key: field, value: value)], to: .cell(0), in: notebook))
    #expect(changes.problems.map(\.field) == [field])
  }

  @Test func aCycleIsImpossible() throws {
    let notebook = Self.notebook([["step:a"], ["step:b", "prev:a"], ["step:c", "prev:b"]])
    let form = try #require(CellForm.form(of: 0, in: analysis(of: notebook), findings: []))
    let steps = try #require(form.fields.first { $0.id == "previous" }).steps
    #expect(steps.map(\.obstacle) == ["comes later in the notebook", "comes later in the notebook"])
    let upwards = Self.notebook([["step:a", "prev:b"], ["step:b"]])
    let other = try #require(CellForm.form(of: 1, in: analysis(of: upwards), findings: []))
    #expect(
      other.fields.first { $0.id == "previous" }?.steps.map(\.obstacle) == ["would make a cycle: b → a → b"])
  }

  @Test func aMarkdownCellHasNoForm() {
    let notebook = Notebook(cells: [NotebookCell(kind: .markdown, source: SourceText("# Title"))])
    #expect(CellForm.form(of: 0, in: analysis(of: notebook), findings: []) == nil)
    #expect(Self.changes([], to: .cell(0), in: notebook) == nil)
    #expect(Self.changes([], to: .cell(7), in: notebook) == nil)
  }

  // MARK: The pipeline

  @Test(
    arguments: [
      (["pipeline-name": "q"], ["pipeline_name": "q", "experiment_name": "e"], nil),
      (
        ["pipeline-description": "d"],
        ["pipeline_name": "p", "experiment_name": "e", "pipeline_description": "d"], nil
      ),
      (["runtime": "kale"], ["pipeline_name": "p", "experiment_name": "e"], ["runtime": "kale"]),
      (
        ["retries": 2, "retry-delay": "5"], ["pipeline_name": "p", "experiment_name": "e"],
        ["retries": ["count": 2, "backoff_seconds": 5]]
      ),
      (
        ["default-cpu-limit": "2"],
        ["pipeline_name": "p", "experiment_name": "e", "steps_defaults": ["limit:cpu:2"]], nil
      ),
      (
        ["run-as-user": 5],
        ["pipeline_name": "p", "experiment_name": "e", "security_context": ["run_as_user": 5]],
        nil
      ),
      (
        ["package-names": [["key": "cv2", "value": "x"], ["key": "y", "value": ""]]],
        ["pipeline_name": "p", "experiment_name": "e"], ["package_names": ["cv2": "x", "y": .null]]
      ),
    ] as [(JSONValue, JSONValue, JSONValue?)])
  func aSettingOfThePipelineChangesTheMetadata(changes: JSONValue, kale: JSONValue, own: JSONValue?) throws {
    let notebook = Self.notebook([["step:a"]])
    guard case .object(let members) = changes else { return }
    let result = try #require(Self.changes(members, to: .pipeline, in: notebook))
    #expect(result.problems == [])
    let after = notebook.applying(result.fix.edits)
    #expect(after.kaleMetadata == kale)
    #expect(after.kaleLSPMetadata == own)
    // Unset, everything is as before.
    let unset = members.map { member in
      JSONMember(key: member.key, value: member.key == "pipeline-name" ? "p" : .null)
    }
    let back = try #require(Self.changes(unset, to: .pipeline, in: after))
    let form = PipelineForm.form(in: analysis(of: after.applying(back.fix.edits)), findings: [])
    for member in members where member.key != "pipeline-name" {
      let value = try #require(form.fields.first { $0.id == member.key }).value
      #expect(value == .null || value == [])
    }
  }

  @Test func rowsKeepWhatTheFormDoesNotShow() throws {
    let volumes: JSONValue = [
      ["name": "a", "mount_point": "/a", "type": "pvc", "snapshot": true],
      ["name": "b", "mount_point": "/b", "type": "pvc", "snapshot_name": "s"],
    ]
    let notebook = Notebook(
      cells: [NotebookCell(kind: .code, source: SourceText("a = 1"), tags: [.text("step:a")])],
      kaleMetadata: ["pipeline_name": "p", "experiment_name": "e", "volumes": volumes])
    let new: JSONValue = [
      ["name": "b", "mount_point": "/c", "type": "pvc", "size": .null],
      ["name": "n", "mount_point": "/n", "type": "pvc"],
    ]
    let result = try #require(
      Self.changes([JSONMember(key: "volumes", value: new)], to: .pipeline, in: notebook))
    #expect(
      notebook.applying(result.fix.edits).kaleMetadata?["volumes"] == [
        ["name": "b", "mount_point": "/c", "type": "pvc", "snapshot_name": "s"],
        ["name": "n", "mount_point": "/n", "type": "pvc"],
      ])
  }

  @Test func anOrdinaryNotebookGetsTheNamesThatKaleRequires() throws {
    let notebook = Notebook(cells: [NotebookCell(kind: .code, source: SourceText("a = 1"))])
    let result = try #require(
      Self.changes([JSONMember(key: "base-image", value: "python:3.13")], to: .pipeline, in: notebook))
    #expect(
      notebook.applying(result.fix.edits).kaleMetadata
        == ["base_image": "python:3.13", "pipeline_name": "pipeline", "experiment_name": "pipeline"])
  }
}
