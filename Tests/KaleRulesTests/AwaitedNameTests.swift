import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Names in `await` expressions outside of functions, which pyflakes does not look into.
@Suite struct AwaitedNameTests {
  @Test(arguments: [
    ("x = await double(n)", true), ("print(await double(n + 1))", true),
    ("x = await double(n)\nprint(n)", false),
    ("async def go():\n  return await double(n)\nx = await go()", false),
    ("x = [await double(i) for i in [n]]", false),
    ("if True:\n  x = await double(n)", true),
  ])
  func namesThatAreAwaited(code: String, isHidden: Bool) {
    let text = """
      # %% tags=["functions"]
      async def double(x):
        return 2 * x
      # %% tags=["step:a"]
      n = 4
      # %% tags=["step:b", "prev:a"]
      \(code)
      """
    let found = analysis(of: text).findings().filter { $0.rule.name == "hidden-read" }
    #expect(found.isEmpty != isHidden)
  }
}
