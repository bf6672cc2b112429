import Testing

@testable import PythonSyntax

/// What pyflakes 4.1 calls undefined; each expectation was taken from pyflakes itself.
@Suite struct UndefinedNameTests {
  @Test(arguments: [
    ("a = b\nc = a", ["b"]), ("def f(): return x\nx = 1", []), ("f()\ndef f(): pass", ["f"]),
    ("x: int\nx", ["x"]),
    ("x: int = 1\nx", []), ("del x", ["x"]), ("x = 1\ndel x\nx", ["x"]), ("x = 1\nif a:\n  del x\nx", ["a"]),
    ("for i in r:\n  del i\ni", ["i", "r"]), ("try: pass\nexcept E as e: e\ne", ["E", "e"]),
    ("e = 1\ntry: pass\nexcept ValueError as e: pass\ne", []), ("try: x\nexcept NameError: x = 1", []),
    ("try: x\nexcept (NameError, OSError): pass", []), ("try: x\nexcept OSError: pass", ["x"]),
    ("try:\n  def f(): return x\nexcept NameError: pass", ["x"]), ("from m import *\nx", []),
    ("x\nfrom m import *", ["x"]),
    ("class A:\n  x = 1\n  def f(self): return x", ["x"]), ("class A:\n  x = 1\n  y = [x for _ in x]", []),
    ("class A:\n  def f(self): return __class__", []), ("class A: __module__, __qualname__", []),
    ("__module__", ["__module__"]),
    ("[i for i in j]\ni", ["i", "j"]), ("[(y := i) for i in range(3)]\ny", []),
    ("lambda x=y: x + z", ["y", "z"]),
    ("def f():\n  global g\n  g = 1\ng", []), ("print(g)\ndef f():\n  global g", []),
    ("def f(a: 'Foo') -> 'Bar': pass", ["Bar", "Foo"]),
    ("x: 'List[Foo]' = 1", ["Foo", "List"]), ("from typing import List\nx = List['Foo']", ["Foo"]),
    ("x = list['Foo']", []),
    ("from typing import cast\ncast('Foo', 'Bar')", ["Foo"]),
    ("from typing import Literal\nx: Literal['Foo']", []),
    ("from typing import Annotated\nx: Annotated['Foo', 'Bar']", ["Foo"]),
    ("import typing as t\nx = t.Optional['Foo']", ["Foo"]),
    ("from typing import TypeVar\nTypeVar('T', 'A', bound='B')", ["A", "B"]), ("x: 'a b'", []),
    ("x: '\"Foo\"'", ["Foo"]),
    ("from __future__ import annotations\ndef f(a: B): pass\nB = 1", []), ("def f(a: B): pass\nB = 1", ["B"]),
    ("__all__ = ['a', 'b']\na = 1", ["b"]), ("__all__ = ['a'] + ['b']", ["a", "b"]),
    ("__all__ = []\n__all__ += ['a']", ["a"]),
    ("__file__, __name__, WindowsError", []), ("display(1)", ["display"]), ("import a.b\na, b", ["b"]),
    ("import a.b as c\nc", []),
    ("match x:\n  case [a, *b]: a, b\n  case {'k': v, **r}: v, r\n  case C(d) as e: d, e", ["C", "x"]),
    ("def f[T: B](x: T) -> T: return T\nT", ["B", "T"]), ("type A[T] = T | B", ["B"]),
    ("f'{x:{y}}'", ["x", "y"]),
    ("with a as b: b", ["a"]), ("x += 1", ["x"]), ("def f():\n  x = 1\n  del x\n  return x", ["x"]),
    ("def f(): del q", ["q"]),
    ("class A:\n  def f(self): return A", []), ("@d\ndef f(): pass", ["d"]),
    ("[x for x in y if (z := x)]\nz", ["y"]),
    ("def f():\n  def g(): return x\n  x = 1", []),
    ("def f():\n  try: pass\n  except E as e: pass\n  return e", ["E", "e"]),
  ])
  func undefined(text: String, expected: [String]) {
    #expect(CellFacts(analysing: text, dialect: .python).undefinedNames().sorted() == expected)
  }

  @Test func ipythonNamesAreASetOfTheirOwn() {
    let facts = CellFacts(analysing: "display(In, Out, _)\nget_ipython()\nexit")
    #expect(facts.undefinedNames() == ["display", "In", "Out", "_", "get_ipython"])
    #expect(facts.undefinedNames(builtins: BuiltinNames.python.union(BuiltinNames.ipython)).isEmpty)
  }

  @Test func readsAndBindings() {
    let facts = CellFacts(
      analysing: "a = b\nimport c.d\ndef f(): return g\nfor h in a: pass\ndel a\nwith i as (j, k): l: int = 1"
    )
    #expect(facts.reads.map(\.name) == ["b", "i", "int"])
    #expect(facts.deferredReads.map(\.name) == ["g"])
    #expect(facts.bindings.map(\.name) == ["c", "f", "h", "j", "k", "l"])
    #expect(facts.bindings.map(\.kind) == [.import, .function, .loop, .with, .with, .annotation])
    #expect(facts.deletions == ["a"])
  }

  @Test func freeNamesOfFunctions() {
    let facts = CellFacts(
      analysing:
        "import np\n@dec\ndef f(a, b=c) -> D:\n  e = np\n  return f, e, g\nif x:\n  def h(): return i\nclass K:\n  def m(self): return n"
    )
    #expect(facts.functions.map(\.name) == ["f", "h"])
    #expect(facts.functions.map(\.freeNames) == [["D", "c", "dec", "g", "np"], ["i"]])
    let prefix = CellFacts(analysing: "import np\nc = D = dec = 1")
    #expect(facts.functions[0].freeNames(after: prefix) == ["g"])
  }
}
