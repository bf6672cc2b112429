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
      "import heapq\nimport ipaddress\nimport os\nimport re\nimport sqlite3\nimport threading\nimport unittest\nimport weakref",
      "import networkx as nx\nimport xml.etree.ElementTree as ET\nfrom jinja2 import Template",
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
    "x = tempfile.NamedTemporaryFile()", "x = tempfile.TemporaryDirectory()",
    "x = zipfile.ZipFile(io.BytesIO(), 'w')",
    "pool = ThreadPoolExecutor()\nx = pool.submit(str, 1)\nx.result()", "x = np.ma.masked_equal([1], 1)",
    "x = memoryview(b'text')[1:]", "x = threading.RLock()", "x = heapq.merge([1], [2])",
    "x = nx.connected_components(nx.path_graph(2))", "x = ipaddress.ip_network('10.0.0.0/30').hosts()",
    "con = sqlite3.connect('a.db')\ncon.row_factory = sqlite3.Row\nx = con.execute('select 1').fetchone()",
    "x = unittest.TextTestRunner().run(unittest.TestSuite())", "x = np.frompyfunc(len, 1, 1)",
    "x = Template('')", "kept = {1}\nx = weakref.ref(kept)",
    "root = ET.fromstring('<a/>')\nx = root.iterfind('b')",
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
    ("x = ET.fromstring('<a/>').iter()", "pass", .error), ("x = os.scandir('.')", "pass", .error),
  ])
  func whatItCannotPassConcernsBoth(_ make: String, _ use: String, _ severity: Finding.Severity) {
    let found = findings(make: make, use: use)
    #expect(found.map(\.isHandled) == [false], "\(make)")
    #expect(found.map(\.severity) == [severity], "\(make)")
  }

  @Test func aGeneratorThatHasNotStartedIsAnErrorWhereKalesRuntimeCounts() {
    let cells = """
      # %% tags=["functions"]
      def numbers():
        yield 1
      # %% tags=["step:make"]
      x = numbers()
      # %% tags=["step:use", "prev:make"]
      print(next(x))
      # %% tags=["step:end", "prev:use"]
      print(list(x))
      """
    func severities(isStrict: Bool) -> [Finding.Severity] {
      var selection = FindingSelection()
      selection.isStrict = isStrict
      return selection.findings(in: analysis(of: cells))
        .filter { $0.rule.code == "KALE220" && $0.message.contains("step `make`") }.map(\.severity)
    }
    #expect(severities(isStrict: false) == [.warning])
    #expect(severities(isStrict: true) == [.error])
  }
}
