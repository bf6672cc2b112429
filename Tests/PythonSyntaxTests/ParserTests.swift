import Testing

@testable import PythonSyntax

/// Code that CPython takes; the parser is to take it without a word.
@Suite struct ParserTests {
  @Test(arguments: [
    "x = y = 1", "x, *y = z", "(x) = 1", "[a, b] = c", "x.y[z] = 1", "x += yield_", "x: int", "x: int = 1",
    "(x): int = 1", "a.b: int", "del a, (b), c.d, [e]", "assert a, b", "raise a from b", "return",
    "pass; pass;",
    "import a.b as c, d", "from . import a", "from ...a import (b as c, d,)", "from a import *",
    "global a, b",
    "type X = int", "type X[T: int, *Ts, **P] = T", "type = 1", "match = 1", "case = 1", "match(a)",
    "match[a]",
    "print(match, case, type, _)", "x = lambda: (yield)", "x = ((yield), y)", "x = (yield y,)",
    "lambda a, /, b=1, *c, d, **e: a",
    "a if b else c if d else e",
    "not a in b", "a not in b is not c", "a < b <= c != d", "-a ** -b ** c", "await_ = 1", "await a",
    "a[b:c, ::d, *e]",
    "a[:]", "a[b:=c]", "a[*b]", "f(a, *b, c=d, **e)", "f(a for a in b)", "f(*a, b)", "f(a=1, *b)",
    "f(a := 1)", "(a := 1)",
    "{**a, 'b': c}", "{a, *b}", "{a: b for a, b in c if d if e}", "[a async for a in b]", "{(a := 1): b}",
    "{a: b, }",
    "x = *a, b", "for x in *a, b: pass", "yield_ = [*a]", "() = ()", "a @ b", "a @= b", "...",
    "'a' f'{b}' 'c'", "print >> x, 1", "a = b if c else lambda: d", "x = 1if y else 2", "a = yield_",
    "f(**a, b=c)",
  ])
  func simpleStatements(text: String) {
    #expect(CellFacts(analysing: text, dialect: .python).syntaxErrors.map(\.message) == [])
  }

  @Test(arguments: [
    "if a: pass\nelif b: pass\nelse: pass", "while a:\n  break\nelse:\n  continue",
    "for a, b in c: pass\nelse: pass",
    "for x, in y: pass", "for (x) in y: pass", "try: pass\nexcept: pass",
    "try: pass\nexcept A as e: pass\nfinally: pass",
    "try: pass\nexcept* A: pass", "try: pass\nexcept A, B: pass",
    "try: pass\nexcept (A, B) as e: pass\nelse: pass",
    "with a: pass", "with a as b, c as (d, e): pass", "with (a as b, c): pass", "with (a, b): pass",
    "with (a): pass",
    "with (a, b) as c: pass", "with (yield_): pass", "with (a := b): pass", "with (a).b as c: pass",
    "with (a,): pass",
    "async def f():\n  async with a: pass\n  async for b in c: pass\n  await d",
    "@a.b[c]\n@d\ndef f(a: int, *, b: str = '') -> None: ...", "class A(B, metaclass=C, **d): x = 1",
    "def f[T = int, *Ts = *tuple[int], **P = []](x: T) -> T: ...", "class A[T]: ...",
    "def f(*args: *Ts): ...",
    "match a:\n  case 1 | -2 | 3+4j: pass\n  case [a, *_]: pass\n  case {'k': v, **rest}: pass",
    "match a, b:\n  case (x, y) if x: pass\n  case A(b, c=d) as e: pass\n  case A.B: pass\n  case _: pass",
    "match (a):\n  case a, *b: pass\n  case None | True: pass\n  case 'a' 'b': pass\n  case (1): pass\n  case (): pass",
    "match -a:\n  case {-1: x, A.b: y}: pass", "if a:\n\tb\n\n# c\n\n\td", "def f(): return 1; x = 2",
    "class A:\n  def f(self):\n    pass\n\n  x = 1",
  ])
  func compoundStatements(text: String) {
    #expect(CellFacts(analysing: text, dialect: .python).syntaxErrors.map(\.message) == [])
  }

  @Test func everyNodeStandsInsideItsParent() {
    let source = PythonSource(
      "@d\ndef f(a=1):\n  with (x as y): return [i.j(k)[l] for i in 'a' 'b']\nz = f'{q:{w}}'")
    func check(_ parent: NodeIndex) {
      for child in source.tree.children(parent) {
        let inner = source.tree[child].range
        #expect(source.tree[parent].range.clamped(to: inner) == inner)
        check(child)
      }
    }
    check(source.root)
  }

  @Test(arguments: [
    ("a = 1", PythonLiteral.integer(1)), ("a = 0x_ff", .integer(255)),
    ("a = 99999999999999999999", .integer(nil)), ("a = 007", .integer(7)), ("a = 1_000", .integer(1000)),
    ("a = 999999999999999999", .integer(999_999_999_999_999_999)),
    ("a = 9223372036854775807", .integer(.max)), ("a = 9223372036854775808", .integer(nil)),
    ("a = 0B_11", .integer(3)), ("a = 0o17", .integer(15)), ("a = 0XFe", .integer(254)),
    ("a = 1.e2", .float(100)), ("a = .5", .float(0.5)), ("a = 1_0.2_5E-1", .float(1.025)),
    ("a = 1e999", .float(.infinity)), ("a = 1E3J", .complex),
    ("a = 1.", .float(1)), ("a = .5e1", .float(5)), ("a = 2j", .complex), ("a = True", .boolean(true)),
    ("a = None", .none), ("a = ...", .ellipsis), ("a = b'x'", .bytes), ("a = 'b' \"c\"", .string("bc")),
    ("a = '\\x41\\101\\n\\u00e9\\q'", .string("AA\né\\q")), ("a = r'\\n'", .string("\\n")),
    ("a = ('x')", .string("x")),
  ])
  func literals(text: String, expected: PythonLiteral) {
    #expect(CellFacts(analysing: text).statements.map(\.kind) == [.literalAssignment(name: "a", expected)])
  }

  @Test(arguments: [
    ("a = -1", StatementFact.Kind.signedNumberAssignment(name: "a", .integer(-1))),
    ("a = b", .otherAssignment(name: "a")),
    ("a = - -1", .otherAssignment(name: "a")), ("a = f'x'", .otherAssignment(name: "a")),
    ("a = b = 1", .complexAssignment),
    ("a, b = 1, 2", .complexAssignment), ("a.b = 1", .complexAssignment),
    ("a: int = 1", .annotatedAssignment(name: "a")),
    ("print(a)", .printName("a")), ("print(a, b)", .other), ("print(1)", .other), ("print(a)(b)", .other),
    ("a", .name("a")),
    ("a += 1", .other),
  ])
  func statements(text: String, expected: StatementFact.Kind) {
    #expect(CellFacts(analysing: text).statements.map(\.kind) == [expected])
  }
}
