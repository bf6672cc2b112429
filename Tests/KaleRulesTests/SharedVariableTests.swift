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

  /// A step changes `stock` and a later one reads `order`, which an expression has made of it.
  private func messages(ofStockMadeInto order: String, given stock: String = "{'x': {'n': 1}}") -> [String] {
    messages(
      """
      # %% tags=["imports"]
      import shelve
      import numpy as np
      from itertools import chain, combinations
      # %% tags=["step:make"]
      stock = \(stock)
      order = \(order)
      # %% tags=["step:edit", "prev:make"]
      stock["x"]["n"] = 9
      # %% tags=["step:report", "prev:edit"]
      print(order)
      """)
  }

  @Test(arguments: [
    "sorted(stock, key=lambda key: stock[key]['n'])", "list(zip(sorted(stock), [4]))",
    "dict(zip(stock, [4]))",
    "dict(zip(list(stock.keys()), [4]))", "dict(enumerate(stock))", "[key for key in stock]", "[*stock]",
    "[max(stock, key=len)]", "dict(zip(stock, map(str.upper, stock)))", "list(chain(stock, ['y']))",
    "list(combinations(stock, 1))", "{'names': sorted(stock)}", "(len(stock), sorted(stock)[0])",
  ])
  func theKeysOfADictionaryShareNothing(order: String) {
    #expect(messages(ofStockMadeInto: order).isEmpty)
    #expect(messages(ofStockMadeInto: order, given: "shelve.open('stock', writeback=True)").isEmpty)
  }

  @Test(arguments: [
    "list(stock.values())", "dict(stock.items())", "{**stock}", "dict(stock)",
    "[row for row in stock.values()]",
    "{key: row for key, row in stock.items()}",
  ])
  func theValuesOfADictionaryAreShared(order: String) {
    #expect(messages(ofStockMadeInto: order).count == 1)
  }

  @Test(arguments: [
    ("tiles = [image[row:row + 2] for row in (0, 2)]", 1),
    ("tiles = {(row, 0): image[row:row + 2, 0:2] for row in (0, 2)}", 1),
    ("tiles = [image[row:row + 2].copy() for row in (0, 2)]", 0),
  ])
  func slicesInAComprehensionAreViewsOfAnArray(tiles: String, count: Int) {
    let found = messages(
      """
      # %% tags=["imports"]
      import numpy as np
      # %% tags=["step:make"]
      image = np.ones((4, 4))
      \(tiles)
      # %% tags=["step:edit", "prev:make"]
      for tile in (tiles.values() if isinstance(tiles, dict) else tiles):
          tile -= tile.mean()
      # %% tags=["step:report", "prev:edit"]
      print(image.sum())
      """)
    #expect(found.count == count, "\(found)")
  }

  @Test func slicesOfAListAreCopies() {
    let found = messages(
      """
      # %% tags=["step:make"]
      rows = list(range(9))
      parts = [rows[start:start + 3] for start in (0, 3, 6)]
      # %% tags=["step:edit", "prev:make"]
      parts[0].append(5)
      # %% tags=["step:report", "prev:edit"]
      print(rows)
      """)
    #expect(found.isEmpty)
  }

  @Test(arguments: [
    ("log.attach(rows)", 1), ("link(log, rows)", 1), ("log.rows = rows", 1), ("log.add(rows)", 0),
    ("log.attach(list(rows))", 0),
  ])
  func whatAMethodKeepsIsShared(call: String, count: Int) {
    let found = messages(
      """
      # %% tags=["functions"]
      class Log:
          def __init__(self):
              self.rows, self.all = None, []
          def attach(self, rows):
              self.rows = rows
          def add(self, rows):
              self.all.append(len(rows))
      def link(log, rows):
          log.rows = rows
      # %% tags=["step:make"]
      log = Log()
      rows = []
      \(call)
      # %% tags=["step:edit", "prev:make"]
      rows.append(2)
      # %% tags=["step:report", "prev:make"]
      print(log.rows, log.all)
      """)
    #expect(found.count == count, "\(found)")
  }
}
