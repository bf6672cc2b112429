import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Values that show parts of other objects, in steps that no tag orders: the second runs after the one that changes them.
@Suite struct SharedViewTests {
  /// Whether step `report` runs after step `edit`, which changes `item`, of step `load`, in some way.
  private func isOrdered(_ value: String, _ change: String, imports: String = "", shared: String = "") -> Bool
  {
    let analysis = analysis(
      of: """
        # %% tags=["imports"]
        import numpy as np
        \(imports)
        # %% tags=["functions"]
        \(shared)
        # %% tags=["step:load"]
        \(value)
        # %% tags=["step:edit", "prev:load"]
        \(change)
        # %% tags=["step:report", "prev:load"]
        print(item)
        """)
    return !analysis.state.order.edges.isEmpty
  }

  @Test(arguments: [
    "top, bottom = np.vsplit(item, 2)\ntop += 1", "turned = np.transpose(item)\nturned[0] = 1",
    "flat = np.ravel(item)\nflat *= 2",
    "for x in np.nditer(item, op_flags=[\"readwrite\"]):\n    x[...] = 2 * x",
    "parts = {\"top\": item[:2]}\nparts[\"top\"] += 1", "for b in blocks(item):\n    b -= b.mean()",
    "b = block(item, 1)\nb += 1", "same = checked(item)\nsame += 1", "other = item\nother += 1",
    "head = item[:2]\nhead[:] = 9", "masked = np.ma.array(item, mask=item < 0)\nmasked[0] = 5",
    "same = np.array(item, copy=False)\nsame += 1",
    "tiles = [item[i:i + 2] for i in (0, 2)]\ntiles[0][:] = 0",
    "corner = item[:2, :2]\ncorner += 1",
  ])
  func viewsOfArraysChangeThem(change: String) {
    let shared = """
      def blocks(m):
          for i in range(0, len(m), 2):
              yield m[i:i + 2]
      def block(m, i):
          return m[i:i + 2]
      def checked(m):
          assert m.ndim
          return m
      """
    #expect(isOrdered("item = np.ones((4, 4))", change, shared: shared))
  }

  @Test(arguments: ["b = block(item, 1)\nb += 1", "for b in blocks(item):\n    b -= b.mean()"])
  func aChangeThroughAHelperIsFound(change: String) {
    let found = analysis(
      of: """
        # %% tags=["functions"]
        def blocks(m):
            for i in range(0, len(m), 2):
                yield m[i:i + 2]
        def block(m, i):
            return m[i:i + 2]
        # %% tags=["step:load"]
        import numpy as np
        item = np.ones((4, 4))
        # %% tags=["step:edit", "prev:load"]
        \(change)
        # %% tags=["step:report", "prev:load"]
        print(item)
        """
    ).findings().filter { $0.rule.name == "changed-elsewhere" }
    #expect(found.count == 1)
    #expect(found.first?.message.hasPrefix("Step `edit` changes `item`") == true)
  }

  /// What makes the array is not always known.
  @Test(arguments: [
    "item = (np.ones((4, 4)) - np.ones(4)) / 2", "item = load_iris().data",
    "item = StandardScaler().fit_transform(rows)",
    "item, other = train_test_split(rows)", "item, y = make(3)",
  ])
  func whatMayBeAnArrayMayChangeUnderAnotherName(value: String) {
    let imports = """
      from sklearn.datasets import load_iris
      from sklearn.model_selection import train_test_split
      from sklearn.preprocessing import StandardScaler
      rows = np.ones((4, 4))
      """
    let shared = "def make(n):\n    x = np.zeros((n, n))\n    return x, n"
    for change in ["other = item\nother += 1", "row = item[0]\nrow += 1"] {
      #expect(isOrdered(value, change, imports: imports, shared: shared), "\(value): \(change)")
    }
  }

  @Test(arguments: [
    ("import networkx as nx", "item = nx.Graph()", "for n, d in item.nodes(data=True):\n    d[\"w\"] = 2"),
    ("import networkx as nx", "item = nx.Graph()", "for u, v, d in item.edges(data=True):\n    d[\"w\"] = 2"),
    ("import bs4", "item = bs4.BeautifulSoup(\"\")", "for tag in item([\"script\"]):\n    tag.decompose()"),
    ("import bs4", "item = bs4.BeautifulSoup(\"\")", "gone = item.find(\"a\").extract()"),
    (
      "from collections import defaultdict", "item = defaultdict(list)",
      "max(item.values(), key=len).append(2)"
    ),
    (
      "from collections import defaultdict", "item = defaultdict(list)",
      "for k, v in item.items():\n    v.append(2)"
    ),
    ("from itertools import islice", "item = [{}]", "for row in islice(item, 1):\n    row[\"a\"] = 1"),
    ("from sklearn.linear_model import Ridge", "item = Ridge()", "w = item.coef_\nw *= 2"),
  ])
  func partsOfObjectsChangeThem(imports: String, value: String, change: String) {
    #expect(isOrdered(value, change, imports: imports))
  }

  @Test(arguments: [
    ("from collections import Counter", "item = Counter(\"aab\")", "for k, v in item.items():\n    v += 1"),
    (
      "import bs4", "item = bs4.BeautifulSoup(\"\")\ntexts = [a.text for a in item.find_all(\"a\")]",
      "texts.append(1)"
    ),
    (
      "import xml.etree.ElementTree as ET", "item = ET.Element(\"a\")\nkeys = [item.get(\"b\"), item.text]",
      "keys.append(1)"
    ),
    ("", "item = [1]\ntrace = {\"lr\": 1}\nseen = [trace[\"lr\"]]", "trace[\"lr\"] = 5"),
  ])
  func stringsAndNumbersAreNoParts(imports: String, value: String, change: String) {
    #expect(!isOrdered(value, change, imports: imports))
  }

  /// Elements that come later may be of another kind than those that the code writes out.
  @Test func whatIsPutIntoAContainerIsAPartOfIt() {
    #expect(isOrdered("item = [1]", "item.append([2])\nrow = item[0]\nrow.append(3)"))
    #expect(isOrdered("item = {\"a\": 1}\nitem[\"b\"] = [1]", "row = item[\"b\"]\nrow.append(3)"))
  }

  @Test(arguments: ["item = graph.edges", "item = graph.subgraph([1])", "item = graph.degree"])
  func viewsOfGraphsChangeWithThem(value: String) {
    let graph = "import networkx as nx"
    #expect(isOrdered("graph = nx.Graph()\n\(value)", "graph.add_edge(1, 2)", imports: graph))
  }

  @Test func theSizeOfAGraphIsNoViewOfIt() {
    let value = "graph = nx.Graph()\nitem = graph.number_of_nodes()"
    #expect(!isOrdered(value, "graph.add_edge(1, 2)", imports: "import networkx as nx"))
  }
}
