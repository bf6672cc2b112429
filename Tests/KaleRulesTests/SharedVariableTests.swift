import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Variables that functions or objects share, which one step changes through one of them and another reads through another.
@Suite struct SharedVariableTests {
  private func messages(_ code: String) -> [String] {
    analysis(of: code).findings().filter { $0.rule.name == "changed-elsewhere" }.map(\.message)
  }

  private func messages(functions: String, first: String, change: String, read: String) -> [String] {
    messages(
      """
      # %% tags=["functions"]
      \(functions)
      # %% tags=["step:make"]
      \(first)
      # %% tags=["step:edit", "prev:make"]
      \(change)
      # %% tags=["step:report", "prev:make"]
      \(read)
      """)
  }

  private static let account = """
    def account(balance):
        def deposit(amount):
            nonlocal balance
            balance += amount
        def get():
            return balance
        return deposit, get
    """
  private static let list = """
    def make():
        items = []
        def add(item):
            items.append(item)
        def show():
            return list(items)
        return add, show
    """
  private static let average = """
    def average(rate):
        state = {"value": 0}
        def update(number):
            state["value"] += rate * number
            return state["value"]
        return update
    """

  @Test(arguments: [
    (account, "deposit, get = account(10)", "deposit(5)", "print(get())"),
    (list, "add, show = make()", "add(5)", "print(show())"),
    (average, "smooth = average(0.5)", "one = smooth(4)", "print(smooth(2))"),
    (average, "smooth = average(0.5)", "many = [smooth(number) for number in [1, 2]]", "print(smooth(2))"),
  ])
  func functionsOfOneCallShareVariables(functions: String, first: String, change: String, read: String) {
    #expect(messages(functions: functions, first: first, change: change, read: read).count == 1)
  }

  @Test func functionsOfTwoCallsShareNothing() {
    let first = "deposit, get = account(10)\nother, rest = account(5)"
    #expect(
      messages(functions: Self.account, first: first, change: "deposit(5)", read: "print(rest())").isEmpty)
  }

  @Test func aFunctionThatReturnsWhatItHasCollectedSharesNothing() {
    let walk = """
      def walk(tree):
          found = []
          def visit(node):
              found.append(node)
          visit(tree)
          return found
      """
    #expect(
      messages(functions: walk, first: "nodes = walk([1])", change: "print(nodes)", read: "print(nodes)")
        .isEmpty
    )
  }

  @Test func anObjectShowsWhatHappensToItsClass() {
    let found = messages(
      """
      # %% tags=["step:make"]
      class Model:
          rate = 0.1
      model = Model()
      # %% tags=["step:edit", "prev:make"]
      Model.rate = 0.5
      # %% tags=["step:report", "prev:make"]
      print(model.rate)
      """)
    #expect(found.count == 1)
  }

  @Test func aViewShowsWhatHappensToItsDictionary() {
    let found = messages(
      """
      # %% tags=["step:make"]
      weights = {"a": 1}
      names = weights.keys()
      # %% tags=["step:edit", "prev:make"]
      weights["b"] = 2
      # %% tags=["step:report", "prev:edit"]
      print(list(names))
      """)
    #expect(found.count == 1)
  }
}
