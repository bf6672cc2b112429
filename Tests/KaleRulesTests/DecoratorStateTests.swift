import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// What a decorator of the notebook keeps from call to call: what it counts is in order, what it only remembers is not.
@Suite struct DecoratorStateTests {
  private func analyzed(_ decorator: String, decorated: String = "@keep\ndef f(x):\n    return x")
    -> NotebookAnalysis
  {
    analysis(
      of: """
        # %% tags=["functions"]
        \(decorator)
        \(decorated)
        # %% tags=["step:first"]
        a = f(1)
        # %% tags=["step:second"]
        b = f(2)
        # %% tags=["step:last", "prev:first", "prev:second"]
        print(a, b, f)
        """)
  }

  private func isOrdered(_ analysis: NotebookAnalysis) -> Bool {
    let names = analysis.outline.units.mapValues(\.name)
    return analysis.state.order.edges.contains {
      names[$0.previous] == "first" && names[$0.unit] == "second"
    }
  }

  private func changes(in analysis: NotebookAnalysis) -> Int {
    analysis.findings().count { $0.rule.name == "changed-elsewhere" }
  }

  /// `body`: what the function that takes the place of the decorated one does before it calls this.
  private func decorator(_ variable: String, _ body: String) -> String {
    """
    def keep(fn):
        \(variable)
        def wrapper(x):
            \(body)
            return fn(x)
        wrapper.calls = 0
        return wrapper
    """
  }

  @Test(arguments: ["wrapper.calls += 1", "wrapper.log.append(x)"])
  func whatOthersReadIsOrderedAndSaidOfKale(body: String) {
    let counted = analyzed(decorator("n = 0", body))
    #expect(isOrdered(counted))
    #expect(changes(in: counted) > 0)
  }

  @Test(arguments: [
    ("n = 0", "nonlocal n; n += 1"), ("log = []", "log.append(x)"),
    ("n = {\"calls\": 0}", "n[\"calls\"] += 1"),
  ])
  func whatTheFunctionKeepsForItselfIsOrderedSilently(variable: String, body: String) {
    let kept = analyzed(decorator(variable, body))
    #expect(isOrdered(kept))
    #expect(changes(in: kept) == 0)
  }

  @Test(arguments: ["if x not in cache: cache[x] = fn(x)", "cache[x] = fn(x)", "pass"])
  func aCacheIsNotOrdered(body: String) {
    #expect(!isOrdered(analyzed(decorator("cache = {}", body))))
  }

  @Test(arguments: [("self.n += 1", true), ("if x not in self.seen: self.seen[x] = self.fn(x)", false)])
  func anObjectThatTakesThePlaceOfAFunctionIsReadLikeOne(body: String, isChange: Bool) {
    let decorator = """
      class keep:
          def __init__(self, fn):
              self.fn, self.n, self.seen = fn, 0, {}
          def __call__(self, x):
              \(body)
              return self.fn(x)
      """
    #expect(isOrdered(analyzed(decorator)) == isChange)
  }

  @Test func aDecoratorMayTakeArguments() {
    let decorator = """
      def keep(label):
          def decorate(fn):
              calls = []
              def wrapper(x):
                  calls.append(label)
                  return fn(x), len(calls)
              return wrapper
          return decorate
      """
    #expect(isOrdered(analyzed(decorator, decorated: "@keep(\"f\")\ndef f(x):\n    return x")))
  }

  @Test func theClassOfADecoratedMethodKeepsWhatItCounts() {
    let decorated = """
      class Shop:
          @keep
          def sell(self):
              return 1
      shop = Shop()
      def f(x):
          return shop.sell()
      """
    #expect(isOrdered(analyzed(decorator("n = []", "n.append(1)"), decorated: decorated)))
  }

  /// What the decorator itself does it does once, where the function is defined.
  @Test(arguments: [
    "def keep(fn):\n    TABLE[fn.__name__] = fn\n    return fn",
    "def keep(fn):\n    TABLE[fn.__name__] = fn\n    def wrapper(x):\n        return fn(x)\n    return wrapper",
  ])
  func toRegisterAFunctionIsNoPartOfItsCalls(decorator: String) {
    let registered = analyzed("TABLE = {}\n" + decorator)
    #expect(!isOrdered(registered))
    #expect(changes(in: registered) == 0)
  }

  @Test func whatAWrapperDoesToOthersIsPartOfTheCalls() {
    let decorator = """
      LOG = []
      def keep(fn):
          def wrapper(x):
              LOG.append(x)
              return fn(x)
          return wrapper
      """
    #expect(isOrdered(analyzed(decorator)))
  }
}
