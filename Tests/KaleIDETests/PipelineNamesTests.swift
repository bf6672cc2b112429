import KaleTestSupport
import KaleAnalysis
import KaleIDE
import NotebookModel
import Testing

/// What names stand for, from cell to cell.
@Suite struct PipelineNamesTests {
  /// A place in a cell's code: that of the `count`th time some text stands there, from 0.
  private func place(
    _ analysis: NotebookAnalysis, _ cell: CellIndex, _ text: String, _ count: Int = 0
  ) throws -> NotebookPlace {
    let bytes = analysis.notebook.cells[cell].source.utf8
    let wanted = Array(text.utf8)
    let starts = bytes.indices.filter { bytes[$0...].starts(with: wanted) }
    let start = try #require(starts.dropFirst(count).first, "\(text) does not stand in cell \(cell)")
    return .source(cell: cell, range: start..<start + wanted.count)
  }

  private static let flow = """
    # %% tags=["pipeline-parameters"]
    rate = 0.5
    # %% tags=["functions"]
    def scaled(x): return x * rate
    # %% tags=["step:load"]
    data = [1]
    data = scaled(data)
    # %% tags=["step:middle", "prev:load"]
    other = 1
    # %% tags=["step:use", "prev:middle"]
    print(data, rate)
    data = data + [2]
    # %% tags=["step:last", "prev:use"]
    print(data)
    # %% tags=["step:apart"]
    data = 5
    """

  @Test func aDefinitionIsTheLastBindingThatTheUseSees() throws {
    let analysis = analysis(of: Self.flow)
    let names = PipelineNames(analysis)
    let made = try place(analysis, 2, "data", 1)
    #expect(names.definition(ofNameAt: try place(analysis, 4, "data")) == made)
    #expect(names.definition(ofNameAt: try place(analysis, 2, "data", 2)) == made)
    let changed = try place(analysis, 4, "data", 1)
    #expect(names.definition(ofNameAt: changed) == changed)
    #expect(names.definition(ofNameAt: try place(analysis, 5, "data")) == changed)
    #expect(names.definition(ofNameAt: try place(analysis, 4, "rate")) == (try place(analysis, 0, "rate")))
    #expect(names.definition(ofNameAt: try place(analysis, 1, "rate")) == (try place(analysis, 0, "rate")))
    #expect(
      names.definition(ofNameAt: try place(analysis, 2, "scaled")) == (try place(analysis, 1, "scaled")))
    #expect(names.definition(ofNameAt: try place(analysis, 4, "print")) == nil)
    #expect(names.definition(ofNameAt: try place(analysis, 1, "x")) == nil)
  }

  @Test func aVariableIsThatOfTheStepsThatHandItOn() throws {
    let analysis = analysis(of: Self.flow)
    let names = PipelineNames(analysis)
    let name = try #require(names.name(at: try place(analysis, 5, "data"))?.name)
    #expect(name == .variable("data", units: [0, 2, 3]))
    let places = names.places(of: name)
    #expect(places.map(\.place.cell) == [2, 2, 2, 4, 4, 4, 5])
    #expect(places.filter { $0.role == .definition }.count == 3)
    #expect(names.places(of: name) { $0 == 5 }.map(\.place) == [try place(analysis, 5, "data")])
    #expect(names.places(of: .parameter("rate")).map(\.place.cell) == [0, 1, 4])
    #expect(names.places(of: .shared("scaled")).map(\.place.cell) == [1, 2])
  }

  @Test func aMetricIsTheVariableOfItsStep() throws {
    let text = """
      # %% tags=["step:a"]
      accuracy = 1
      # %% tags=["pipeline-metrics"]
      print(accuracy)
      """
    let analysis = analysis(of: text)
    let names = PipelineNames(analysis)
    let printed = try place(analysis, 1, "accuracy")
    #expect(names.definition(ofNameAt: printed) == (try place(analysis, 0, "accuracy")))
    let name = try #require(names.name(at: printed)?.name)
    #expect(names.places(of: name).map(\.place.cell) == [0, 1])
  }

  @Test func aFunctionThatRunsLaterSeesWhatIsMadeBehindIt() throws {
    let text = """
      # %% tags=["step:a"]
      def f(): return later
      # %%
      later = 1
      f()
      """
    let analysis = analysis(of: text)
    let definition = PipelineNames(analysis).definition(ofNameAt: try place(analysis, 0, "later"))
    #expect(definition == (try place(analysis, 1, "later")))
  }

  @Test func tagsNameSteps() {
    let analysis = analysis(of: Self.flow)
    let names = PipelineNames(analysis)
    #expect(names.definition(ofNameAt: .tag(cell: 4, index: 1)) == .tag(cell: 3, index: 0))
    #expect(
      names.places(of: .step("use")).map(\.place) == [.tag(cell: 4, index: 0), .tag(cell: 5, index: 1)])
    #expect(names.name(at: .tag(cell: 0, index: 0)) == nil)
    #expect(names.name(at: .tag(cell: 0, index: 9)) == nil)
  }

  @Test(arguments: [
    ("load", "fetch", nil), ("load", "load", nil), ("none", "fetch", "Step `none` does not exist."),
    ("load", "use", "Step `use` already exists. Choose another name."),
    ("load", "skip", "Kale reserves the name `skip`. Choose another name."),
    (
      "load", "Load it",
      "`Load it` is not a valid step name. Use lowercase letters, digits and `_`, and do not start with a digit. Did you mean `load_it`?"
    ),
    (
      "load", "",
      "`` is not a valid step name. Use lowercase letters, digits and `_`, and do not start with a digit."
    ),
  ])
  func aStepIsRenamedWhereTheNameCanBeGiven(old: String, new: String, fault: String?) {
    let analysis = analysis(of: Self.flow)
    do throws(StepRename.Fault) {
      let edits = try StepRename(of: old, to: new, in: analysis).edits
      #expect(fault == nil)
      let tags = analysis.notebook.applying(edits).cells.map(\.tags)
      #expect(tags[2] == [.text("step:\(new)")])
      #expect(tags[3] == [.text("step:middle"), .text("prev:\(new)")])
    } catch {
      #expect(error.message == fault)
    }
  }

  @Test func aReferenceIsRenamedToo() throws {
    let text = """
      # %% tags=["notebook:inner"]
      # %% tags=["step:a", "prev:inner"]
      x = 1
      """
    let analysis = analysis(of: text)
    let edits = try StepRename(of: "inner", to: "outer", in: analysis).edits
    let tags = analysis.notebook.applying(edits).cells.map(\.tags)
    #expect(tags == [[.text("notebook:outer")], [.text("step:a"), .text("prev:outer")]])
  }
}
