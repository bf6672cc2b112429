import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Objects that change as they are read, and calls that change them without being known for it: the steps get the order of
/// the notebook.
@Suite struct ConsumedObjectTests {
  private static let functions = """
    def numbers(count):
        for number in range(count):
            yield number
    def total(rows):
        return sum(rows)
    def extend(rows):
        rows.append(1)
    class Counter:
        def __init__(self):
            self.count = 0
        def __contains__(self, value):
            self.count += 1
            return True
    """

  private func analyzed(imports: String, value: String, use: String, read: String = "print(item)")
    -> NotebookAnalysis
  {
    analysis(
      of: """
        # %% tags=["imports"]
        \(imports)
        # %% tags=["functions"]
        \(Self.functions)
        # %% tags=["step:load"]
        item = \(value)
        # %% tags=["step:use", "prev:load"]
        \(use)
        # %% tags=["step:report", "prev:load"]
        \(read)
        """)
  }

  private func isOrdered(_ analysis: NotebookAnalysis) -> Bool {
    analysis.pipeline(for: .exact).steps.last?.previous.contains("use") == true
  }

  @Test(arguments: [
    "sum(item)", "list(item)", "first, *rest = item", "print([*item])", "print(*item)", "1 in item",
    "1 not in item", "set(item)", "\",\".join(item)", "total(item)", "Thing(item)", "item.send(1)",
    "for number in item:\n    print(number)", "[number for number in item]",
  ])
  func anIteratorThatIsUsedChanges(use: String) {
    for value in ["(n for n in [1])", "numbers(3)", "map(str, [1])", "iter([1])", "itertools.count()"] {
      let used = analyzed(imports: "import itertools", value: value, use: use)
      #expect(isOrdered(used), "\(value): \(use)")
    }
  }

  @Test(arguments: ["repr(item)", "isinstance(item, list)", "print(1)"])
  func anIteratorThatIsOnlyLookedAtDoesNotChange(use: String) {
    #expect(!isOrdered(analyzed(imports: "", value: "iter([1])", use: use)))
  }

  @Test(arguments: ["sum(item)", "first, *rest = item", "1 in item", "print(*item)"])
  func aListThatIsReadDoesNotChange(use: String) {
    #expect(!isOrdered(analyzed(imports: "", value: "[1]", use: use)))
  }

  @Test(arguments: [
    ("import numpy as np", "np.arange(3)", "np.multiply(item, 2, item)"),
    ("import numpy as np", "np.arange(3)", "np.clip(item, 0, 1, item)"),
    ("import struct", "bytearray(8)", "struct.pack_into('i', item, 0, 7)"),
    ("", "[]", "list.insert(item, 0, 1)"), ("", "[]", "extend(*[item])"),
    ("import operator", "[]", "operator.iconcat(item, [1])"), ("", "Counter()", "1 in item"),
    ("import cv2", "cv2.imread('a.png')", "cv2.line(item, (0, 0), (1, 1), 255)"),
    ("import torch", "torch.ones(3)", "torch.nn.init.zeros_(item)"),
  ])
  func aCallWritesIntoAnArgument(imports: String, value: String, use: String) {
    #expect(isOrdered(analyzed(imports: imports, value: value, use: use)))
  }

  @Test(arguments: [("resize((2, 2))", false), ("rotate(90)", false), ("paste(0)", true)])
  func anImageReturnsAnotherOne(use: String, changes: Bool) {
    let used = analyzed(imports: "from PIL import Image", value: "Image.new('L', (4, 4))", use: "item.\(use)")
    #expect(isOrdered(used) == changes)
  }

  /// A finding would be a guess.
  @Test func aMethodOfAnUnknownLibraryOrdersStepsWithoutAFinding() {
    let used = analyzed(
      imports: "import simpy", value: "simpy.Environment()", use: "item.run(until=10)",
      read: "print(item.now)")
    #expect(isOrdered(used))
    #expect(!used.findings().contains { $0.rule.name == "changed-elsewhere" })
    for reader in ["get_time", "to_dict", "is_done"] {
      let read = analyzed(imports: "import simpy", value: "simpy.Environment()", use: "item.\(reader)()")
      #expect(!isOrdered(read), "\(reader)")
    }
  }

  @Test(arguments: [
    "class Keep(logging.Handler):\n    def __init__(self):\n        self.kept = []\n    def emit(self, record):\n        self.kept.append(record)\nitem = Keep()\nlog.addHandler(item)",
    "item = io.StringIO()\nlog.addHandler(logging.StreamHandler(item))",
    "item = io.StringIO()\nlogging.basicConfig(stream=item)",
  ])
  func whatIsLoggedIsKeptInOrder(setup: String) {
    let logged = analysis(
      of: """
        # %% tags=["imports"]
        import io, logging
        # %% tags=["step:load"]
        log = logging.getLogger("a")
        \(setup)
        # %% tags=["step:use", "prev:load"]
        log.warning("a")
        # %% tags=["step:again", "prev:load"]
        log.warning("b")
        """)
    #expect(isOrdered(logged))
  }

  /// An element of an array of one dimension is a number.
  @Test(arguments: ["np.arange(4)", "np.linspace(0, 1)", "np.array([1, 2])"])
  func anElementOfAVectorIsNoPartOfIt(value: String) {
    let used = analyzed(imports: "import numpy as np", value: value, use: "x = item[0]\nx += 1")
    #expect(!isOrdered(used))
    #expect(!used.findings().contains { $0.rule.name == "changed-elsewhere" })
  }

  @Test(arguments: [
    "np.ones((2, 2))", "np.arange(4).reshape(2, 2)", "np.linspace(0, 1)[:, None]",
    "np.array([1, 2]).reshape(2, 1)",
  ])
  func anElementOfAMatrixIsAViewOfIt(value: String) {
    for use in ["x = item[0]\nx += 1", "for x in item:\n    x += 1"] {
      #expect(isOrdered(analyzed(imports: "import numpy as np", value: value, use: use)), "\(value): \(use)")
    }
  }

  /// Whose results are the same whatever they draw: those of others that draw are not.
  @Test func fittingMovesTheGenerator() {
    let text = """
      # %% tags=["imports"]
      import numpy as np
      from sklearn.svm import SVC
      # %% tags=["step:load"]
      np.random.seed(0)
      rows, labels = np.eye(4), [0, 1, 0, 1]
      # %% tags=["step:use", "prev:load"]
      model = SVC(SEED).fit(rows, labels)
      # %% tags=["step:report", "prev:load"]
      print(np.random.rand())
      """
    #expect(isOrdered(analysis(of: text.replacing("SEED", with: ""))))
    #expect(!isOrdered(analysis(of: text.replacing("SEED", with: "random_state=1"))))
    let twice = text.replacing("SEED", with: "").replacing(
      "print(np.random.rand())", with: "other = SVC().fit(rows, labels)")
    #expect(!analysis(of: twice).findings().contains { $0.rule.name == "lost-process-state" })
  }
}
