import Testing

@testable import PythonSyntax

/// `NameUse.isConditional`: in the texts names in capitals may not be read, the others are.
@Suite struct ConditionalReadTests {
  @Test(arguments: [
    "a.b(c)[d] + f'{e:{f}}'", "if a: B\nelif C: D\nelse: E", "while a: B\nelse: C\nd",
    "for A[B] in c: D\nelse: E\nf", "a and B and C", "a or (B or C)", "not a", "D if a else B",
    "A if b else C if D else E", "a < b < C < D", "a < b", "assert a, B", "match a:\n  case B.C if D: E\nf",
    "[A for x in b if C]", "(A for x in b for y in C)", "{A: B for x in c}",
    "try: A\nexcept B: C\nelse: D\nfinally: e\nf", "try: a\nfinally: b",
    "with a as b.c: d", "with suppress(a): B\nc", "with open(a), contextlib.suppress(b): C",
    "with suppress: a", "x: A = b", "def f(x: A = b) -> C: pass", "@a\nclass B(c, k=d): e",
    "class K:\n  if a: B\n  c", "raise a\nb", "if a: raise\nb", "sys.exit(a)\nB", "os._exit(a)\nB",
    "os.exit(a)\nb", "if a: exit()\nB", "quit(a)\nB", "def f(): raise X\na", "lambda: exit()\na",
    "class K:\n  raise a\nb", "x += a", "del a.b", "a; b", "print(a, *b, **c)", "return_ = yield_",
    "(x := a) and B", "x = a[b:c]", "import m\na",
  ])
  func moduleLevel(text: String) {
    let builtin: Set<String> = ["contextlib", "suppress", "open", "sys", "os", "exit", "quit", "print"]
    let reads = CellFacts(analysing: text, dialect: .python).reads.filter { !builtin.contains($0.name) }
    #expect(!reads.isEmpty)
    for read in reads where read.name != "x" {
      #expect(read.isConditional == (read.name == read.name.uppercased()), "\(read.name)")
    }
  }

  /// The code does without names in capitals, in a way that pyflakes does not know.
  @Test(arguments: [
    "if 'A' in globals(): A\nelse: b", "if 'A' not in dir(): b\nelse: A",
    "if not ('A' in vars()): b\nelse: A",
    "if 'A' in locals() and A > b: A", "if 'A' not in globals() or A: b", "if 'A' in globals() or b: a",
    "A if 'A' in globals() else b", "b if 'A' not in globals() else A", "if globals().get('A'): A\nb",
    "if 'A' in globals().keys(): A\nb", "if 'A' in globals(): pass\nelif b: a", "if 'a' in b: a",
    "if 'A' in globals():\n  if b: A", "with suppress(NameError): A\nb", "with suppress(OSError): a\nb",
    "with contextlib.suppress(NameError, E): del A\nb", "try: A\nexcept: b", "try: A\nexcept Exception: b",
    "try: a(b)\nexcept Exception: c", "class K(metaclass=m): A\nb", "class K(metaclass=ABCMeta): a\nb",
    "class K(metaclass=abc.ABCMeta): a\nb", "class K(metaclass=m.n):\n  if A: B\nc",
    "class K(a):\n  b\n", "if 'A' in globals(): x = [A for y in A]\nb",
  ])
  func namesThatTheCodeDoesWithout(text: String) {
    let others: Set<String> = [
      "globals", "locals", "vars", "dir", "suppress", "contextlib", "NameError", "OSError", "E", "Exception",
      "ABCMeta", "abc", "m",
    ]
    let reads = CellFacts(analysing: text, dialect: .python).reads
      .filter { !others.contains($0.name) && $0.way != .guarded }
    #expect(!reads.isEmpty)
    for read in reads {
      #expect((read.way == .asked) == (read.name == read.name.uppercased()), "\(read.name)")
    }
  }

  @Test func whatRunsLaterMayNeverRun() {
    let facts = CellFacts(analysing: "def f(): return a\nlambda: b")
    #expect(facts.deferredReads.map(\.isConditional) == [true, true])
  }

  @Test func anEarlierPieceMayEndTheModule() {
    let pieces = ["if a: exit(b)", "c"].map { CellFacts(analysing: $0) }
    #expect(pieces.map(\.mayEndEarly) == [true, false])
    #expect(
      CellFacts.joined(pieces).reads.filter { $0.name != "exit" }.map(\.isConditional) == [false, true, true])
  }
}
