import Testing

@testable import PythonSyntax

/// Mentions, calls, functions and trailing names, as Kale's `astutils` counts them.
@Suite struct KaleViewTests {
  @Test(arguments: [
    ("a = b.c", ["a", "b"]), ("import a.b, c as d\nfrom e import f as g, h", ["a.b", "d", "g", "h"]),
    ("from a import *", ["*"]),
    ("@x\ndef f(a=y): z", ["f"]), ("class A(B): c = 1", ["A"]), ("async def f(a): b\n", ["b"]),
    ("lambda a: b", ["b"]),
    ("[i for i in j]", ["i", "j"]), ("del a", ["a"]), ("try: pass\nexcept E as e: f", ["E", "f"]),
    ("global a", []),
    ("f'{a!r:{b}}'", ["a", "b"]), ("match a:\n  case B(c, d=e): f", ["B", "a", "f"]), ("f(a=b)", ["b", "f"]),
    ("x: 'Foo'", ["x"]),
  ])
  func mentions(text: String, expected: [String]) {
    #expect(CellFacts(analysing: text).mentions.sorted() == expected)
  }

  @Test func calls() {
    let facts = CellFacts(
      analysing: "a(b(c.d()), e=f)()\nclass K:\n  @g()\n  def m(self): return [h(i) for i in j(k)]\nl[m](n)")
    #expect(facts.calls == ["a", "b", "g", "h", "j"])
  }

  @Test(arguments: [
    ("a\n", "a"), ("a = 1\nb # note", "b"), ("a;", "a"), ("a.b", nil), ("a\nb = 1", nil), ("", nil),
    ("(a)", "a"), ("if x:\n  a", nil),
  ])
  func trailingName(text: String, expected: String?) {
    #expect(CellFacts(analysing: text).trailingName == expected)
  }

  @Test func aDeeperFunctionOfOneStatementWins() {
    let facts = CellFacts(
      analysing: "if a:\n  if b:\n    def f(): return deep\nelse:\n  def f(): return shallow")
    #expect(facts.functions.map(\.freeNames) == [["deep"]])
  }

  @Test func imports() {
    let facts = CellFacts(
      analysing: "import a.b, c\nfrom ..d import e\ndef f():\n  import g\nif x: from h.i import j")
    #expect(facts.imports.map(\.module) == ["a.b", "c", "d", "g", "h.i"])
    #expect(facts.imports.map(\.isAtModuleLevel) == [true, true, true, false, true])
    #expect(facts.imports.map(\.topLevelPackage) == ["a", "c", nil, "g", "h"])
  }

  /// The example of docs/python-syntax.md.
  @Test func documentedExample() {
    let load = CellFacts(analysing: "import pandas as pd\ndf = pd.read_csv(path)")
    #expect(load.bindings.map(\.name) == ["pd", "df"])
    #expect(load.undefinedNames() == ["path"])
    #expect(load.imports.map(\.module) == ["pandas"])
    let plot = CellFacts(analysing: "%matplotlib inline\ndef show(): return df.plot()")
    #expect(plot.functions.map(\.freeNames) == [["df"]])
    #expect(plot.undefinedNames(after: load) == ["path"])
    #expect(CellFacts.joined([load, plot]).undefinedNames() == ["path"])
  }
}
