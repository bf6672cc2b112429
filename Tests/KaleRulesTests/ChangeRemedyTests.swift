import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// What is advised where steps change or assign the same value, and what is not said of other names.
@Suite struct ChangeRemedyTests {
  private func messages(_ text: String, of rule: String = "changed-elsewhere") -> [String] {
    analysis(of: text).findings().filter { $0.rule.name == rule }.map(\.message)
  }

  /// The exact runtime takes a name from the last step that assigns it, whichever comes first by name.
  private static let captured = """
    # %% tags=["step:raw"]
    factor = 2
    # %% tags=["step:rules", "prev:raw"]
    rules = [lambda x: x * factor]
    # %% tags=["step:tighten", "prev:raw"]
    factor = 3
    # %% tags=["step:apply", "prev:rules"]
    print([f(1) for f in rules])
    """

  @Test(arguments: [
    "rules = [lambda x: x * factor]", "rules = []\nrules.append(lambda x: x * factor)",
    "rules = {'a': []}\nfor i in range(2):\n    rules['a'].append(lambda x, i=i: x * factor)",
    "rules = set()\ndef scaled(x):\n    return x * factor\nrules.add(scaled)",
  ])
  func aStepRunsAfterTheOneWhoseValueTheNotebookReads(rules: String) throws {
    let text = Self.captured.replacing("rules = [lambda x: x * factor]", with: rules)
    let message = try #require(messages(text).first)
    #expect(message.hasSuffix("takes it from step `rules`. Add `prev:tighten`."))
  }

  /// A step between the two is not newer for passing on what it was given.
  @Test func theLastAssignmentIsTheNotebooks() {
    let text = """
      \(Self.captured)
      # %% tags=["step:final", "prev:apply", "prev:tighten"]
      print([f(1) for f in rules], factor)
      """
    #expect(messages(text, of: "conflicting-makers").isEmpty)
  }

  /// A container of a class's constants does not change the class when it changes.
  @Test(arguments: ["{Kind.NEW: {Kind.PAID}}", "{1: [Kind.PAID]}", "{1: [Other.PAID]}"])
  func aClassDoesNotChangeWithWhatHoldsItsConstants(value: String) {
    let text = """
      # %% tags=["functions"]
      class Kind:
          NEW = "new"
          PAID = "paid"
      class Other(Kind):
          pass
      allowed = \(value)
      # %% tags=["step:extend"]
      allowed[1].clear()
      # %% tags=["step:audit", "prev:extend"]
      print(allowed, Kind.PAID, Other.PAID)
      """
    let found = messages(text)
    #expect(found.count == 1 && found.first?.hasPrefix("Step `extend` changes `allowed`") ?? false)
  }

  @Test func aContextVariableChanges() {
    let text = """
      # %% tags=["imports"]
      from contextvars import ContextVar
      # %% tags=["functions"]
      place = ContextVar("place")
      # %% tags=["step:enter"]
      place.set("here")
      # %% tags=["step:read", "prev:enter"]
      print(place.get())
      """
    #expect(messages(text).first?.hasPrefix("Step `enter` changes `place`, but with Kale's runtime") ?? false)
  }

  /// A setting of two steps belongs to neither alone.
  @Test(arguments: [
    ("print(1)", "the imports cell"), ("os.environ[\"STAGE\"] = \"dev\"", "step `show` too"),
    ("os.environ[\"OTHER\"] = \"dev\"", "the imports cell"),
  ])
  func onlyWhatOneStepSetsIsMovedToTheImports(load: String, place: String) {
    let text = """
      # %% tags=["imports"]
      import os
      # %% tags=["step:load"]
      \(load)
      # %% tags=["step:set", "prev:load"]
      os.environ["STAGE"] = "prod"
      # %% tags=["step:show", "prev:load"]
      print(os.environ["STAGE"])
      """
    let found = messages(text, of: "lost-process-state").filter { $0.contains("`set`") }
    #expect(found.count == 1 && found[0].hasSuffix("do it in \(place)."), "\(found)")
  }

  /// Where a statement takes one object from the other, it is repeated; elsewhere one variable holds both.
  @Test(arguments: [
    ("rows = [1]\nview = rows", "rows.append(2)", "add `view = rows` to step `edit`."),
    (
      "graph = nx.Graph()\nview = graph.subgraph([1])", "graph.add_edge(1, 2)",
      "assign `view` from `graph` in step `edit` too, before the change."
    ),
    (
      "rows = [1]\nview = {}\nview['rows'] = rows", "rows.append(2)",
      "keep `view` and `rows` in one variable, a dictionary for example."
    ),
    (
      "rows = np.arange(3)\nview = rows.flat\nnext(view)", "rows[0] = 2",
      "keep `view` and `rows` in one variable, a dictionary for example."
    ),
  ])
  func whatBecomesOneObjectAgain(make: String, change: String, remedy: String) throws {
    let text = """
      # %% tags=["imports"]
      import networkx as nx
      import numpy as np
      # %% tags=["step:make"]
      \(make)
      # %% tags=["step:edit", "prev:make"]
      \(change)
      # %% tags=["step:show", "prev:edit"]
      print(view)
      """
    let message = try #require(messages(text).first)
    #expect(message.hasSuffix("For Kale, \(remedy)"), "\(message)")
  }

  /// No runtime saves the parts of a parsed document as parts of it.
  @Test func partsOfADocumentAreCopies() throws {
    let text = """
      # %% tags=["imports"]
      from bs4 import BeautifulSoup
      # %% tags=["step:make"]
      soup = BeautifulSoup("<a>", "html.parser")
      links = soup.find_all("a")
      # %% tags=["step:edit", "prev:make"]
      links[0]["href"] = "x"
      print(soup)
      """
    let found = analysis(of: text).findings().filter { $0.rule.name == "changed-elsewhere" }
    #expect(found.map(\.isHandled) == [false])
  }
}
