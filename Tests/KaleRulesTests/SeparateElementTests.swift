import KaleRules
import KaleTestSupport
import Testing

/// Steps that change different elements of a container: none sees what the others change.
@Suite struct SeparateElementTests {
  private func changes(_ value: String, _ first: String, _ second: String, _ last: String = "print(1)") -> Int
  {
    analysis(
      of: """
        # %% tags=["imports"]
        import numpy as np
        from sklearn.linear_model import Lasso, Ridge
        # %% tags=["step:load"]
        x, y, rate = [[1], [2]], [1, 2], 0.1
        shared = []
        \(value)
        # %% tags=["step:first", "prev:load"]
        \(first)
        # %% tags=["step:second", "prev:load"]
        \(second)
        # %% tags=["step:last", "prev:first", "prev:second"]
        \(last)
        """
    ).findings().count { $0.rule.name == "changed-elsewhere" }
  }

  private static let models = "models = {\"ridge\": Ridge(rate), \"lasso\": Lasso(rate)}"
  private static let lists = "data = {\"a\": [1], \"b\": [2]}"

  @Test(arguments: [
    (models, "m = models[\"ridge\"].fit(x, y)", "n = models[\"lasso\"].fit(x, y)"),
    (models, "models[\"ridge\"].fit(x, y)", "print(models[\"lasso\"])"),
    (lists, "data[\"a\"].append(1)", "data[\"b\"].append(2)"),
    (lists, "rows = data[\"a\"]\nrows.append(1)", "data[\"b\"].append(2)"),
    ("data = [[], []]", "data[0].append(1)", "data[1].append(2)"),
    ("data = np.random.SeedSequence(1).spawn(2)", "data[0].spawn(1)", "data[1].spawn(1)"),
  ])
  func noStepSeesAnElementOfAnother(value: String, first: String, second: String) {
    #expect(changes(value, first, second) == 0)
  }

  @Test(arguments: [
    (lists, "data[\"a\"].append(1)", "print(data[\"a\"])"), (lists, "data[\"a\"].append(1)", "print(data)"),
    (lists, "data[\"a\"].append(1)", "for key in data: print(data[key])"),
    (
      lists + "\ndef total(key):\n    return sum(data[key])", "data[\"a\"].append(1)",
      "print(total(\"a\"))"
    ),
    (lists, "data[\"a\"].append(1)", "key = \"a\"\nprint(data[key])"),
    (lists + "\ndata[\"b\"] = data[\"a\"]", "data[\"a\"].append(1)", "print(data[\"b\"])"),
    ("data = {\"a\": shared, \"b\": shared}", "data[\"a\"].append(1)", "print(data[\"b\"])"),
    ("data = load()", "data[\"a\"].append(1)", "print(data[\"b\"])"),
  ])
  func whatMayBeTheSameObjectIsSeen(value: String, first: String, second: String) {
    #expect(changes(value, first, second) == 1)
  }

  /// Each step passes on the container with its own change only.
  @Test func aLaterStepThatTakesAnElementMissesOne() {
    let (first, second) = ("data[\"a\"].append(1)", "data[\"b\"].append(2)")
    #expect(changes(Self.lists, first, second, "print(data[\"a\"], data[\"b\"])") > 0)
    #expect(changes(Self.lists, first, second, "print(data[\"b\"])") > 0)
  }
}
