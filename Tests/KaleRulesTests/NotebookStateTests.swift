import KaleAnalysis
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

/// What steps get without a name, and how much it costs to know it.
@Suite struct NotebookStateTests {
  private static let imports = """
    # %% tags=["imports"]
    import os, random, sys
    import numpy as np
    import pandas as pd
    CONFIG = {"x": 0}
    """

  /// What each step gets: "train: `CONFIG` (load)".
  private func state(_ text: String) -> [String] {
    let analysis = analysis(of: Self.imports + "\n" + text)
    let names = analysis.outline.units.mapValues(\.name)
    return names.indices.flatMap { unit in
      analysis.state.unnamedState(into: unit).map {
        "\(names[unit]): \($0.item.description) (\(names[$0.unit]))"
      }
    }
  }

  @Test(arguments: [
    ("np.random.seed(0)", "pass", "print(np.random.rand())", "random state of NumPy"),
    ("os.environ['MODE'] = 'x'", "pass", "print(os.environ['MODE'])", "`os.environ['MODE']`"),
    ("os.chdir('/tmp')", "pass", "print(os.getcwd())", "working directory"),
    ("pd.set_option('display.width', 80)", "pass", "print(pd.DataFrame())", "pandas options"),
    ("CONFIG['x'] = 1", "pass", "print(CONFIG)", "`CONFIG`"),
    ("np.float = float", "pass", "np.float(1)", "`numpy.float`"),
    ("sys.setrecursionlimit(9000)", "pass", "sys.getrecursionlimit()", "recursion limit"),
    (
      "import locale\nlocale.setlocale(locale.LC_ALL, 'C')", "pass", "import locale\nlocale.str(1.5)",
      "locale"
    ),
    (
      "import logging\nlogging.basicConfig(level=10)", "pass", "import logging\nlogging.info('x')",
      "logging configuration"
    ),
    (
      "import decimal\ndecimal.getcontext().prec = 5", "pass", "import decimal\ndecimal.Decimal('1') / 3",
      "decimal context"
    ),
  ])
  func stateTravelsThroughStepsUpToItsReader(set: String, between: String, read: String, item: String) {
    let found = state(
      """
      # %% tags=["step:set"]
      \(set)
      # %% tags=["step:between", "prev:set"]
      \(between)
      # %% tags=["step:read", "prev:between"]
      \(read)
      # %% tags=["step:after", "prev:read"]
      pass
      """)
    #expect(found == ["between: \(item) (set)", "read: \(item) (set)"])
  }

  @Test(arguments: [
    ("np.random.seed(0)", "np.random.seed(1)\nnp.random.rand()"),
    ("os.environ['A'] = '1'", "os.environ['B']"),
    ("x = 1", "print(x)"), ("pd.DataFrame().to_csv('s.csv')", "pd.read_csv('s.csv')"),
    ("CONFIG['x'] = 1", "print(1)"), ("np.random.rand()", "np.random.rand()"),
  ])
  func whatNobodyReadsAndWhatHasANameIsLeftOut(set: String, read: String) {
    let found = state(
      """
      # %% tags=["step:set"]
      \(set)
      # %% tags=["step:read", "prev:set"]
      \(read)
      """)
    #expect(found == [])
  }

  @Test func theLastChangeCounts() {
    let found = state(
      """
      # %% tags=["step:one"]
      CONFIG["x"] = 1
      # %% tags=["step:two", "prev:one"]
      CONFIG["x"] += 1
      # %% tags=["step:three", "prev:two"]
      print(CONFIG)
      """)
    #expect(found == ["two: `CONFIG` (one)", "three: `CONFIG` (two)"])
  }

  @Test func whatSharedCellsSetIsNotAStepsOwn() {
    let analysis = analysis(
      of: """
        # %% tags=["imports"]
        import os
        os.environ["MODE"] = "x"
        # %% tags=["step:one"]
        print(os.environ["MODE"])
        """)
    let use = analysis.state.uses[analysis.outline.units.startIndex]
    #expect(use.changes == [])
    #expect(use.reads == [.environment("MODE")])
  }

  // MARK: Any notebook

  private static let statements = [
    "import random\nrandom.seed(1)", "import random\nx = random.gauss(0, 1)", "open('a.txt', 'w').write('x')",
    "print(open('a.txt').read())", "open(f'{n0}.txt', 'w')", "open(n1)", "import os\nos.environ['A'] = '1'",
    "import os\nprint(os.environ['A'])", "import os\nprint(dict(os.environ))", "%cd x", "!cat a.txt > b.txt",
    "n0.append(1)", "n1['x'] = 2", "f0(n2)", "def f1(x):\n  x.append(n0)\n  f0(x)", "global n3", "del n0[1]",
    "for n1 in n2:\n  n1.append(1)", "with open('b.txt') as n3:\n  n4 = n3.read()",
  ]

  @Test(arguments: 0..<60)
  func anOrderMakesNoCycleAndSaysNothingTwice(seed: UInt64) {
    var author = NotebookAuthor(seed: seed)
    var notebook = author.notebook()
    var cells = notebook.cells
    for place in cells.indices where author.below(3) > 0 {
      let source = cells[place].source.string + "\n" + author.pick(Self.statements)
      cells[place] = cells[place].with(source: SourceText(source))
    }
    notebook = notebook.with(cells: cells)
    let analysis = analysis(of: notebook)
    let edges = analysis.state.order.edges
    guard analysis.graph.isAcyclic else {
      #expect(edges.isEmpty)
      return
    }
    var previous = analysis.graph.previous.mapValues { Set($0) }
    for edge in edges {
      #expect(edge.previous < edge.unit && !edge.reasons.isEmpty)
      previous[edge.unit].insert(edge.previous)
    }
    for edge in edges {
      // Neither a way back, nor another way from one to the other.
      #expect(!Self.runs(edge.previous, after: edge.unit, previous))
      var others = previous
      others[edge.unit].remove(edge.previous)
      #expect(!Self.runs(edge.unit, after: edge.previous, others))
    }
  }

  private static func runs(
    _ unit: UnitIndex, after other: UnitIndex, _ previous: UnitArray<Set<UnitIndex>>
  ) -> Bool {
    var (waiting, seen) = ([unit], Set([unit]))
    while let next = waiting.popLast() {
      if previous[next].contains(other) { return true }
      waiting += previous[next].filter { seen.insert($0).inserted }
    }
    return false
  }

  @Test(arguments: 0..<20)
  func anEditedNotebookHasTheStateOfANewOne(seed: UInt64) {
    var author = NotebookAuthor(seed: seed)
    var notebook = author.notebook()
    var analyzer = PipelineAnalyzer()
    for _ in 0..<5 {
      author.edit(&notebook)
      let edited = analyzer.analyze(notebook, referringTo: .unknown, beside: .unknown).state
      let new = analysis(of: notebook).state
      #expect(edited.order.edges == new.order.edges)
      #expect(edited.uses.map(\.reads) == new.uses.map(\.reads))
      #expect(edited.uses.map(\.changes) == new.uses.map(\.changes))
    }
  }

  // MARK: Large notebooks

  /// Functions that all call each other, and files that all steps read and write, are looked at once.
  @Test func aLargeNotebookIsReadInLinearTime() {
    let count = 400
    let functions = (0..<count).map { index in
      "def f\(index)(x):\n  open('f\(index).txt', 'w')\n  N\(index).append(x)\n  return f\((index + 1) % count)(x)"
    }
    let names = (0..<count).map { "N\($0) = []" }
    let shared = NotebookCell(
      kind: .code, source: SourceText((names + functions).joined(separator: "\n")), tags: [.text("functions")]
    )
    let steps = (0..<count).map { index in
      let source = "open(f'{x}\(index).txt', 'w')\nprint(open(name).read())\nf\(index)(1)\ny\(index) = [x]"
      return NotebookCell(kind: .code, source: SourceText(source), tags: [.text("step:s\(index)")])
    }
    let state = analysis(of: Notebook(cells: [shared] + steps)).state
    // Each step reads what the one before it wrote, and no more is kept of it.
    #expect(state.order.edges.count >= count - 1)
    #expect(state.order.edges.count < 4 * count)
    #expect(state.uses.allSatisfy { $0.changes.count < 200 })
  }

  @Test(arguments: [
    String(repeating: "f(", count: 1000) + String(repeating: ")", count: 1000),
    "x" + String(repeating: ".a", count: 10_000) + " = 1",
    "x" + String(repeating: "[0]", count: 10_000) + ".append(1)",
    "x" + String(repeating: "()", count: 10_000), "p = 'a'" + String(repeating: " + b", count: 10_000),
    "p = 'a'" + String(repeating: " / b", count: 10_000),
    "f(" + String(repeating: "a, ", count: 10_000) + ")",
    "p = f'" + String(repeating: "{a}b", count: 4000) + "'\nopen(p, 'w')",
    "x = \(String(repeating: "[", count: 2000))",
    (0..<400).map { String(repeating: " ", count: min($0, 90)) + "def f\($0)():" }.joined(separator: "\n"),
    "def f():\n" + String(repeating: "  global x\n", count: 4000),
    "!" + String(repeating: "> a ", count: 4000),
    "%env", "%cd", "!>", "!", "%%writefile", "os.environ", "open()", "open(*a)", "open(**k)",
  ])
  func noCodeIsTooMuch(code: String) {
    let analysis = analysis(of: "# %% tags=[\"step:a\"]\n\(code)\n# %% tags=[\"step:b\"]\n\(code)")
    #expect(analysis.state.uses.count == 2)
  }
}
