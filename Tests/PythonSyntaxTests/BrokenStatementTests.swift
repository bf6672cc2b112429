import Testing

@testable import PythonSyntax

/// What statements that are being written seem to bind.
@Suite struct BrokenStatementTests {
  @Test(arguments: [
    ("x = ones(", ["x"]), ("x, y = (1,", ["x", "y"]), ("x = y = (", ["x", "y"]),
    ("(a, [b, *c]) = f(", ["a", "b", "c"]),
    ("x: int = (", ["x"]), ("def f(a:", ["f"]), ("def f", ["f"]), ("class A(", ["A"]),
    ("async def f(", ["f"]),
    ("import numpy as np, pandas as", ["np"]), ("import a.b, c d", ["a", "c"]),
    ("from a import (b, c as d,\n  e", ["b", "d", "e"]), ("for i, x in enumerate(", ["i", "x"]),
    ("with open(name) as file", ["file"]), ("x = ones(\ny = 2\nprint(y)", ["x", "y"]),
    ("x = 1\ny = )", ["x", "y"]), ("x.y = (", []), ("x[0] = (", []), ("x == (", []), ("f(x) = (", []),
    ("print x = 1", []), ("if x = 1:\n  y = 2", ["y"]), ("x += (", []), ("return = 1", []),
    ("x = 'abc", ["x"]),
    ("text = '''abc\nrate = 3\n", ["rate", "text"]), ("", []), ("x =", ["x"]), ("=", []),
    ("été = (", ["été"]),
  ])
  func names(_ text: String, _ expected: [String]) {
    let facts = CellFacts(analysing: text)
    #expect(Set(facts.bindings.map(\.name)) == Set(expected), "\(facts.syntaxErrors)")
    #expect(Set(expected).isSubset(of: facts.mentions))
  }

  /// A line of many signs takes no longer than one of as many letters.
  @Test func longLinesEnd() {
    for sign in ["(", "a,", "a=", "import a,", "a.", "[", "for ", "with as ", "from . import a "] {
      _ = CellFacts(analysing: String(repeating: sign, count: 20_000))
    }
  }

  @Test(arguments: [
    ("pip install pandas", true, false), ("ls -la", true, true), ("pwd", true, true),
    ("\n\nls -la\n", true, true),
    ("x = 1\npip install pandas", false, false), ("cd ..", true, false), ("rm -rf 01", true, false),
    ("pip install 'x", true, false), ("conda install -y pandas\n\n", false, false),
  ])
  func automagics(_ text: String, _ isAlone: Bool, _ isPython: Bool) {
    let facts = CellFacts(analysing: text)
    #expect(facts.syntaxErrors.isEmpty)
    #expect(facts.automagics.map(\.isAlone) == [isAlone])
    #expect(facts.automagics.map(\.isPython) == [isPython])
  }

  @Test func everyStatementOfALineMayBeAnAutomagic() {
    let text = "x = 1; pwd; ls\ny = 2; pwd"
    let automagics = CellFacts(analysing: text).automagics
    #expect(automagics.map(\.name) == ["ls", "pwd"])
    #expect(automagics.map(\.range) == [12..<14, 22..<25])
  }

  @Test(arguments: [
    "time - start", "config = 1", "history in x", "run(1)", "load.x", "ls, x", "git clone x", "cat + 1",
    "save()",
  ])
  func otherLinesAreNoAutomagics(_ text: String) {
    #expect(CellFacts(analysing: text).automagics.isEmpty)
  }
}
