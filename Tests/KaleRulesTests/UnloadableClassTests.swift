import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// Objects that Kale's runtime cannot load because of their classes. Each case was tried with `kale.marshal`.
@Suite struct UnloadableClassTests {
  /// The message about the value `v` that a step passes on; nil if there is none.
  private func complaint(shared: String, make: String, use: String, image: String? = nil) -> String? {
    let cells = """
      # %% tags=["imports"]
      import functools
      import threading
      from enum import Enum, Flag, auto
      from functools import cached_property
      from typing import Callable, Generic, List, NewType, Optional, TypeVar
      from pydantic import BaseModel
      # %% tags=["functions"]
      \(shared)
      # %% tags=["step:make"\(image.map { ", \"image:\($0)\"" } ?? "")]
      \(make)
      # %% tags=["step:use", "prev:make"\(image.map { ", \"image:\($0)\"" } ?? "")]
      \(use)
      """
    let found = analysis(of: cells).findings(showing: .init()).filter {
      ["KALE213", "KALE220", "KALE251"].contains($0.rule.code)
    }
    #expect(found.allSatisfy { $0.severity == .warning && $0.concernsKaleAlone })
    return found.first?.message
  }

  @Test(arguments: [
    ("T = TypeVar('T')\nclass Stack(Generic[T]):\n  pass", "Stack()", "leave `T` out of the bases"),
    (
      "T = TypeVar('T')\nclass Repo(Generic[T]):\n  pass\nclass Numbers(Repo[int]):\n  pass", "Numbers()",
      "`T`"
    ),
    (
      "T = TypeVar('T')\nclass Box:\n  def get(self, x: T) -> int: return 1", "[Box()]",
      "annotations with `T` as text"
    ),
    (
      "T = TypeVar('T')\nclass Box:\n  def get(self) -> List[T]: return []", "Box()",
      "annotations with `T` as text"
    ),
    ("T = TypeVar('T')\nclass Box:\n  x: T", "Box()", "annotations with `T` as text"),
    ("T = TypeVar('T')\nRows = List[T]\nclass Box:\n  def get(self, rows: Rows): pass", "Box()", "`Rows`"),
    (
      "Id = NewType('Id', int)\nclass Box:\n  def get(self, x: Id): pass", "Box()",
      "annotations with `Id` as text"
    ),
    (
      "class Kind(Enum):\n  A = 1\nclass Box:\n  def f(self, k: Optional[Kind]): pass", "Box()",
      "`Kind` as text"
    ),
    (
      "class Kind(Enum):\n  A = 1\nclass Box:\n  def __init__(self, k=Kind.A): self.n = 1", "Box()",
      "use `None`"
    ),
    (
      "class Kind(Flag):\n  A = auto()\n  B = auto()", "Kind.A | Kind.B", "a member of the enumeration `Kind`"
    ),
    ("class Point(BaseModel):\n  x: int = 0", "{'p': Point()}", "a model of pydantic"),
    (
      "class One:\n  kept = None\n  @classmethod\n  def get(cls):\n    cls.kept = cls()\n    return cls.kept",
      "One.get()", "`One`"
    ),
    (
      "class View:\n  def __init__(self): self.data = {}\n  def __getattr__(self, k): return self.data[k]",
      "View()", "`data`"
    ),
    ("class Safe:\n  def __init__(self): self.lock = threading.RLock()", "Safe()", "holds a reentrant lock"),
    ("class Safe:\n  lock = threading.RLock()", "Safe()", "`Safe`, which holds a reentrant lock"),
    ("", "threading.Condition()", "a reentrant lock"),
    (
      "class Base:\n  def fit(self): return self\nclass Model(Base):\n  def __init__(self): self.l = threading.RLock()",
      "Model().fit()", "reentrant lock"
    ),
  ])
  func classesThatDoNotLoad(_ shared: String, _ value: String, _ expected: String) throws {
    let message = try #require(complaint(shared: shared, make: "v = \(value)", use: "print(v)"))
    #expect(message.contains(expected), "\(message)")
  }

  @Test func aSubclassThatRegistersItselfByName() throws {
    let shared =
      "class Plugin:\n  known = []\n  def __init_subclass__(cls):\n    Plugin.known.append(cls.__name__)\nclass Csv(Plugin):\n  pass"
    let message = try #require(complaint(shared: shared, make: "v = Csv()", use: "print(v)"))
    #expect(message.contains("whose `__init_subclass__` uses names of the notebook"), "\(message)")
  }

  @Test(arguments: [
    ("class Box:\n  def get(self, x: 'T') -> 'T': return x", "Box()"),
    ("T = TypeVar('T')\nclass Box:\n  def get(self):\n    x: T = 1\n    return x", "Box()"),
    ("class Kind(Enum):\n  A = 1\nclass Box:\n  def f(self): return Kind.A.name", "Box()"),
    ("Row = List[int]\nclass Box:\n  def f(self, row: Row) -> Optional[int]: return None", "Box()"),
    (
      "class View:\n  def __init__(self): self.data = {}\n  def __getattr__(self, k):\n    if k.startswith('__'): raise AttributeError(k)\n    return self.data[k]",
      "View()"
    ),
    ("class View(dict):\n  def __getattr__(self, k): return self[k]", "View(a=1)"),
    ("class Safe:\n  def __init__(self): self.lock = threading.Lock()", "Safe()"),
    ("class One:\n  @classmethod\n  def make(cls): return cls()", "One.make()"),
  ])
  func classesThatLoad(_ shared: String, _ value: String) {
    #expect(complaint(shared: shared, make: "v = \(value)", use: "print(v)") == nil)
  }

  private static let point = """
    from typing import NamedTuple
    class Point(NamedTuple):
      x: int = 0
      def norm(self): return abs(self.x)
      @property
      def double(self): return 2 * self.x
    class Money(NamedTuple):
      cents: int
      def __str__(self): return f'{self.cents / 100} EUR'
    class Plain(NamedTuple):
      x: int = 0
    def longest(points): return max(points, key=lambda p: p.norm())
    """

  @Test(arguments: [
    ("v = Point(1)", "print(v.norm())", "`norm`"), ("v = [Point(1)]", "print(v[0].double)", "`double`"),
    ("v = {'a': Point(1)}", "print(v['a'].norm())", "`norm`"), ("v = Money(1)", "print(v)", "`__str__`"),
    ("v = [Point(1)]", "print(longest(v))", "`norm`"),
  ])
  func namedTuplesLoseTheirMethods(_ make: String, _ use: String, _ method: String) throws {
    let message = try #require(complaint(shared: Self.point, make: make, use: use))
    #expect(message.contains("gets it without its method \(method)"), "\(message)")
  }

  @Test(arguments: [("v = Point(1)", "print(v.x)"), ("v = [Plain(1)]", "print(v[0].x, v[0]._asdict())")])
  func fieldsOfNamedTuplesArePassed(_ make: String, _ use: String) {
    #expect(complaint(shared: Self.point, make: make, use: use) == nil)
  }

  private static let data = """
    class Data:
      def __init__(self, rows): self.rows = rows
      @cached_property
      def total(self): return sum(self.rows)
      @functools.cached_property
      def mean(self): return self.total / 2
      def report(self): return self.mean
      def size(self): return len(self.rows)
    class Child(Data):
      pass
    """

  @Test(arguments: [
    ("v = Data([1])", "print(v.total)", "`total`"), ("v = [Data([1])]", "print(v[0].mean)", "`mean`"),
    ("v = Data([1])", "print(v.report())", "`mean`"), ("v = Child([1])", "print(v.total)", "`total`"),
    ("v = Data([1])\nv.total", "print(v.mean)", "`mean`"),
  ])
  func whatReadsACachedPropertyFirstWaits(_ make: String, _ use: String, _ property: String) throws {
    let message = try #require(complaint(shared: Self.data, make: make, use: use))
    #expect(message.contains("waits forever for its cached property \(property)"), "\(message)")
  }

  @Test(arguments: [
    ("v = Data([1])\nv.total", "print(v.total)", nil), ("v = Data([1])", "print(v.size())", nil),
    ("v = Data([1])", "w = Data([2])\nprint(v.rows, w.rows)", nil),
    ("v = Data([1])", "print(v.total)", "python:3.12"),
  ])
  func otherReadsDoNotWait(_ make: String, _ use: String, _ image: String?) {
    #expect(complaint(shared: Self.data, make: make, use: use, image: image) == nil)
  }

  @Test(arguments: [
    "v.attach(check)", "v.attach(lambda x: x > limit)", "@v.on('start')\ndef report(x): return x > limit",
    "@v.on\ndef report(x): return x > limit", "v.add_listener('start', check)",
  ])
  func whatAnObjectIsGivenNeedsItsNames(_ register: String) throws {
    let shared = """
      class Bus:
        def __init__(self): self.subs = []
        def attach(self, f): self.subs.append(f)
        def on(self, f): self.subs.append(f)
        def add_listener(self, topic, f): self.subs.append(f)
      """
    let make = "v = Bus()\nlimit = 3\ndef check(x): return x > limit\n\(register)"
    let message = try #require(complaint(shared: shared, make: make, use: "print([f(5) for f in v.subs])"))
    #expect(message.contains("`limit`"), "\(message)")
  }
}
