import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Classes of the notebook that keep things by the numbers of objects, which are others in each process.
@Suite struct ProcessNumberTests {
  private func messages(_ method: String) -> [String] {
    let text = """
      # %% tags=["functions"]
      class Memo:
        def __init__(self):
          self.known = {}
        def size(self, x):
          \(method)
      # %% tags=["step:a"]
      rows = [1, 2]
      memo = Memo()
      memo.size(rows)
      # %% tags=["step:b", "prev:a"]
      print(memo.size(rows))
      """
    return analysis(of: text).findings().filter { $0.rule.name == "unloadable-value" }.map(\.message)
  }

  @Test(arguments: [
    "return self.known.setdefault(id(x), len(x))", "self.known[id(x)] = len(x)", "return id(x) in self.known",
    "return self.known.get(id(x))",
  ])
  func objectsThatKeepNumbers(method: String) {
    #expect(
      messages(method) == [
        "`memo` holds the `id` of objects: they have others in step `b`. Use a name or a number of the objects instead."
      ])
  }

  @Test(arguments: [
    "return f\"{id(x):x}\"", "print(id(x))", "return x.id(1) if x else 0", "return self.known.get(x)",
  ])
  func objectsThatShowNumbers(method: String) { #expect(messages(method) == []) }
}
