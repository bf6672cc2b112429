import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

/// Notebooks put right as a whole.
@Suite struct RepairTests {
  private func repair(
    _ text: String, _ purpose: NotebookRepair.Purpose, ignoring rules: [String] = []
  ) throws -> NotebookRepair {
    var selection = FindingSelection()
    selection.ignore(try rules.map(RuleSelector.init))
    return NotebookRepair(of: ExampleNotebook(text).notebook, for: purpose, showing: selection)
  }

  private func tags(_ repair: NotebookRepair) -> [[String]] {
    repair.notebook.cells.map { $0.tags.compactMap(\.text) }
  }

  private static let old = """
    # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "docker_image": "i", "autosnapshot": true, "x": 1}
    # %% tags=["block:Load-Data", "hide-input"]
    data = 1
    # %% tags=["block:load_data"]
    more = 2
    # %% tags=["block:"]
    print(more)
    # %% tags=["block:train", "prev:Load-Data", "prev:load_data"]
    !pip install x
    print(data, more)
    """

  @Test func aMigrationPutsRightWhatKaleRefuses() throws {
    let repair = try repair(Self.old, .migration)
    #expect(
      tags(repair) == [
        ["step:load_data_2"], ["step:load_data"], [], ["step:train", "prev:load_data_2", "prev:load_data"],
      ])
    #expect(
      repair.notebook.kaleMetadata
        == ["pipeline_name": "p", "experiment_name": "e", "base_image": "i"])
    let left = analysis(of: repair.notebook).findings().filter { $0.kale == .refused }
    #expect(left.map(\.rule.name) == ["ipython-syntax"])
  }

  @Test func aMigrationLeavesWhatIsIgnored() throws {
    let repair = try repair(Self.old, .migration, ignoring: ["foreign-tag", "unknown-configuration"])
    #expect(tags(repair)[0] == ["step:load_data_2", "hide-input"])
    #expect(repair.notebook.kaleMetadata?["docker_image"] == "i")
  }

  /// Kale 0.x added them for each volume of the notebook server, and Kale 2 ignores them.
  @Test func aMigrationLeavesOutTheVolumesThatKaleIgnores() throws {
    let old = """
      # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "docker_image": "gcr.io/arrikto/jupyter-kale:v0.5.0", "volumes": [{"name": "ws", "mount_point": "/home/jovyan", "type": "clone", "size": 5, "size_type": "Gi", "snapshot": false}, {"name": "data", "mount_point": "/data", "type": "pvc"}, {"name": "new", "mount_point": "/new", "type": "new_pvc", "size": 5, "size_type": "Gi"}]}
      # %% tags=["block:a"]
      x = 1
      """
    let repair = try repair(old, .migration)
    let after = analysis(of: repair.notebook)
    #expect(after.configuration.configuration.volumes.map(\.name) == ["data"])
    // The image was without effect before, and is the image of all steps now.
    #expect(after.findings().map(\.rule.name) == ["old-image"])
    #expect(try self.repair(old, .fixAll).notebook.kaleMetadata?["volumes"] != nil)
  }

  @Test func fixAllTakesSafeFixesAlone() throws {
    let repair = try repair(Self.old, .fixAll)
    #expect(
      tags(repair)[0] == ["step:load_data_2", "hide-input"], "another tool's tag is left to the person")
    #expect(repair.notebook.kaleMetadata?["x"] == 1)
    #expect(repair.notebook.kaleMetadata?["base_image"] == "i")
  }

  @Test(arguments: NotebookRepair.Purpose.allCases)
  func theEditsLeadToTheNotebook(_ purpose: NotebookRepair.Purpose) throws {
    for rule in RuleCatalogue.rules {
      let examples = rule.description.examples
      for text in examples.triggering + examples.fixes.map(\.before) {
        let notebook = ExampleNotebook(text).notebook
        let repair = NotebookRepair(of: notebook, for: purpose, showing: FindingSelection())
        let edited = notebook.applying(repair.edits)
        #expect(edited.cells == repair.notebook.cells, "\(text)")
        #expect(edited.kaleMetadata == repair.notebook.kaleMetadata, "\(text)")
        #expect(repair.fixes.isEmpty == repair.edits.isEmpty, "\(text)")
      }
    }
  }

  /// What is put right stays right: a second go has nothing to do.
  @Test(arguments: NotebookRepair.Purpose.allCases, FixApplicability.allCases)
  func aSecondGoHasNothingToDo(
    _ purpose: NotebookRepair.Purpose, _ applicability: FixApplicability
  ) throws {
    for rule in RuleCatalogue.rules {
      let examples = rule.description.examples
      for text in examples.triggering + examples.fixes.map(\.before) {
        let once = NotebookRepair(
          of: ExampleNotebook(text).notebook, for: purpose, applying: applicability,
          showing: FindingSelection())
        let twice = NotebookRepair(
          of: once.notebook, for: purpose, applying: applicability, showing: FindingSelection())
        #expect(
          twice.fixes.isEmpty, "\(twice.fixes.map(\.title)) after \(once.fixes.map(\.title)) in\n\(text)")
      }
    }
  }

  @Test func stepsWithNamesAlikeStayApart() throws {
    let repair = try repair(
      """
      # %% tags=["block:Load-Data"]
      a = 1
      # %% tags=["block:load-data"]
      b = 2
      # %% tags=["block:train", "prev:load-data"]
      print(b)
      """, .migration)
    #expect(tags(repair) == [["step:load_data"], ["step:load_data_2"], ["step:train", "prev:load_data_2"]])
  }

  @Test func whatCannotBeMadeIsPassedOver() {
    let notebook = ExampleNotebook(Self.old).notebook
    let repair = NotebookRepair(of: notebook, for: .migration, showing: FindingSelection()) { edit in
      if case .renameConfiguration = edit { false } else { true }
    }
    #expect(repair.notebook.kaleMetadata?["docker_image"] == "i")
    #expect(repair.notebook.kaleMetadata?["autosnapshot"] == nil)
  }

  @Test func notebooksOfKale0AreTold() {
    #expect(KaleMigration.isOld(analysis(of: Self.old)))
    #expect(!KaleMigration.isOld(analysis(of: "# %% tags=[\"step:a\", \"hide-input\"]\nx = 1")))
  }

  private static func cell(_ source: String, _ tags: [String]) -> NotebookCell {
    NotebookCell(kind: .code, source: SourceText(source), tags: tags.map(NotebookTag.text))
  }

  /// More faults than there are rounds, each in a cell of its own that none of the others is in.
  @Test func misspeltTagsOfACellArePutRightTogether() {
    let count = 900
    let tags = (0..<count).map { "lable:x\($0):y" }
    let cells = [Self.cell("x = 1", ["step:a"]), Self.cell("print(x)", ["step:b", "prev:a"] + tags)]
    let repair = NotebookRepair(of: Notebook(cells: cells), for: .fixAll, showing: FindingSelection())
    #expect(
      repair.notebook.cells[1].tags.compactMap(\.text)
        == ["step:b", "prev:a"] + (0..<count).map { "label:x\($0):y" })
  }

  /// The last line goes with the break in front of it, which belongs to the line above.
  @Test(arguments: ["", "\n"], ["", "\n"])
  func importsOfAStepAreMovedTogether(end: String, importsEnd: String) {
    let names = (0..<900).map { "from torch import name\($0)" }
    let cells = [
      Self.cell("import json" + importsEnd, ["imports"]),
      Self.cell("x = 1\n" + (names + names).joined(separator: "\n") + end, ["step:a"]),
    ]
    let repair = NotebookRepair(of: Notebook(cells: cells), for: .fixAll, showing: FindingSelection())
    let imports = repair.notebook.cells[0].source.string
    #expect(imports == "import json\n" + names.joined(separator: "\n") + importsEnd)
  }

  /// More findings of one rule than are shown: a round that saw only those would be one of many.
  @Test func manyCellsArePutRightTogether() {
    let count = 1500
    let notebook = Notebook(
      cells: (0..<count).map { Self.cell("x = \($0)", ["step:s\($0)", "lable:a:b"]) },
      kaleMetadata: ["pipeline_name": "p", "experiment_name": "e"])
    let repair = NotebookRepair(of: notebook, for: .fixAll, showing: FindingSelection())
    #expect(repair.notebook.cells.allSatisfy { $0.tags.last == .text("label:a:b") })
    // All at once: nothing is left for another round.
    #expect(repair.fixes.count == count)
    #expect(repair.roundCount == 1)
  }

  /// A new name changes the step's own cell and those that run after it.
  @Test func stepsOfAChainAreRenamedTogether() {
    let cells = (0..<300).map { Self.cell("x = 1", ["step:s-\($0)"] + ($0 > 0 ? ["prev:s-\($0 - 1)"] : [])) }
    let notebook = Notebook(cells: cells, kaleMetadata: ["pipeline_name": "p", "experiment_name": "e"])
    let repair = NotebookRepair(of: notebook, for: .fixAll, showing: FindingSelection())
    #expect(repair.notebook.cells[299].tags == [.text("step:s_299"), .text("prev:s_298")])
    #expect(repair.roundCount == 1)
  }

  @Test func importsAreMovedIntoOneNewCell() {
    let names = (0..<300).map { "from torch import name\($0)" }
    let cells = [Self.cell("x = 1\n" + names.joined(separator: "\n"), ["step:a"])]
    let repair = NotebookRepair(of: Notebook(cells: cells), for: .fixAll, showing: FindingSelection())
    #expect(
      repair.notebook.cells.map(\.source.string) == [names.joined(separator: "\n"), "x = 1"])
  }
}
