import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// What skipped cells do that later steps miss, and shared code and steps that run earlier than in the notebook.
@Suite struct SkippedEffectTests {
  private func messages(of rule: String, _ skipped: String, _ use: String) -> [String] {
    analysis(
      of: """
        # %% tags=["imports"]
        import os
        import numpy as np
        import pandas as pd
        # %% tags=["functions"]
        SIZE = 3
        def scale(x):
            return x * SIZE
        def tidy(rows):
            rows.sort()
        # %% tags=["pipeline-parameters"]
        rate = 0.5
        # %% tags=["step:load"]
        rows = [3, 1]
        np.random.seed(1)
        first = np.random.rand()
        # %% tags=["skip"]
        \(skipped)
        # %% tags=["step:use", "prev:load"]
        \(use)
        """
    ).findings().filter { $0.rule.name == rule }.map(\.message)
  }

  @Test(arguments: [
    ("rows = [1]", "print(rows)", "reassigns `rows`"), ("rows.append(2)", "print(rows)", "changes `rows`"),
    ("tidy(rows)", "print(rows)", "changes `rows`"), ("SIZE = 4", "print(SIZE)", "reassigns `SIZE`"),
    ("def scale(x):\n    return x", "print(scale(1))", "reassigns `scale`"),
    ("rate = 0.1", "print(rate)", "reassigns `rate`"),
    ("np.random.seed(2)", "print(np.random.rand())", "seeds NumPy"),
    ("x = np.random.rand()", "print(np.random.rand())", "changes the random state of NumPy"),
    ("os.environ[\"MODE\"] = \"a\"", "print(os.environ[\"MODE\"])", "sets `os.environ['MODE']`"),
    ("pd.set_option(\"display.precision\", 2)", "print(pd.Series([1]))", "sets pandas options"),
    (
      "with open(\"out.txt\", \"w\") as file:\n    file.write(\"1\")", "print(open(\"out.txt\").read())",
      "writes `out.txt`"
    ),
  ])
  func effectsAreFound(skipped: String, use: String, effect: String) {
    let found = messages(of: "skipped-effect", skipped, use)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("This cell \(effect), but it is skipped, and step `use`") ?? false)
  }

  @Test(arguments: [
    ("rows = [1]", "rows = [2]\nprint(rows)"), ("other = [1]", "print(rows)"),
    ("print(rows)\nmine = sorted(rows)", "print(rows)"), ("import pandas as pd", "print(pd.Series([1]))"),
    ("if first > 2:\n    rows = []", "print(rows)"), ("rows.append(2)", "print(first)"),
  ])
  func whatChangesNothingForStepsIsSilent(skipped: String, use: String) {
    #expect(messages(of: "skipped-effect", skipped, use).isEmpty)
  }
}
