import PythonSyntax
import Testing

/// What statements at module level mention, import and run.
@Suite struct ModuleStatementTests {
  private func statements(_ code: String) -> [ModuleStatement] { PythonSource(code).moduleStatements }

  @Test(arguments: [
    ("f(a, b.c)", ["a value now", "b attribute now", "f call now"]),
    ("def f(x=d):\n  return g(x)", ["d value now", "g call body"]),
    ("def f():\n  return lambda: g()", ["g call later"]),
    ("class A(B):\n  def f(self): return g", ["B value now", "g value later"]),
    ("x = [g(y) for y in z]", ["g call now", "x value now", "z value now"]),
    ("x = (g(y) for y in z)", ["g call later", "x value now", "z value later"]),
    ("x = 'a b.c'", ["a text now", "b text now", "c text now", "x value now"]),
    ("f'{a} b\\nc'", ["a value now", "b text now", "c text now", "f text now", "nc text now"]),
    ("def f():\n  'doc'\n  global n\n  n = 1", ["n value body"]),
    ("%env f(a)", ["a text now", "env text now", "f text now"]),
    ("del x", ["x value now"]), ("x += 1", ["x value now"]), ("import x", []), ("def x(): pass", []),
    ("x[a] += 1", ["a value now", "x value now"]),
  ])
  func mentionsSayWhenAndHow(_ code: String, _ expected: [String]) {
    let mentions = statements(code)[0].mentions.map { "\($0.name) \($0.use) \($0.time)" }
    #expect(mentions.sorted() == expected)
  }

  @Test(arguments: [
    ("import a.b, c as d", ["a: a.b → a", "d: c → c"]),
    ("from a.b import c as d, e", ["d: a.b.c → a.b.c", "e: a.b.e → a.b.e"]),
    ("from . import a", ["a: .a → .a"]), ("from .a import b", ["b: .a.b → .a.b"]),
    ("from a import *", ["*: a.* → a.*"]),
  ])
  func importsSayWhatNamesAreBoundTo(_ code: String, _ expected: [String]) {
    let imports = statements(code)[0].imports
    #expect(imports.map { "\($0.name ?? "*"): \($0.path) → \($0.boundPath)" } == expected)
  }

  /// What follows a definition is not part of it.
  @Test(arguments: [
    "def f(): pass", "def f():\n  return 1", "class A:\n  def f(self):\n    return 1", "@d\ndef f():\n  pass",
    "if a:\n  b\nelse:\n  c", "try:\n  a\nexcept B:\n  c\nfinally:\n  d", "def f():\n  '''a\n\n  b'''",
    "x = (\n  1)",
  ])
  func aStatementEndsWithItsLastLine(_ code: String) {
    for rest in ["", "\n", "\n\n\n# comment\n", "\n\nx = 1", "  # comment\ny"] {
      #expect(statements(code + rest)[0].range == 0..<code.utf8.count, "\(rest.debugDescription)")
    }
  }

  @Test(arguments: [
    ("def f(x: int = 1): print(x)", 0), ("def f(x=g()): pass", 1), ("class A(B, metaclass=C):\n  x = d()", 3),
    ("@a\n@b.c(1)\ndef f(): pass", 2), ("class A:\n  x = [i for i in y]", 1),
    ("class A:\n  x: int = 1\n  'doc'", 0),
    ("try:\n  import a\nexcept ImportError:\n  a = None", 0), ("if a:\n  raise B", 1),
  ])
  func effectsAreWhatRuns(_ code: String, _ count: Int) {
    #expect(statements(code)[0].effects.count == count)
  }
}
