import KaleAnalysis
import KaleTestSupport
import NotebookModel
import PipelineCompiler
import Testing

/// Pipelines on the exact runtime. Tests/Differential has KFP compile the same script, Tests/Runtime runs steps.
@Suite struct ExactPipelineTests {
  private func script(_ text: String, change: (inout Pipeline) -> Void = { _ in }) throws -> String {
    var pipeline = analysis(of: text).pipeline(for: .exact)
    pipeline.configuration.pipelineName = "sample"
    change(&pipeline)
    return try Sample.compile(pipeline).dslScript
  }

  /// The function of a step, with its decorator.
  private func component(_ step: String, in script: String) throws -> String {
    let parts = script.split(separator: "@dsl.component(")
    return String(try #require(parts.first { $0.contains("def \(step)_step(") }))
  }

  @Test func theRuntimeIsInTheScriptOnce() throws {
    let script = try script("# %% tags=[\"step:a\"]\nx = 1\n# %% tags=[\"step:b\", \"prev:a\"]\nprint(x)")
    #expect(script.ranges(of: "def _kale_runtime():").count == 1)
    #expect(script.ranges(of: "additional_funcs=[_kale_runtime],").count == 2)
    #expect(!script.contains("kubeflow-kale"))
  }

  @Test func aStepStartsFromTheStatesOfThoseThatItRunsDirectlyAfter() throws {
    let script = try script(
      """
      # %% tags=["step:a"]
      x = 1
      # %% tags=["step:b", "prev:a"]
      y = x
      # %% tags=["step:c", "prev:b"]
      print(x, y)
      """)
    #expect(try !component("a", in: script).contains("states="))
    #expect(try component("b", in: script).contains(#"states={"a": a_state},"#))
    let last = try component("c", in: script)
    // `b` passes `x` on, so its state has everything that `a` left.
    #expect(last.contains(#"states={"b": b_state},"#))
    #expect(last.contains("    b_state: Input[Artifact],\n"))
    #expect(last.contains(#"takes={"x": x_input_artifact, "y": y_input_artifact},"#))
  }

  @Test func cellsHaveTheirNumbersInTheNotebook() throws {
    let script = try script(
      "# %% [markdown]\n# # Title\n# %% tags=[\"imports\"]\nimport math\n# %% tags=[\"step:a\"]\nx = math.pi")
    let component = try component("a", in: script)
    #expect(component.contains("            # imports\n            (2, r'''\nimport math\n'''),\n"))
    #expect(component.contains("            # step:a\n            (3, r'''\nx = math.pi\n'''),\n"))
  }

  @Test func aStepRunsAfterOneThatWritesAFileWhichItReads() throws {
    let script = try script(
      """
      # %% tags=["imports"]
      import pandas as pd
      # %% tags=["step:load"]
      pd.DataFrame().to_csv("rows.csv")
      # %% tags=["step:read"]
      rows = pd.read_csv("rows.csv")
      """)
    #expect(script.contains("read_task.after(load_task)"))
    #expect(try component("read", in: script).contains(#"states={"load": load_state},"#))
  }

  /// What functions assign to global names, other steps read by calling functions. No step is said to pass it on.
  @Test(arguments: [
    ("global rows", "load()", true), ("rows = None", "load()", false),
    ("globals().update(settings)", "load()", true), ("rows = None", "input = 3", true),
  ])
  func largeValuesTravelWhereNamesAreBoundUnseen(body: String, call: String, travels: Bool) throws {
    let script = try script(
      """
      # %% tags=["functions"]
      def load():
          \(body)
          rows = [1]
      def report():
          print(1)
      # %% tags=["step:a"]
      \(call)
      # %% tags=["step:b", "prev:a"]
      report()
      """)
    #expect(script.contains("everything=True") == travels)
  }

  /// Three branches that change one object run one after the other, and each takes it from the last that passes it on.
  @Test func aStepTakesAValueFromTheLastThatPassesItOn() throws {
    let pipeline = analysis(
      of: """
        # %% tags=["imports"]
        import matplotlib.pyplot as plt
        # %% tags=["functions"]
        def panel(axes, values):
            axes.hist(values)
        # %% tags=["step:load"]
        figure, axes = plt.subplots(1, 3)
        # %% tags=["step:left", "prev:load"]
        panel(axes[0], [1])
        # %% tags=["step:middle", "prev:load"]
        panel(axes[1], [2])
        # %% tags=["step:right", "prev:load"]
        panel(axes[2], [3])
        # %% tags=["step:save", "prev:left", "prev:middle", "prev:right"]
        print(len(axes), figure)
        """
    ).pipeline(for: .exact)
    var last: [String: String] = [:]
    for step in pipeline.steps {
      for input in step.inputs { #expect(last[input.name] == input.provider, "\(step.name): \(input.name)") }
      for name in step.outputs { last[name] = step.name }
    }
    #expect(pipeline.steps.map(\.name) == ["load", "left", "middle", "right", "save"])
  }

  @Test func aStepHasOnlyTheSharedCodeThatItNeeds() throws {
    let notebook = """
      # %% tags=["imports"]
      import math
      import pandas as pd
      # %% tags=["step:a"]
      x = math.pi
      """
    let needed = try component("a", in: script(notebook))
    #expect(needed.contains("import math\n# Left out (unused in this step): import pandas as pd\n"))
    #expect(needed.contains(#"packages_to_install=["dill>=0.3.8", "ipython>=8"],"#))
    let all = try component("a", in: script(notebook) { $0.configuration.packages.scope = .notebook })
    #expect(all.contains("import math\nimport pandas as pd\n"))
    #expect(all.contains(#""pandas"]"#))
  }

  @Test func laterReadersOfAnyNameGetEverything() throws {
    let script = try script(
      """
      # %% tags=["step:a"]
      x = 1
      # %% tags=["step:b", "prev:a"]
      print(eval("x"))
      """)
    #expect(try component("a", in: script).contains("everything=True,"))
    #expect(try !component("b", in: script).contains("everything=True,"))
  }

  @Test func smallFilesStandInTheScript() throws {
    let script = try script("# %% tags=[\"step:a\"]\nx = 1") {
      $0.files = [.init(path: "helpers.py", bytes: Array("y = 2\n".utf8), isModule: true)]
    }
    #expect(script.ranges(of: "def _kale_files():").count == 1)
    #expect(script.contains("additional_funcs=[_kale_runtime, _kale_files],"))
    #expect(try component("a", in: script).contains("files=_kale_files(),"))
  }

  @Test func largeFilesAreInEnvironmentVariables() throws {
    let script = try script("# %% tags=[\"step:a\"]\nx = 1") {
      $0.files = [.init(path: "rows.csv", bytes: Array(repeating: 48, count: 200_000), isModule: false)]
    }
    #expect(!script.contains("_kale_files"))
    #expect(script.contains(#"a_task.set_env_variable("KALE_LSP_FILES_0", "{\"rows.csv\": "#))
    #expect(script.contains(#""KALE_LSP_FILES_2""#))
  }

  @Test func aStepThatIsTooLargeIsAnError() throws {
    let large = "# %% tags=[\"step:a\"]\nx = '\(String(repeating: "a", count: 90_000))'"
    let error = try #require(throws: PipelineCompilerError.self) { try script(large) }
    guard case .stepTooLarge("a", let bytes) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(bytes > 130_000)
    #expect(error.description.hasPrefix("The program of step `a` has \(bytes) bytes; Linux allows 131071."))
  }

  @Test func kalesRuntimeKeepsAllSharedCode() throws {
    var pipeline = analysis(of: "# %% tags=[\"imports\"]\nimport pandas\n# %% tags=[\"step:a\"]\nx = 1")
      .pipeline(
        for: .kale)
    pipeline.configuration.pipelineName = "sample"
    let script = try Sample.compile(pipeline).dslScript
    #expect(script.contains("import pandas\n"))
    #expect(!script.contains("_kale_runtime"))
  }
}
