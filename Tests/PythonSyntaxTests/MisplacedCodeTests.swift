import Testing

@testable import PythonSyntax

/// What the grammar allows and the compiler rejects, with CPython's words.
@Suite struct MisplacedCodeTests {
  @Test(arguments: [
    ("return 1", "'return' outside function"),
    ("class A:\n    await q", "'await' outside function"),
    ("def f():\n    async with q: pass", "'async with' outside async function"),
    ("async def f():\n    yield\n    return 1", "'return' with value in async generator"),
    (
      "x = 1\nfrom __future__ import annotations",
      "from __future__ imports must occur at the beginning of the file"
    ),
    (
      "class A:\n    [(x := 1) for y in z]",
      "assignment expression within a comprehension cannot be used in a class body"
    ),
    (
      "while True:\n    try:\n        pass\n    except* E:\n        break",
      "'break', 'continue' and 'return' cannot appear in an except* block"
    ),
    ("def f(a):\n    global a", "name 'a' is parameter and global"),
    ("def f():\n    print(x)\n    global x", "name 'x' is used prior to global declaration"),
    ("def f():\n    x = 1\n    global x", "name 'x' is assigned to before global declaration"),
    ("x = 1\nglobal x", "name 'x' is assigned to before global declaration"),
    ("def f():\n    global x\n    nonlocal x", "name 'x' is nonlocal and global"),
    ("def f():\n    global x\n    x: int", "annotated name 'x' can't be global"),
    ("def f():\n    nonlocal x", "no binding for nonlocal 'x' found"),
    ("x = 1\nclass A:\n    y = 1\n    def f(self):\n        nonlocal y", "no binding for nonlocal 'y' found"),
    ("nonlocal x", "nonlocal declaration not allowed at module level"),
  ])
  func message(text: String, message: String) {
    let facts = CellFacts(analysing: text)
    #expect(facts.syntaxErrors.isEmpty)
    #expect(facts.misplacedCode.first?.message == message)
  }

  @Test(arguments: [
    "await q", "'text'\nfrom __future__ import annotations\nfrom __future__ import division",
    "def f():\n    global x\n    x = 1", "global x\nx: int = 1", "import os\nglobal os",
    "[(x := 1) for y in z]\nglobal x",
    "def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = 2",
    "def f():\n    def g():\n        nonlocal x\n    x = 1",
    "try:\n    pass\nexcept* E:\n    for x in y:\n        break", "async def f():\n    yield\n    return",
    "async def f():\n    yield\n    def g():\n        return 1",
  ])
  func whatTheCompilerAcceptsIsNotMisplaced(text: String) {
    #expect(CellFacts(analysing: text).misplacedCode.isEmpty)
  }
}
