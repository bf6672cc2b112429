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
}
