import Testing

@testable import PythonSyntax

/// What statements at module level are, and whether they run anything.
@Suite struct StatementFactTests {
  @Test(arguments: [
    ("def f(): g()", StatementFact.Kind.definition(name: "f"), false),
    ("@a\ndef f(): pass", .definition(name: "f"), true),
    ("def f(a=b()): pass", .definition(name: "f"), true), ("class C: x = f()", .definition(name: "C"), true),
    ("class C:\n  def m(self): f()", .definition(name: "C"), false),
    ("async def f(): pass", .definition(name: "f"), false),
    ("type X = int", .definition(name: "X"), false), ("import a", .import, false),
    ("from a import b", .import, false),
    ("'doc'", .constant, false), ("...", .constant, false), ("pass", .constant, false),
    ("f''", .other, false),
    ("if TYPE_CHECKING:\n  import a", .guarded, false),
    ("try: import a\nexcept E: a = None", .guarded, false),
    ("try: import a\nexcept E: a = b", .other, false), ("if f(): import a", .guarded, true),
    ("if a:\n  def f(): g()\nelif b: pass\nelse: x = 1", .guarded, false), ("if a: print(1)", .other, true),
    ("with a: import b", .guarded, false), ("for x in y: pass", .other, false), ("f()", .other, true),
    ("x = [1, f(2)]", .otherAssignment(name: "x"), true),
    ("x = lambda: f()", .otherAssignment(name: "x"), false),
    ("x = 1", .literalAssignment(name: "x", .integer(1)), false), ("a.b", .other, false),
    ("a[f()] = 1", .complexAssignment, true), ("print(x)", .printName("x"), true), ("x", .name("x"), false),
  ])
  func kinds(text: String, kind: StatementFact.Kind, runsCalls: Bool) {
    let statements = CellFacts(analysing: text, dialect: .python).statements
    #expect(statements.map(\.kind) == [kind])
    #expect(statements.map(\.runsCalls) == [runsCalls])
  }

  /// Where Kale gives up on a function: checked with Kale 2.3.0 by Tests/Differential.
  @Test(arguments: [
    ("def f(x):\n  match x:\n    case 1: pass", UnprintableSyntax.Kind.match, "match"),
    ("def f():\n  try: a\n  except* E: b", .exceptGroup, "except"),
    ("def f():\n  type X = int", .typeAlias, "type X = int"),
    ("def f(): return {**(a or b)}", .dictionaryUnpacking, "**(a or b)"),
    ("def f(): return {1: 2, **(a if b else c)}", .dictionaryUnpacking, "**(a if b else c)"),
    ("def f(): return {**(not a)}", .dictionaryUnpacking, "**(not a)"),
    ("def f():\n  x: (a, b) = 1", .annotation, "x: (a, b) = 1"),
    ("def f():\n  if a: pass\n  elif (b, c): pass", .tupleTest, "(b, c)"),
    ("def f():\n  while (b,): pass", .tupleTest, "(b,)"),
    (
      "if x:\n  def f():\n    class C:\n      def m(self):\n        match a:\n          case 1: b", .match,
      "match"
    ),
    ("async def f():\n  def g():\n    match a:\n      case 1: b", .match, "match"),
    ("def f():\n  match a:\n    case 1: b\ndef f(): pass", .match, "match"),
    ("def f():\n  x = f'{a[\"b\"]} \"c\"'", .formatString, "f'{a[\"b\"]} \"c\"'"),
    ("def f(): return '\"' f'{a[\"b\"]}'", .formatString, "'\"' f'{a[\"b\"]}'"),
    ("def f(): g(f'''{f\"{a['b']}\"} c''')", .formatString, "f'''{f\"{a['b']}\"} c'''"),
    ("def f(): return f'''{a['b']}: \"c\"\n'''", .formatString, "f'''{a['b']}: \"c\"\n'''"),
    ("def f(): return f'{a[\"b\"]=}'", .formatString, "f'{a[\"b\"]=}'"),
    ("def f(): return f'{(lambda: a)}'", .formatString, "f'{(lambda: a)}'"),
    ("def f(a, /, b, c=1, d=2): pass", .positionalOnly, "a, /, b, c=1, d=2"),
    (
      "def f(): return lambda a, b, /, c, d, e=1, f=2, g=3, *h, i=4: 0", .positionalOnly,
      "a, b, /, c, d, e=1, f=2, g=3, *h, i=4"
    ),
    ("def f(): return f'{ {a}!r}'", .formatString, "f'{ {a}!r}'"),
  ])
  func unprintable(text: String, kind: UnprintableSyntax.Kind, place: String) {
    let syntax = CellFacts(analysing: text, dialect: .python).unprintableSyntax
    #expect(syntax?.kind == kind)
    #expect(syntax.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) } == place)
  }

  @Test(arguments: [
    "match x:\n  case 1: pass", "class C:\n  def m(self):\n    match a:\n      case 1: b",
    "async def f():\n  match a:\n    case 1: b", "def f[T](x: T): pass",
    "def f(): return {**a, **b.c(), **-d}",
    "def f():\n  if (): pass", "def f(): return {**(a or b)}\ndef f(): pass",
    "def f():\n  with a as b, c: match = 1",
    "def f(): return {a: (b or c)}, [*(a or b)], g(**(a or b))", "def f(): return f'{a[\"b\"]} c'",
    "def f(): return f'{a} \"b\" {c}'", "def f(): return f\"it's {a['b']}\"",
    "def f():\n  f'{a[\"b\"]} \"c\"'",
    "def f(): return f'''{a['b']}: \"c\"\n\(String(repeating: "d", count: 90))'''",
    "def f(): return f'{ {a} }'", "def f(a, b=1, /, c=2, *, d=3): pass", "def f(a, /, b, c=1): pass",
    "def f(b, c=1, d=2): pass", "def f(a, /, b=1, c=2, *, d): pass",
    "def f(): return f'''{a['b']}: \"c\"\n\n    d aaaaaaaaaaaaaaaaa\n'''", "x = f'{a[\"b\"]} \"c\"'",
  ])
  func printable(text: String) {
    #expect(CellFacts(analysing: text, dialect: .python).unprintableSyntax == nil)
  }
}
