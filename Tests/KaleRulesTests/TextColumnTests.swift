import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Arrays of Python objects that come of tables and lists.
@Suite struct TextColumnTests {
  private func findings(_ code: String) -> [Finding] {
    analysis(
      of: """
        # %% tags=["imports"]
        import numpy as np
        import pandas as pd
        # %% tags=["step:load"]
        df = pd.read_csv("https://example.com/a.csv")
        words = pd.Series(["a b", "c d"])
        \(code)
        # %% tags=["step:use", "prev:load"]
        print(X)
        """
    ).findings().filter { $0.rule.name == "unloadable-value" }
  }

  @Test(arguments: [
    "low = df[\"city\"].str.lower()\nX = df[[\"city\", \"n\"]].values",
    "oslo = df[df[\"city\"] == \"Oslo\"]\nX = df[[\"city\", \"n\"]].to_numpy()",
    "codes = encoder.transform(df[\"city\"])\nX = df[[\"n\", \"city\"]].values",
    "few = df[df['city'].isin(['Oslo'])]\nX = np.asarray(df[[\"city\"]])",
    "df[\"city\"] = df[\"city\"].str.strip()\nX = df[[\"city\", \"n\"]].values",
    "X = pd.DataFrame({\"city\": [\"Oslo\"], \"n\": [1]}).values",
    "X = pd.DataFrame([{\"city\": \"Oslo\", \"n\": 1}]).to_numpy()",
    "X = words.str.split().values", "X = words.str.split(\" \").to_numpy()",
    "X = words.str.lower().to_numpy()",
    "df[\"n\"] = 1; df[\"city\"] = df[\"city\"].str.lower(); X = df[[\"city\"]].values",
    "X = words.apply(lambda x: [x]).values", "X = np.array([\"x\", None])", "X = np.array([1, None])",
  ])
  func arraysOfObjectsCannotBeLoaded(code: String) { #expect(findings(code).count == 1) }

  @Test(arguments: [
    "X = df[[\"height\", \"n\"]].values", "X = df[\"n\"].values", "X = np.array([\"x\", \"y\"])",
    "X = np.array([1, \"x\"])", "X = words.str.len().values", "X = words.str.contains(\"a\").to_numpy()",
    "df[\"sex\"] = df[\"sex\"].map({\"m\": 0, \"f\": 1})\nX = df[[\"sex\", \"n\"]].values",
    "low = df[\"city\"].str.lower()\nX = df[[\"n\"]].values",
    "low = df[\"city\"].str.lower()\ndf[\"city\"] = codes\nX = df[[\"city\", \"n\"]].values",
    "df[\"city\"] = df[\"city\"].str.lower(); df[\"city\"] = codes; X = df[[\"city\"]].values",
    "size = {\"n\": \"kg\"}\nX = df[[\"n\"]].values", "X = words.apply(lambda x: len(x)).values",
  ])
  func otherArraysCan(code: String) { #expect(findings(code).isEmpty) }
}
