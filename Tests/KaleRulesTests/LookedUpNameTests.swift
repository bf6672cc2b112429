import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Names that a step looks up by their text, and that Kale does not pass to it.
@Suite struct LookedUpNameTests {
  private func messages(_ text: String) -> [String] {
    analysis(of: text).findings().filter { $0.rule.name == "looked-up-name" }.map(\.message)
  }

  private func notebook(_ code: String, load: String = "train = [1]\ntest = [2]") -> String {
    "# %% tags=[\"step:load\"]\n\(load)\n# %% tags=[\"step:report\", \"prev:load\"]\n\(code)"
  }

  @Test(arguments: [
    ("for n in (\"train\", \"test\"):\n  print(globals()[n])", "`train` and `test`"),
    ("print(globals()[\"tr\" + \"ain\" if full else \"test\"])", "`test`"),
    ("print([n for n, v in globals().items() if isinstance(v, list)])", "`train` and `test`"),
    ("print([n for n in dir() if n == \"train\"])", "`train`"),
    ("print(train)\nprint(sorted(globals()))", "`test`"),
    ("print({n: get_ipython().user_ns[n] for n in [\"train\"]})", "`train`"),
  ])
  func namesThatAreLost(code: String, names: String) throws {
    let messages = messages(notebook(code))
    #expect(messages.count == 1)
    #expect(
      try #require(messages.first).hasPrefix("Kale does not pass \(names) to step `report`, which looks"))
  }

  @Test(arguments: [
    "for n in (\"train\", \"test\"):\n  globals()[n] = []\nprint(len(train))",
    "for n in (\"train\", \"test\"):\n  print(globals()[n])\nprint(train, test)",
    "train, test = 1, 2\nprint(globals()[[\"train\", \"test\"][0]])",
    "if \"train\" in globals():\n  print(train)",
    "print(globals()[name])", "print(eval(\"1 + 1\", globals()))", "print(vars(report)[\"train\"])",
    "def f(train):\n  return locals()[\"tr\" + \"ain\"]\nprint(f(1))",
  ])
  func nothingIsLost(code: String) {
    #expect(messages(notebook(code)) == [])
  }

  @Test func listsOfNamesComeFromEarlierSteps() {
    let load = "train = [1]\ntest = [2]\nnames = [\"train\", \"test\"]"
    #expect(messages(notebook("for n in names:\n  print(globals()[n])", load: load)).count == 1)
  }

  @Test func functionsOfSharedCellsLookNamesUpForTheStepsThatCallThem() {
    let text =
      "# %% tags=[\"functions\"]\ndef size(name):\n  return len(globals()[name])\n"
      + notebook("print([size(n) for n in (\"train\", \"test\")])")
    #expect(messages(text).count == 1)
    #expect(messages(text.replacing("size(n)", with: "len(n)")) == [])
  }

  @Test func parametersAndSharedNamesAreThere() {
    let text =
      "# %% tags=[\"pipeline-parameters\"]\ntrain = 1\n# %% tags=[\"functions\"]\ndef test():\n  return 1\n"
      + notebook("for n in (\"train\", \"test\"):\n  print(globals()[n])", load: "x = 1")
    #expect(messages(text) == [])
  }

  @Test func testsOfEarlierSteps() {
    let examples = "def double(x):\n  \"\"\"\n  >>> double(2)\n  4\n  \"\"\"\n  return 2 * x\nrows = [1]"
    let imports = "# %% tags=[\"imports\"]\nimport doctest, unittest\n"
    #expect(
      messages(imports + notebook("print(doctest.testmod())", load: examples)) == [
        "Kale does not pass `double` to step `report`, which runs the tests that it finds: its pipeline runs fewer "
          + "tests. For Kale, mention it in the step's code."
      ])
    #expect(
      messages(imports + notebook("unittest.main()", load: "class T(unittest.TestCase): pass")).count == 1)
    #expect(messages(imports + notebook("unittest.main()", load: "def double(x):\n  return 2 * x")) == [])
  }
}
