import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Names that only the bodies of functions and lambdas read, and that a step lacks.
@Suite struct LaterReadTests {
  private func messages(_ search: String, use: String = "", previous: String = "search") -> [String] {
    let text = """
      # %% tags=["imports"]
      import pandas as pd
      # %% tags=["step:load"]
      rows = [1]
      # %% tags=["step:weigh", "prev:load"]
      weights = {1: 2}
      # %% tags=["step:search", "prev:load"]
      \(search)
      """
    let step = use.isEmpty ? "" : "\n# %% tags=[\"step:use\", \"prev:\(previous)\"]\n\(use)"
    let findings = analysis(of: text + step).findings().filter { $0.rule.name == "missing-name" }
    #expect(findings.allSatisfy { $0.severity == .warning }, "\(search)")
    return findings.map(\.message)
  }

  private static let remedy =
    "is defined in step `weigh`, but `search` does not run after it. Add `prev:weigh`."

  @Test(arguments: [
    "def score(q):\n    for row in q:\n        return weights[row]\nprint(score(rows))",
    "def score(q):\n    if q:\n        return weights\nprint(score(rows))",
    "def score(q):\n    return [weights[row] for row in q]\nprint(score(rows))",
    "def score(row):\n    return weights[row]\nprint(list(map(score, rows)))",
    "def score(row):\n    return weights[row]\nprint(pd.Series(rows).map(score))",
    "class Model:\n    def score(self, q):\n        for row in q:\n            print(weights)\nModel().score(rows)",
    "print(sorted(rows, key=lambda row: weights[row]))",
    "table = pd.DataFrame({'a': rows})\ntable['b'] = table['a'].map(lambda row: weights[row])",
    "def outer(q):\n    def inner(row):\n        return weights[row]\n    return [inner(row) for row in q]\nouter(rows)",
  ])
  func codeThatMayRunMissesAName(search: String) {
    #expect(messages(search) == ["`weights` " + Self.remedy], "\(search)")
  }

  @Test(arguments: [
    "def score(q):\n    return [weights[row] for row in q]",
    "def score(q) -> 'list[weights]':\n    return q\nprint(score(rows))",
    "def score(q):\n    try:\n        return weights\n    except NameError:\n        return None\nprint(score(rows))",
    "def score(q):\n    if 'weights' in globals():\n        return weights\nprint(score(rows))",
    "def score(q):\n    weights = q\n    return [weights for row in q]\nprint(score(rows))",
    "def score(q):\n    return [weights for row in q]\nweights = 1\nprint(score(rows))",
    "print(sorted(rows, key=lambda weights: weights))",
  ])
  func codeThatDoesNotNeedANameIsNotReported(search: String) {
    #expect(messages(search).isEmpty, "\(search)")
  }

  /// What the notebook defines further down it does not have when the code runs either, if that is here.
  @Test func whatComesLaterIsNotMissed() {
    let register = "score = {'a': lambda row: table[row]}"
    #expect(messages(register, use: "table = {1: 2}\nprint(score['a'](1))").isEmpty)
  }

  @Test func aNameThatNothingDefinesIsReported() {
    let found = messages("def score(q):\n    if q:\n        return wieghts\nprint(score(rows))")
    #expect(found.count == 1 && found[0].contains("`wieghts` is undefined in step `search`"))
  }

  /// The step that uses the function has to have the name, not the one that defines it.
  @Test func codeOfAnEarlierStepMissesAName() {
    let score = "def score(q):\n    return [weights[row] for row in q]"
    let message =
      "`weights`, which `score` reads, is defined in step `weigh`, but `use` does not run after it. Add `prev:weigh`."
    #expect(messages(score, use: "print(score(rows))") == [message])
    #expect(messages(score, use: "print(score(rows))", previous: "search\", \"prev:weigh").isEmpty)
  }
}
