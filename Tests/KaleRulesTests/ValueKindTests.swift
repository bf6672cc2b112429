import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// What the examples of the rules about kinds of values leave open.
@Suite struct ValueKindTests {
  private static let codes: Set<String> = ["KALE250", "KALE251", "KALE252"]

  private func findings(_ cells: String..., selection: FindingSelection = .init()) -> [Finding] {
    analysis(of: cells.joined(separator: "\n")).findings(showing: selection)
      .filter { Self.codes.contains($0.rule.code) }
  }

  private static let imports = """
    # %% tags=["imports"]
    import json
    import numpy as np
    import pandas as pd
    from enum import Enum
    from sklearn.metrics import precision_recall_curve
    # %% tags=["functions"]
    class Kind(Enum):
      GOOD = 1
    class Sample:
      def __init__(self, kind=None):
        self.kind = kind
    def average(values):
      return np.mean(values)
    def show(number):
      print(round(number, 2))
    """

  private func findings(make: String, use: String) -> [Finding] {
    findings(
      Self.imports, "# %% tags=[\"step:make\"]", make, "# %% tags=[\"step:use\", \"prev:make\"]", use)
  }

  @Test(arguments: [
    ("x = np.mean([1])", "print(round(x))"),
    ("x = average([1])", "print(round(x))"),
    ("x = average([1])", "show(x)"),
    ("_, _, t = precision_recall_curve([0, 1], [0.1, 0.9])\nx = t[0]", "print(round(x))"),
    (
      "p, r, t = precision_recall_curve([0, 1], [0.1, 0.9])\nf = 2 * p * r\nx = t[f[:-1].argmax()]",
      "print(round(x))"
    ),
    ("df = pd.read_csv('a.csv')\nx = df['a'].mean()", "y = {'x': x}\nprint(json.dumps(y))"),
    ("df = pd.read_csv('a.csv')\nx = (df['a'] / df['b']).median()", "y = x\nprint(round(y))"),
    ("x = np.max([1])", "d = {1: 2}\nprint(isinstance(x, float), d[x])"),
    ("x = Sample()", "print(isinstance(x, Sample))"),
    ("x = {'a': Sample()}", "print(isinstance(x['a'], Sample))"),
    ("x = []\nx.append(Kind.GOOD)", "print(x)"),
    ("x = [Sample(Kind.GOOD if i else Kind.GOOD) for i in range(3)]", "print(x)"),
    ("x = pd.Series([1]).map(lambda v: Sample())", "print(x)"),
  ])
  func aValueThatKaleChangesIsReportedOnce(_ make: String, _ use: String) {
    #expect(findings(make: make, use: use).map(\.severity) == [.warning], "\(make)\n\(use)")
    #expect(findings(make: make, use: use).allSatisfy { $0.isHandled && $0.message.contains("Kale") })
  }

  @Test(arguments: [
    ("x = np.mean([1])", "print(x, f'{x:.2f}', round(x * 2), round(float(x)))"),
    ("x = np.mean([1])", "x = float(x)\nprint(round(x))"),
    ("x = round(np.mean([1]))", "print(round(x))"),
    ("x = np.array([1, 2])", "print(np.round(x), x[0])"),
    ("x = [np.mean([1])]", "print(round(x[0]))"),
    ("x = {'a': np.mean([1])}", "print(json.dumps(x))"),
    ("x = Kind.GOOD.value", "print(x)"),
    ("x = Sample()", "print(x.kind, isinstance(x, object))"),
    ("x = Sample()", "x = Sample()\nprint(isinstance(x, Sample))"),
    ("x = Sample()", "print([y for y in range(2) if isinstance(y, Sample)])\nprint(x)"),
    ("x = pd.DataFrame({'a': [1]})", "print(round(x))"),
    ("x = pd.read_csv('a.csv')['a'].iloc[0]", "print({x: 1}, json.dumps([x]), x.upper())"),
    ("x = np.array([1.0])", "print(isinstance(x, float))"),
    ("x = pd.DataFrame({'a': ['t'], 'b': [1]}).set_index('a').values", "print(x)"),
    ("x = pd.DataFrame({'a': ['t']})\nx['a'] = 1\nx = x.values", "print(x)"),
    ("x = np.array([1, 'a'], dtype=object).argsort()", "print(x)"),
  ])
  func aValueThatArrivesAsItIsIsNot(_ make: String, _ use: String) {
    #expect(findings(make: make, use: use).isEmpty, "\(make)\n\(use)")
  }

  @Test func whatFitOfAKerasModelReturnsIsReported() {
    let found = findings(
      "# %% tags=[\"imports\"]\nimport keras",
      "# %% tags=[\"step:a\"]\nmodel = keras.Sequential()\nhistory = model.fit([1], [1])",
      "# %% tags=[\"step:b\", \"prev:a\"]\nprint(history.history, model)")
    #expect(found.map(\.message).filter { $0.contains("history.history") }.count == 1)
    #expect(found.count == 1)
  }

  @Test func aStepBetweenThatPassesItOnIsNotToBlame() throws {
    let found = findings(
      Self.imports, "# %% tags=[\"step:a\"]\nx = np.mean([1])",
      "# %% tags=[\"step:b\", \"prev:a\"]\nprint(x)",
      "# %% tags=[\"step:c\", \"prev:b\"]\nprint(round(x))")
    #expect(found.count == 1)
    guard case .source(let cell, _)? = found.first?.place else { return #expect(Bool(false)) }
    #expect(cell.position == 2)
  }

  @Test func whatIsMadeOfAValueThatCannotBeLoadedIsNotReportedToo() {
    let found = findings(
      Self.imports, "# %% tags=[\"step:a\"]\nx = [Sample(Kind.GOOD)]",
      "# %% tags=[\"step:b\", \"prev:a\"]\ny = [s for s in x]", "# %% tags=[\"step:c\", \"prev:b\"]\nprint(y)"
    )
    #expect(found.count == 1)
  }
}
