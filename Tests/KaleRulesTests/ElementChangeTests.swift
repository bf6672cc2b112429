import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Changes of elements of a container that another step reads, whatever variable holds the element.
@Suite struct ElementChangeTests {
  private func changes(_ change: String, of value: String) -> [String] {
    analysis(
      of: """
        # %% tags=["step:load"]
        import pandas as pd
        rows = \(value)
        scores = [3, 4]
        # %% tags=["step:edit", "prev:load"]
        \(change)
        # %% tags=["step:report", "prev:load"]
        print(rows, scores)
        """
    ).findings().filter { $0.rule.name == "changed-elsewhere" }.map(\.message)
  }

  private static let list = #"[{"a": 1}, {"a": 2}]"#
  private static let table = #"{"a": [1], "b": [2]}"#

  @Test(arguments: [
    "first = rows[0]\nfirst[\"a\"] = 99",
    "for row in rows:\n    row[\"x\"] = 1",
    "for row in sorted(rows, key=len):\n    row[\"x\"] = 1",
    "for number, row in enumerate(rows):\n    row[\"x\"] = number",
    "for row, score in zip(rows, scores):\n    row[\"x\"] = score",
    "for number in range(2):\n    rows[number][\"x\"] = 1",
    "head, tail = rows\nhead[\"x\"] = 1",
    "head, *tail = rows\ntail[0][\"x\"] = 1",
    "best = max(rows, key=len)\nbest[\"x\"] = 1",
    "found = next(row for row in rows if row[\"a\"] == 2)\nfound[\"x\"] = 1",
    "found = next((row for row in rows if row[\"a\"] == 2), None)\nfound[\"x\"] = 1",
    "large = [row for row in rows if row[\"a\"] > 1]\nlarge[0][\"x\"] = 1",
    "large = [row for row in rows if row[\"a\"] > 1]\nfor row in large:\n    row[\"x\"] = 1",
    "by = {row[\"a\"]: row for row in rows}\none = by[1]\none[\"x\"] = 1",
    "some = rows[:1]\nsome[0][\"x\"] = 1", "for row in rows[1:]:\n    row[\"x\"] = 1",
    "more = [*rows, {}]\nmore[0][\"x\"] = 1", "own = rows or []\nown[0][\"x\"] = 1",
    "own = rows if scores else []\nown.append(1)", "own = rows.copy()\nown[0][\"x\"] = 1",
    "for row, score in zip(rows, scores):\n    row -= score",
    "for row in rows:\n    print(row)\n    row *= 2",
    "def scale(all, by):\n    for one, factor in zip(all, by):\n        one *= factor\nscale(rows, scores)",
  ])
  func elementsOfListsAreParts(change: String) {
    let found = changes(change, of: Self.list)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("Step `edit` changes `rows`") ?? false)
  }

  @Test(arguments: [
    "one = rows[\"a\"]\none.append(1)", "one = rows.get(\"a\")\none.append(1)",
    "for one in rows.values():\n    one.append(1)", "for key, one in rows.items():\n    one.append(1)",
    "for number, (key, one) in enumerate(rows.items()):\n    one.append(1)",
    "lists = list(rows.values())\nfirst = lists[0]\nfirst.append(1)",
    "own = {**rows, \"c\": []}\nown[\"a\"].append(1)", "own = rows.copy()\nown[\"a\"].append(1)",
  ])
  func valuesOfDictionariesAreParts(change: String) {
    #expect(changes(change, of: Self.table).count == 1)
  }

  @Test(arguments: [
    "mine = [dict(row) for row in rows]\nfor row in mine:\n    row[\"x\"] = 1",
    "head, *rest = rows\nrest.append(4)", "some = rows[:1]\nsome.append(1)",
    "own = rows.copy()\nown.append(1)",
    "own = [*rows]\nown.append(1)", "own = [] or {}\nown[0] = rows", "list(map(lambda row: len(row), rows))",
    "for score in scores:\n    score *= 2", "for row in rows:\n    row += \"!\"",
    "for row in rows:\n    row = {}\n    row[\"x\"] = 1", "for row in rows:\n    row += 1\n    print(row)",
    "for number in [row[\"a\"] for row in rows]:\n    number += 1", "mine = list(rows)\nmine.append(3)",
    "first = rows[0].copy()\nfirst[\"a\"] = 99",
    "names = sorted(row[\"a\"] for row in rows)\nnames.append(1)",
  ])
  func newObjectsAreNoParts(change: String) { #expect(changes(change, of: Self.list).isEmpty) }

  /// A loop over two tables changes each of them.
  @Test func tablesOfALoopAreTheirNames() {
    let found = analysis(
      of: """
        # %% tags=["imports"]
        import pandas as pd
        # %% tags=["step:load"]
        train, test = pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [2]})
        # %% tags=["step:edit", "prev:load"]
        for table in (train, test):
            table["b"] = 1
        # %% tags=["step:report", "prev:load"]
        print(train, test)
        """
    ).findings().filter { $0.rule.name == "changed-elsewhere" }
    #expect(!found.isEmpty)
  }
}
