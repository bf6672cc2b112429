import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// What each runtime does with values that are bound to their process.
@Suite struct UnmarshallableOutputTests {
  private func findings(make: String, use: String) -> [Finding] {
    let cells = [
      "# %% tags=[\"imports\"]\nimport io\nimport tempfile\nimport zipfile\nimport numpy as np\nimport pandas as pd",
      "from concurrent.futures import ThreadPoolExecutor",
      "# %% tags=[\"functions\"]\ndef numbers():\n  yield 1",
      "# %% tags=[\"step:make\"]", make, "# %% tags=[\"step:use\", \"prev:make\"]", use,
      "# %% tags=[\"step:end\", \"prev:use\"]\nprint(x)",
    ]
    return analysis(of: cells.joined(separator: "\n")).findings(showing: .init())
      .filter { $0.rule.code == "KALE220" }
  }

  @Test(arguments: [
    "x = numbers()", "x = (i for i in range(3))", "df = pd.DataFrame()\nx = df.iterrows()\nnext(x)",
    "x = tempfile.NamedTemporaryFile()", "x = zipfile.ZipFile(io.BytesIO(), 'w')",
    "pool = ThreadPoolExecutor()\nx = pool.submit(str, 1)", "x = np.ma.masked_equal([1], 1)",
    "x = memoryview(b'text')[1:]",
  ])
  func whatTheExactRuntimePassesConcernsKaleAlone(_ make: String) {
    let found = findings(make: make, use: "pass")
    #expect(found.map(\.isHandled) == [true], "\(make)")
    #expect(found.allSatisfy { $0.severity == .warning && $0.message.contains("Kale") }, "\(make)")
  }

  @Test(arguments: [
    ("x = numbers()\nprint(next(x))", "pass", Finding.Severity.error),
    ("x = numbers()\nfor i in x:\n  break", "pass", .warning),
    ("x = numbers()\nif len(str(1)):\n  next(x)", "pass", .warning),
    ("x = numbers()\nnext(x)\nrows = list(x)", "pass", .warning),
    ("x = (i for i in range(3))", "for i in x:\n  break", .warning),
    ("x = memoryview(bytearray(b'text'))", "x[0] = 1", .warning),
    ("x = tempfile.TemporaryDirectory()", "print(x.name)", .error),
  ])
  func whatItCannotPassConcernsBoth(_ make: String, _ use: String, _ severity: Finding.Severity) {
    let found = findings(make: make, use: use)
    #expect(found.map(\.isHandled) == [false], "\(make)")
    #expect(found.map(\.severity) == [severity], "\(make)")
  }
}
