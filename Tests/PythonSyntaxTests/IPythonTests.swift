import Testing

@testable import PythonSyntax

@Suite struct IPythonTests {
  @Test(arguments: [
    ("%matplotlib inline", IPythonEscape.Kind.lineMagic, "matplotlib"),
    ("!pip install x \\\n y", .shell, "pip install x \\\n y"),
    ("!!ls", .shell, "ls"), ("x = !ls -l", .assignment, "ls -l"), ("x = %who", .assignment, "who"),
    ("a.b?", .help, "a.b"),
    ("a??", .help, "a"), ("?a", .help, "a"), ("%%bash\nls (", .cellMagic, "bash"),
    ("\n%%time\nx = 1", .cellMagic, "time"),
    ("%time x = f()", .lineMagic, "time"), ("if a:\n  !ls", .shell, "ls"), ("x = 1; x?", .help, "x"),
  ])
  func escapes(text: String, kind: IPythonEscape.Kind, expected: String) {
    let facts = CellFacts(analysing: text)
    #expect(facts.syntaxErrors.map(\.message) == [])
    #expect(facts.escapes.map(\.kind) == [kind])
    #expect(facts.escapes.map(\.text) == [expected])
  }

  @Test(arguments: [
    ("%%time\nx = y", ["x"], ["y"]), ("%%bash\nx = y", [], []),
    ("%%capture --no-stderr out\nx = y", ["out", "x"], ["y"]),
    ("%time x = y", ["x"], ["y"]), ("%timeit -n 10 -r3 f(x)", [], ["f", "x"]), ("x = !ls {y}", ["x"], []),
    ("%%capture out\n%%time\nx = y", ["out", "x"], ["y"]), ("%%unknown\nx = y", [], []),
    ("await x", [], []), ("x;", [], ["x"]),
  ])
  func namesThroughEscapes(text: String, bound: [String], undefined: [String]) {
    let facts = CellFacts(analysing: text)
    #expect(facts.syntaxErrors.map(\.message) == [])
    #expect(facts.bindings.map(\.name) == bound)
    #expect(facts.undefinedNames().sorted() == undefined)
  }

  @Test(arguments: ["!ls", "%time x", "x?", "x = !ls", "%%bash\nls"])
  func plainPythonHasNoEscapes(text: String) {
    #expect(!CellFacts(analysing: text, dialect: .python).syntaxErrors.isEmpty)
  }

  @Test(arguments: ["x = a % b", "x = (a\n % b)", "x = a != b", "d = {}\nd['?']", "f(a=not b)"])
  func operatorsAreNoEscapes(text: String) {
    let facts = CellFacts(analysing: text)
    #expect(facts.escapes.isEmpty)
    #expect(facts.syntaxErrors.isEmpty)
  }
}
