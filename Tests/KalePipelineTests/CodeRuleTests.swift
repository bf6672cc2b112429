import KalePipeline
import NotebookModel
import Testing

/// What the examples of the rules about code leave open.
@Suite struct CodeRuleTests {
  private func findings(_ code: String, _ text: String) -> [Finding] {
    analysis(of: text).findings().filter { $0.rule.code == code }
  }

  // MARK: Text parameters

  /// The answers of Kale 2.3.0: what its parameters block, run by IPython, gives back.
  @Test(
    arguments: [
      (#""say 'so'""#, "the single quote"), (#""a\nb""#, "the line break"), (#""a\rb""#, "the line break"),
      (#""a\0b""#, "the null character"), (#""end\\""#, "the backslash"), (#""\\N""#, "the backslash"),
      (#""\\x4""#, "the backslash"), (#""\\u004""#, "the backslash"),
    ])
  func aValueThatBreaksKalesCodeIsReportedWithThePartToBlame(_ literal: String, _ part: String) {
    let found = parameter(literal)
    #expect(found.map(\.message).contains { $0.contains("\(part) in it breaks the code") }, "\(found)")
  }

  @Test(arguments: [#""C:\\new""#, #""\\\\""#, #""\\x41""#, #""a\\'b""#, #""\\u0041""#])
  func aBackslashThatKaleReadsAsAnEscapeIsReported(_ literal: String) {
    #expect(parameter(literal).map(\.message).contains { $0.contains("another value") })
  }

  @Test(arguments: [#""""#, #""\\d+""#, #""\\q""#, #"'"'"#, #""{x}""#, #""100%""#, #""größe\u2028""#])
  func aValueThatKaleHandsOnUnchangedIsNot(_ literal: String) {
    #expect(parameter(literal).isEmpty)
  }

  private func parameter(_ literal: String) -> [Finding] {
    findings(
      "KALE228", "# %% tags=[\"pipeline-parameters\"]\nx = \(literal)\n# %% tags=[\"step:a\"]\nprint(x)")
  }

  // MARK: Imports

  @Test(arguments: [
    "numpy", "joblib.parallel", "sklearn.svm", "yaml", "IPython.display", "google.cloud.storage",
  ])
  func whatComesAlongWithTheImportsCellsOrKaleIsInstalled(_ module: String) {
    #expect(stepImport("import \(module)").isEmpty)
  }

  @Test(arguments: ["torch", "google.cloud.bigquery", "PIL.Image", "my_module"])
  func whatNothingBringsAlongIsNot(_ module: String) {
    #expect(stepImport("import \(module)").map(\.severity) == [.warning])
  }

  @Test func anImageOfItsOwnMayHaveThePackage() {
    #expect(
      stepImport("import torch", tags: #", "image:pytorch/pytorch:2.4""#).map(\.severity) == [.information])
    #expect(stepImport("import torch", tags: #", "image:python:3.11-slim""#).map(\.severity) == [.warning])
  }

  private func stepImport(_ line: String, tags: String = "") -> [Finding] {
    findings(
      "KALE223",
      "# %% tags=[\"imports\"]\nimport sklearn\n# %% tags=[\"step:a\"\(tags)]\n\(line)")
  }

  @Test func aShadowedImportMattersWhereALaterStepReadsTheName() {
    func severities(_ last: String) -> [Finding.Severity] {
      findings(
        "KALE222",
        "# %% tags=[\"imports\"]\nimport time\n# %% tags=[\"step:a\"]\ntime = 1\n# %% tags=[\"step:b\"]\n\(last)"
      ).map(\.severity)
    }
    #expect(severities("print(time)") == [.warning])
    #expect(severities("time = 2\nprint(time)") == [.information, .information])
  }

  // MARK: Functions

  @Test func aFunctionThatNoOtherStepCallsIsOnlyWorthANote() {
    func severities(_ last: String) -> [Finding.Severity] {
      findings(
        "KALE226",
        """
        # %% tags=["functions"]
        def inner(): return config
        def outer(): return inner()
        # %% tags=["step:load"]
        config = {}
        # %% tags=["step:train"]
        \(last)
        """
      ).map(\.severity)
    }
    #expect(severities("outer()") == [.warning])
    #expect(severities("print(1)") == [.information])
  }

  @Test(arguments: ["!echo {rate}", "print(eval('ra' + 'te'))", "x = (", "print(rate)"])
  func aParameterThatMayBeReadIsNotCalledUnused(_ code: String) {
    let text = "# %% tags=[\"pipeline-parameters\"]\nrate = 1\n# %% tags=[\"step:a\"]\n"
    #expect(findings("KALE227", text + code).isEmpty)
    #expect(findings("KALE227", text + "print(1)").map(\.severity) == [.information])
  }

  // MARK: Names of steps

  @Test func manyUnknownStepsGetTheSameSuggestionsAsFew() {
    let names = ["load_data", "clean", "train_model", "evaluate"] + (0..<30).map { "stage_\($0)_of_many" }
    let slips = ["laod_data", "claen", "train_modl", "evalute"] + (0..<30).map { "stge_\($0)_of_many" }
    let steps = names.map { "# %% tags=[\"step:\($0)\"]\nprint(1)\n" }.joined()
    let all = findings(
      "KALE103",
      steps + slips.enumerated().map { "# %% tags=[\"step:x\($0)\", \"prev:\($1)\"]\nprint(1)\n" }.joined())
    #expect(all.count == slips.count)
    for (slip, finding) in zip(slips, all) {
      let alone = findings("KALE103", steps + "# %% tags=[\"step:x\", \"prev:\(slip)\"]\nprint(1)\n")
      #expect(finding.fixes.map(\.title) == alone.first?.fixes.map(\.title))
    }
  }
}
