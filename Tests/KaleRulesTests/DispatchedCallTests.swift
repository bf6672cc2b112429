import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Calls of functions that the code does not name: what they change is in order, without a finding that says so.
@Suite struct DispatchedCallTests {
  private func analyzed(_ shared: String, _ setup: String, _ use: String, _ later: String)
    -> NotebookAnalysis
  {
    analysis(
      of: """
        # %% tags=["imports"]
        import ast, queue, threading
        import numpy as np
        from contextlib import ContextDecorator
        from html.parser import HTMLParser
        from pydantic import BaseModel, field_validator
        # %% tags=["functions"]
        \(shared)
        # %% tags=["step:load"]
        \(setup)
        # %% tags=["step:use", "prev:load"]
        \(use)
        # %% tags=["step:again", "prev:load"]
        \(later)
        """)
  }

  private func isOrdered(_ analysis: NotebookAnalysis) -> Bool {
    let names = analysis.outline.units.mapValues(\.name)
    return analysis.state.order.edges.contains { names[$0.previous] == "use" && names[$0.unit] == "again" }
  }

  private static let machine = """
    class Machine:
        def __init__(self):
            self.log = []
        def on_start(self, time):
            self.log.append(time)

    """

  @Test(arguments: [
    "    def send(self, kind, time):\n        return getattr(self, \"on_\" + kind)(time)",
    "    def send(self, kind, time):\n        act = getattr(self, \"on_\" + kind, None)\n        return act(time)",
  ])
  func aMethodMayBeFoundByItsName(method: String) {
    let use = "m.send(\"start\", 1)"
    #expect(isOrdered(analyzed(Self.machine + method, "m = Machine()", use, "print(m.log)")))
  }

  @Test func aFunctionMayAskForAMethod() {
    let shared = Self.machine + "def dispatch(object, name):\n    return getattr(object, name)(1)"
    let use = "dispatch(m, \"on_start\")"
    #expect(isOrdered(analyzed(shared, "m = Machine()", use, "print(m.log)")))
  }

  @Test(arguments: [
    ("ast.NodeVisitor", "visit_Name(self, node)", "visit(tree)"),
    ("HTMLParser", "handle_data(self, data)", "feed(text)"), ("threading.Thread", "run(self)", "start()"),
  ])
  func aLibraryMayCallTheMethodsOfItsClasses(base: String, method: String, call: String) {
    let shared = """
      class Reader(\(base)):
          def __init__(self):
              super().__init__()
              self.seen = []
          def \(method):
              self.seen.append(1)
      """
    #expect(isOrdered(analyzed(shared, "r = Reader()", "r.\(call)", "print(r.seen)")))
  }

  @Test(arguments: ["ABC", "Protocol", "Enum", "Exception"])
  func aPlainBaseCallsNothing(base: String) {
    let shared = """
      from abc import ABC
      from enum import Enum
      from typing import Protocol
      class Reader(\(base)):
          def add(self):
              self.seen.append(1)
      """
    #expect(!isOrdered(analyzed(shared, "r = Reader()", "r.describe()", "print(r.seen)")))
  }

  @Test func aValidatorRunsWhereAnObjectIsMade() {
    let shared = """
      SEEN = []
      class Order(BaseModel):
          amount: float
          @field_validator("amount")
          def check(cls, value):
              SEEN.append(value)
              return value
      """
    #expect(isOrdered(analyzed(shared, "x = 1", "o = Order(amount=x)", "print(SEEN, x)")))
  }

  @Test func aContextManagerMayBeADecorator() {
    let shared = """
      CALLS = []
      class timed(ContextDecorator):
          def __exit__(self, *reason):
              CALLS.append(1)
      @timed()
      def work(n):
          return n
      """
    #expect(isOrdered(analyzed(shared, "x = 1", "work(x)", "print(CALLS, x)")))
  }

  private static let note = "LOG = []\ndef note(x):\n    LOG.append(x)\n"

  @Test(arguments: [
    ("OPS = {\"note\": note}", "OPS[\"note\"](x)"), ("OPS = [note]", "for op in OPS: op(x)"),
    ("OPS = {\"note\": note}", "op = OPS.get(\"note\")\nop(x)"),
    ("OPS = {\"note\": note}", "OPS.get(\"note\", print)(x)"), ("OPS = []\nOPS.append(note)", "OPS[0](x)"),
    ("OPS = {}\nOPS[\"note\"] = note", "OPS[\"note\"](x)"),
    (
      "OPS = {}\ndef on(f):\n    OPS[f.__name__] = f\n    return f\n@on\ndef other(x):\n    LOG.append(x)",
      "OPS[\"other\"](x)"
    ),
    (
      "OPS = {\"note\": note}\ndef fire(event, *values):\n    for handler in OPS.get(event, []):\n        handler(*values)",
      "fire(\"note\", x)"
    ),
  ])
  func aContainerMayHoldFunctions(shared: String, use: String) {
    let called = analyzed(Self.note + shared, "x = 1", use, "print(LOG, x)")
    #expect(isOrdered(called))
  }

  @Test func functionsThatAreNotCalledDoNothing() {
    let shared = Self.note + "OPS = {\"note\": note}"
    #expect(!isOrdered(analyzed(shared, "x = 1", "print(len(OPS))", "print(LOG, x)")))
  }

  @Test(arguments: [
    ("draw = lambda n: rng.normal(size=n)", "a = draw(3)"),
    ("noise = (rng.normal() for _ in range(9))", "a = next(noise)"),
    ("noise = (rng.normal() for _ in range(9))", "a = [x for x in noise]"),
  ])
  func aGeneratorIsDrawnFromThroughOtherCode(setup: String, use: String) {
    let setup = "rng = np.random.default_rng(1)\n" + setup
    #expect(isOrdered(analyzed("", setup, use, "b = rng.normal()")))
  }

  @Test(arguments: [
    "for node in tree.walk():\n    node.size = 2", "for kid in tree.all():\n    kid.size = 2",
  ])
  func methodsYieldPartsOfTheirObject(use: String) {
    let shared = """
      class Tree:
          def __init__(self):
              self.size, self.kids = 1, []
          def walk(self):
              yield self
              for kid in self.kids:
                  yield from kid.walk()
          def all(self):
              return self.kids
      """
    #expect(isOrdered(analyzed(shared, "tree = Tree()", use, "print(tree.size)")))
  }

  @Test(arguments: [("q.get()", true), ("q.get(timeout=1)", true), ("q.get(\"a\")", false)])
  func aHelperMayTakeFromAQueue(call: String, isChange: Bool) {
    let shared = "def drain(q):\n    return [\(call)]"
    #expect(isOrdered(analyzed(shared, "q = queue.Queue()", "drain(q)", "print(q.qsize())")) == isChange)
  }

  @Test func objectsOfAComprehensionHoldWhatTheyAreGiven() {
    let shared = """
      class Worker:
          def __init__(self, out, n):
              self.out, self.n = out, n
          def work(self):
              self.out.append(self.n)
      """
    let use = "workers = [Worker(out, n) for n in range(3)]\nfor worker in workers: worker.work()"
    #expect(isOrdered(analyzed(shared, "out = []", use, "print(out)")))
  }
}
