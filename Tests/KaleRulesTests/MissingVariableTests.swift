import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Variables of the environment that steps need, and that containers do not have.
@Suite struct MissingVariableTests {
  private func findings(_ text: String) -> [Finding] {
    FindingSelection().findings(in: analysis(of: text)).filter { $0.rule.name == "missing-variable" }
  }

  private func notebook(_ code: String, tags: String = "", imports: String = "import os") -> String {
    "# %% tags=[\"imports\"]\n\(imports)\n# %% tags=[\"step:load\"\(tags)]\n\(code)"
  }

  @Test func aVariableThatNothingSets() throws {
    let found = findings(notebook("print(os.environ[\"KEY\"], os.environ[\"KEY\"])"))
    #expect(found.count == 1)
    let finding = try #require(found.first)
    #expect(finding.severity == .warning && !finding.isHandled)
    #expect(
      finding.message
        == "Nothing in the pipeline sets the environment variable `KEY`, which step `load` reads. Unless the image has it, "
        + "the step fails with a KeyError. Add a tag `secret:NAME:KEY:KEY`, or use a pipeline parameter.")
  }

  @Test(arguments: [
    "if \"KEY\" in os.environ:\n  print(os.environ[\"KEY\"])",
    "os.environ[\"KEY\"] = \"x\"\nprint(os.environ[\"KEY\"])",
    "try:\n  print(os.environ[\"KEY\"])\nexcept KeyError:\n  pass",
    "print(os.environ[\"HOME\"], os.getenv(\"KEY\"))",
    "print(os.environ[\"KEY\"])  # kale: ignore[KALE334]", "load_dotenv(path)\nprint(os.environ[\"KEY\"])",
  ])
  func whatTheCodeHandles(code: String) { #expect(findings(notebook(code)) == []) }

  @Test func secretsSetVariables() {
    let code = "print(os.environ[\"KEY\"])"
    #expect(findings(notebook(code, tags: ", \"secret:api:key:KEY\"")) == [])
    #expect(findings(notebook(code, tags: ", \"secret:api:key:OTHER\"")).count == 1)
    let defaults =
      "# kubeflow_notebook: {\"pipeline_name\": \"p\", \"experiment_name\": \"e\", "
      + "\"steps_defaults\": [\"secret:api:key:KEY\"]}\n"
    #expect(findings(defaults + notebook(code)) == [])
    #expect(findings(notebook(code, imports: "import os\n%env KEY=x")) == [])
  }

  @Test func functionsOfSharedCellsReadForTheirSteps() {
    let shared = "import os\ndef key():\n  return os.environ[\"KEY\"]"
    #expect(findings(notebook("print(key())", imports: shared)).count == 1)
    #expect(findings(notebook("print(key())", tags: ", \"secret:api:key:KEY\"", imports: shared)) == [])
  }

  /// Another rule says that the cell which sets the variable does not run.
  @Test func variablesOfSkippedCells() {
    let text = "# %% tags=[\"skip\"]\nos.environ[\"KEY\"] = \"x\"\n" + notebook("print(os.environ[\"KEY\"])")
    #expect(findings(text) == [])
    #expect(analysis(of: text).findings().contains { $0.rule.name == "skipped-effect" })
  }
}
