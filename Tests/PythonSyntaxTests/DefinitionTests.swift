import Testing

@testable import PythonSyntax

/// `CellFacts.definitions`: what using functions, classes and lambdas takes from the module.
@Suite struct DefinitionTests {
  /// Texts with the definition `d`: names in capitals are read by every call, those in small letters may be read, and
  /// those that start with an underscore are not free.
  @Test(arguments: [
    "def d(): return A", "def d(_p=_q): return _p + A", "@_w\ndef d(): return a", "async def d(): return a",
    "def d():\n  yield a\n  b", "def d():\n  A\n  if B: return c\n  e", "def d():\n  raise A\n  b",
    "def d():\n  for x in A: b\n  C", "def d():\n  try: a\n  except b: c\n  finally: E",
    "def d():\n  def _g(): return a\n  return B", "def d(): return d(A)", "d = lambda _p=_q: A + _p",
    "d = lambda: (yield a)",
    "d: x = lambda: A", "class d(_b): pass", "class d:\n  x = _y\n  def m(self): return a",
    "class d:\n  def __init__(self): A", "class d:\n  def __init__(self): a\n  def __new__(cls): B",
    "@_w\nclass d:\n  def __init__(self): a", "class d:\n  @_w\n  def __init__(self): a",
    "class d:\n  class _e:\n    def __init__(self): a", "if x:\n  def d(): return a",
    "def d(): return a\nd = _w(d)", "def d(): return _a\ndef d(): return b",
    "def d():\n  _l = A\n  return _l", "def d():\n  print(_l)\n  _l = A",
    "def d():\n  for x in A:\n    if x: _l\n    _l = x",
    "def d():\n  global _g\n  _g = A\n  return _g", "def d():\n  global G\n  G += 1",
    "def d():\n  global _g\n  if A: _g = 1",
    "def d():\n  global G\n  def _i(): return G\n  return G", "def d(): return [_i for _i in A if b]",
    "def d():\n  with suppress(A): b\n  return C", "def d(): return A and b", "def d(): return '_a'",
    "def d(_x: '_a'): return B", "def d():\n  sys.exit(A)\n  b", "def d():\n  while A: b\n  C",
    "def d():\n  x: t = A\n  return x",
  ])
  func freeNames(text: String) throws {
    let facts = CellFacts(analysing: text, dialect: .python)
    let definition = try #require(facts.definitions.first { $0.name == "d" })
    let library: Set<String> = ["sys", "suppress", "wrap", "t"]
    #expect(
      Set(definition.freeNames).subtracting(library) == Self.names(in: text, where: { !$0.hasPrefix("_") }))
    #expect(
      Set(definition.certainReads.map(\.name)).subtracting(library)
        == Self.names(in: text, where: { $0 == $0.uppercased() && !$0.hasPrefix("_") }))
  }

  /// Single letters a, b, c, e and g of both cases, without those behind an underscore.
  private static func names(in text: String, where isWanted: (String) -> Bool) -> Set<String> {
    let words = text.split { !($0.isLetter || $0 == "_" || $0.isNumber) }.map(String.init)
    let wanted: Set<String> = ["a", "b", "c", "e", "g"]
    return Set(words.filter { wanted.contains($0.lowercased()) && isWanted($0) })
  }

  @Test(arguments: [
    ("def d(): a(b()); return c()\n", ["a", "b", "c"]), ("def d():\n  if x: a()\n  b.c()", []),
    ("def d(): print(len(a))", []), ("def d(f): f(); g()", ["g"]), ("def d():\n  return a()\n  b()", ["a"]),
    ("class d:\n  def __init__(self): a()\n  def m(self): b()", ["a"]), ("d = lambda: a(b)", ["a"]),
    ("def d(): (lambda: a())()", []), ("def d(): yield a()", []), ("def d(): [a() for _ in b()]", ["b"]),
  ])
  func certainCalls(text: String, expected: [String]) {
    let facts = CellFacts(analysing: text, dialect: .python)
    #expect(facts.definitions.map(\.certainCalls).map { $0.map(\.name).sorted() } == [expected])
  }

  @Test func kinds() {
    let facts = CellFacts(
      analysing: """
        def a(): pass
        async def b(): pass
        class c: pass
        d = lambda: 1
        def e(): yield
        def f(): return lambda: (yield)
        g = [lambda: 1]
        if x:
          def h(): yield from y
        """)
    #expect(facts.definitions.map(\.name) == ["a", "b", "c", "d", "e", "f", "h"])
    #expect(
      facts.definitions.map(\.kind) == [
        .function, .asyncFunction, .class, .lambda, .function, .function, .function,
      ])
    #expect(facts.definitions.filter(\.isGenerator).map(\.name) == ["e", "h"])
  }

  @Test func whatComesBeforeIsNotFree() {
    let definition = CellFacts(analysing: "def f(): return a + b + len(c)").definitions[0]
    let before = CellFacts(analysing: "a = 1\nb: int\ndel c")
    #expect(definition.freeNames(after: before) == ["b", "c"])
    #expect(definition.freeNames(after: CellFacts(analysing: "from m import *")) == [])
  }

  @Test(arguments: [
    (["def f(): return a", "f = g(f)"], []), (["f = 1", "def f(): return a"], []),
    (["def f(): return a", "del f", "def f(): return b"], ["b"]), (["def f(): return a", "x = f"], ["a"]),
  ])
  func bindingsOfOtherPiecesUnsettle(pieces: [String], certain: [String]) {
    let facts = CellFacts.joined(pieces.map { CellFacts(analysing: $0) })
    #expect(facts.definitions.flatMap { $0.certainReads.map(\.name) } == certain)
  }

  @Test(arguments: [
    ("def f():\n  global a, b\n  a = 1\n  print(b)", ["a"]), ("class C:\n  global a\n  a = 1", ["a"]),
    ("def f():\n  global a\n  def g(): a = 1", []),
    ("def f():\n  def g():\n    global a\n    a = 1\n  a = 2", ["a"]),
    ("def f():\n  nonlocal a\n  a = 1", []), ("def f():\n  global a\n  [a := 1 for x in y]", ["a"]),
    ("def f():\n  global a\n  import a, b\n", ["a"]), ("def f():\n  global a\n  for a in b: pass", ["a"]),
  ])
  func globalBindings(text: String, expected: [String]) {
    #expect(CellFacts(analysing: text).globalBindings.sorted() == expected)
  }

  @Test(arguments: [
    ("f(g(1))\nif x: h()\nf()", ["g", "f"]), ("def d(): a()\nclass C:\n  b()", ["b"]), ("exit()\nf()", []),
    ("@a(b)\ndef f(c=d()): pass", ["a", "d"]), ("[f() for x in g()]", ["g"]), ("x = lambda: f()", []),
    ("a.b()", []), ("f()()", ["f"]), ("try: f()\nfinally: g()", ["f", "g"]), ("try: f()\nexcept E: g()", []),
    ("def f(x: a()): pass", []),
  ])
  func certainCallsOfTheModule(text: String, expected: [String]) {
    let calls = CellFacts(analysing: text, dialect: .python).certainCalls
    #expect(calls.map(\.name).filter { $0 != "exit" } == expected)
  }

  @Test func callsBehindAPieceThatMayEnd() {
    let pieces = ["f()", "if a: exit()", "g()"].map { CellFacts(analysing: $0) }
    #expect(CellFacts.joined(pieces).certainCalls.map(\.name) == ["f"])
  }
}
