import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

/// Notebooks that refer to others: their order, and what crosses the boundaries.
@Suite struct CompositionTests {
  private static let trainer = """
    # file: trainer.ipynb
    # %% tags=["imports"]
    import os
    # %% tags=["step:prepare"]
    rows = data + [os.sep]
    # %% tags=["step:fit", "prev:prepare"]
    model = sum(rows) * rate
    """

  private static let composed = """
    # %% tags=["pipeline-parameters"]
    rate = 2
    # %% tags=["step:load"]
    data = [1]
    # %% tags=["notebook:training"] notebook_path="./trainer.ipynb"
    # %% tags=["step:report"]
    print(model)
    \(trainer)
    """

  @Test func dataCrossesTheBorderToTheStepsInside() throws {
    let analysis = analysis(of: Self.composed)
    #expect(analysis.findings().filter { $0.severity == .error }.isEmpty)
    let steps = analysis.pipeline.steps
    #expect(steps.map(\.name) == ["load", "training", "report"])
    #expect(steps.map(\.previous) == [[], ["load"], ["load", "training"]])
    #expect(steps[1].inputs == [StepInput(name: "data", provider: "load")])
    #expect(steps[1].outputs == ["model"])
    #expect(steps[1].parameters == ["rate"])
    let notebook = try #require(steps[1].notebook)
    #expect(notebook.file == "trainer.ipynb")
    #expect(notebook.producers == ["model": "fit"])
    let inner = try #require(notebook.pipeline)
    #expect(inner.configuration.pipelineName == "training")
    #expect(inner.configuration.experimentName == "example")
    #expect(inner.parameters.map(\.name) == ["rate"])
    #expect(inner.steps.map { $0.inputs.map(\.name) } == [["data"], ["rows"]])
    #expect(inner.steps.map(\.outputs) == [["rows"], ["model"]])
  }

  /// The trainer is right as part of the pipeline only: by itself it lacks what comes from outside.
  @Test func whatComesFromOutsideIsMissedByTheNotebookAlone() {
    let alone = analysis(of: String(Self.trainer.drop { $0 != "\n" }.dropFirst()))
    #expect(alone.findings().count { $0.rule.name == "missing-name" } == 2)
  }

  @Test func notebooksWithNothingBetweenThemRunSideBySide() {
    let analysis = analysis(
      of: """
        # %% tags=["notebook:first"] notebook_path="first.ipynb"
        # %% tags=["notebook:second"] notebook_path="second.ipynb"
        # %% tags=["notebook:third"] notebook_path="third.ipynb"
        # %% tags=["step:last"]
        print(1)
        # file: first.ipynb
        # %% tags=["step:a"]
        print(x)
        # file: second.ipynb
        # %% tags=["step:a"]
        y = 1
        # file: third.ipynb
        # %% tags=["step:a"]
        x = 1
        """)
    let steps = analysis.pipeline.steps
    #expect(steps.map(\.name) == ["second", "third", "first", "last"])
    #expect(steps.map(\.previous) == [[], [], ["third"], ["first", "second", "third"]])
  }

  @Test func aNotebookThatChangesIsReadAgain() throws {
    let first = ExampleNotebook(Self.composed)
    let second = ExampleNotebook(Self.composed + "\nscore = model")
    let changed = first.notebook.applying([.replaceSource(cell: 3, range: 6..<11, with: "score")])
    var analyzer = PipelineAnalyzer()
    #expect(analyzer.analyze(first.notebook, referringTo: first.files).pipeline.steps[1].outputs == ["model"])
    #expect(analyzer.analyze(changed, referringTo: first.files).pipeline.steps[1].outputs == [])
    #expect(analyzer.analyze(changed, referringTo: second.files).pipeline.steps[1].outputs == ["score"])
    #expect(
      analyzer.analyze(first.notebook, referringTo: second.files).pipeline.steps[1].outputs == ["model"])
  }

  /// Data and parameters cross the boundaries of a notebook and of one inside of it.
  @Test func notebooksReferToOthersThatReferToOthers() throws {
    let analysis = analysis(
      of: """
        # %% tags=["pipeline-parameters"]
        rate = 2
        # %% tags=["step:load"]
        data = [1]
        # %% tags=["notebook:outer"] notebook_path="outer.ipynb"
        # %% tags=["step:report"]
        print(model, leaf)
        # file: outer.ipynb
        # %% tags=["step:prepare"]
        rows = data
        # %% tags=["notebook:inner"] notebook_path="inner.ipynb"
        # %% tags=["step:finish"]
        model = total
        # file: inner.ipynb
        # %% tags=["imports"]
        import os
        # %% tags=["step:sum"]
        total = sum(rows) + sum(data)
        leaf = (os.sep, rate)
        """)
    let names = analysis.findings().map(\.rule.name)
    #expect(names == ["nested-notebook"])
    let outer = try #require(analysis.pipeline.steps[1].notebook)
    #expect(outer.producers == ["leaf": "inner", "model": "finish"])
    let inner = try #require(outer.pipeline?.steps[1])
    #expect(
      inner.inputs == ["data", "rows"].map { StepInput(name: $0, provider: "prepare") })
    #expect(inner.outputs == ["leaf", "total"])
    #expect(inner.notebook?.producers == ["leaf": "sum", "total": "sum"])
    let sum = try #require(inner.notebook?.pipeline?.steps.first)
    #expect(sum.inputs.map(\.name) == ["data", "rows"])
    #expect(inner.notebook?.pipeline?.parameters.map(\.name) == ["rate"])
  }

  /// The name of the notebook comes behind that of the step, so that Kale's order of asking is no help.
  @Test func whatANotebookMakesOfANameIsWhatStepsBelowTake() throws {
    let analysis = analysis(
      of: """
        # %% tags=["step:load"]
        data = [1]
        # %% tags=["notebook:tidy"] notebook_path="tidy.ipynb"
        # %% tags=["step:report"]
        print(data)
        # file: tidy.ipynb
        # %% tags=["step:first"]
        data = data + [2]
        # %% tags=["step:second", "prev:first"]
        data = data + [3]
        """)
    let steps = analysis.pipeline.steps
    #expect(steps.last?.inputs == [StepInput(name: "data", provider: "tidy")])
    #expect(steps[1].notebook?.producers == ["data": "second"])
    let inner = try #require(steps[1].notebook?.pipeline)
    #expect(inner.steps.map { $0.inputs.map(\.provider) } == [[""], ["first"]])
    #expect(analysis.kalePipeline.steps.last?.inputs == [StepInput(name: "data", provider: "load")])
  }

  @Test func ofSeveralMakersTheLastAboveIsTaken() throws {
    let analysis = analysis(
      of: """
        # %% tags=["notebook:second"] notebook_path="one.ipynb"
        # %% tags=["notebook:first"] notebook_path="one.ipynb"
        # %% tags=["step:report"]
        print(score)
        # %% tags=["notebook:third"] notebook_path="one.ipynb"
        # file: one.ipynb
        # %% tags=["step:train"]
        score = 1
        """)
    let report = try #require(analysis.pipeline.steps.first { $0.name == "report" })
    #expect(report.inputs == [StepInput(name: "score", provider: "first")])
    let isStopped = analysis.findings().contains(where: \.stopsCompiling)
    #expect(!isStopped)
  }

  /// Each notebook refers to the next one twelve times: there are more than 12^7 paths through them.
  @Test func moreNotebooksThanFitAnywhereAreNotRead() {
    let references = { (file: String) in
      (0..<12).map { "# %% tags=[\"notebook:n\($0)\"] notebook_path=\"\(file)\"\n" }.joined()
    }
    let files = (1...7).map { "# file: f\($0).ipynb\n" + references("f\($0 + 1).ipynb") }
    let text = references("f1.ipynb") + files.joined() + "# file: f8.ipynb\n# %% tags=[\"step:a\"]\nx = 1"
    let findings = analysis(of: text).findings()
    #expect(findings.count { $0.rule.name == "unreadable-notebook" } == 12)
  }

  @Test func nothingIsMissedThatAnUnknownNotebookMayMake() {
    let notebook = ExampleNotebook(Self.composed).notebook
    let findings = analysis(of: notebook).findings()
    #expect(!findings.contains { $0.severity == .error })
  }

  /// Units on a cycle hand names on to each other that none of them makes.
  @Test func aCycleIsNoReasonToSearchForEver() {
    let analysis = analysis(
      of: """
        # %% tags=["step:first"]
        z = f1(u)
        print(z)
        def f2(p): return p + v
        # %% tags=["step:second"]
        y = f1(w)
        # %% tags=["step:third"]
        y = y + 1
        if v: w = 2
        for y in range(2): v = y
        # %% tags=["notebook:one"] notebook_path="one.ipynb"
        # file: one.ipynb
        # %% tags=["step:b"]
        print(y)
        # %% tags=["step:a", "prev:b"]
        u = w
        """)
    #expect(analysis.findings().contains { $0.rule.name == "composition-cycle" })
  }

  /// Of very many units not every pair is linked; who comes before whom stays the same.
  @Test func manyUnitsAreLinkedToTheirNeighbours() {
    var cells: [NotebookCell] = []
    for index in 0..<1500 {
      let tag = index % 5 == 4 ? "step:s\(index)" : "notebook:n\(index)"
      cells.append(NotebookCell(kind: .code, source: SourceText("x\(index) = 1"), tags: [.text(tag)]))
    }
    let analysis = analysis(of: Notebook(cells: cells))
    #expect(analysis.graph.previous.reduce(0) { $0 + $1.count } < 3 * cells.count)
    #expect(Array(analysis.graph.ancestors(of: 1499)).count == 1499)
    #expect(Array(analysis.graph.ancestors(of: 1498)).count == 1495)
  }

  // MARK: Selection

  private func refused(_ code: String, ignoring rules: [String] = [], severity: String? = nil) throws
    -> [Finding]
  {
    let text = """
      # %% tags=["step:load"]
      x = 1
      # %% tags=["notebook:training"] notebook_path="part.ipynb"
      # file: part.ipynb
      # %% tags=["step:fit"]
      \(code)
      """
    var selection = FindingSelection()
    selection.ignore(try rules.map(RuleSelector.init))
    if let level = severity.flatMap(FindingSelection.Level.init) {
      selection.setLevels([(try RuleSelector("missing-name"), level)])
    }
    return selection.findings(in: analysis(of: text)).filter { $0.rule.name == "refused-notebook" }
  }

  @Test func whatIsIgnoredInAReferencedNotebookIsIgnoredAtItsRoot() throws {
    #expect(try refused("print(y)").count == 1)
    #expect(try refused("print(y)  # kale: ignore[missing-name]").isEmpty)
    #expect(try refused("print(y)  # kale: ignore").isEmpty)
    #expect(try refused("print(y)", ignoring: ["missing-name"]).isEmpty)
    #expect(try refused("print(y)", ignoring: ["KALE2"]).isEmpty)
    #expect(try refused("print(y)", severity: "warning").isEmpty)
    #expect(try refused("print(y)", severity: "off").isEmpty)
  }

  @Test func aReferencedNotebookWithoutStepsHasNothingToRun() {
    let text = """
      # %% tags=["step:load"]
      x = 1
      # %% tags=["notebook:training"] notebook_path="part.ipynb"
      # file: part.ipynb
      # %%
      print(1)
      """
    let found = analysis(of: text).findings().filter { $0.rule.name == "refused-notebook" }
    #expect(
      found.map(\.message) == [
        "`part.ipynb` has no steps, so `notebook:training` has nothing to run. Tag one of its cells `step:NAME`."
      ])
  }

  @Test func rulesThatArePickedLeaveOutNothingOfAReferencedNotebook() throws {
    var selection = FindingSelection()
    selection.select([try RuleSelector("refused-notebook")])
    let text = """
      # %% tags=["notebook:training"] notebook_path="part.ipynb"
      # file: part.ipynb
      # %% tags=["step:fit"]
      print(y)
      """
    #expect(selection.findings(in: analysis(of: text)).map(\.rule.name) == ["refused-notebook"])
  }
}
