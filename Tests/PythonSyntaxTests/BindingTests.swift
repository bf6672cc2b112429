import Testing

@testable import PythonSyntax

/// `Binding.certainty` and what imports bind.
@Suite struct BindingTests {
  /// Names in capitals may not be bound at the end, those that begin with `l_` if a loop has no round, others are.
  @Test(arguments: [
    "x = 1", "if a: X = 1", "if a: x = 1\nelse: x = 2", "if a: W = 1\nelse: X = Y = 2\nif a: Y = 1",
    "if a: x = 1\nelif b: x = 2\nelse: x = 3", "if a: X = 1\nelif b: X = 2", "if a: x = 1\nelse: raise E",
    "if a: x = 1\nelse: exit()", "if a: pass\nelse: X = 1", "for l_x in a: l_y = 1\nelse: l_z = 1",
    "while a: l_x = 1", "if a:\n  for X in b: pass", "if a: l_x = 1\nelse:\n  for l_x in b: pass",
    "with a as x: y = 1", "with suppress(E): X = 1", "try: x = 1\nfinally: y = 2",
    "try: X = 1\nexcept E: pass",
    "try: import x\nexcept E: x = None", "try: import x\nexcept E: raise",
    "try: X = 1\nexcept E: Y = 1\nelse: Z = 1",
    "try: a\nexcept E: x = 1\nelse: x = 2\nfinally: y = 3", "try:\n  X = 1\n  raise E\nexcept E: y = 2",
    "match a:\n  case [X]: Y = 1", "match a:\n  case 1: x = 1\n  case _: x = 2",
    "match a:\n  case 1: x = 1\n  case Y: x = 2",
    "match a:\n  case 1: X = 1\n  case _ if b: X = 2", "(x := a)", "a and (X := 1)", "(X := 1) if a else 2",
    "1 if (x := a) else 2", "[(l_x := y) for y in z]",
    "[(X := y) for y in z if a]", "[a for y in z if (l_x := y)]", "any((X := y) for y in z)",
    "if __name__ == '__main__': x = 1\nelse: Y = 1", "if __name__ != '__main__': X = 1",
    "if __name__ == 'm': X = 1", "a < b < (X := c)",
    "if (x := a): pass\nelif (Y := b): pass",
    "if a: x = 1\nx = 2\nif a: x = 3", "x = 1\nif a: x = 2", "X = 1\ndel X\nif a: X = 2",
    "if a:\n  if b: x = 1\n  else: x = 2\nelse: x = 3", "for l_i in a:\n  if b: l_x = 1\n  else: l_x = 2",
    "for l_i in a:\n  if b: X = 1",
    "def f():\n  y = 1\nif a:\n  def G(): pass\nclass c: pass", "raise E\nx = 1", "async def f(): pass",
    "if a:\n  X = 1\n  exit()\nelse: y = 2",
    "if 'x' not in globals(): x = 1", "if 'x' in globals(): pass\nelse: x = 1",
    "if not 'x' in vars(): x = 1", "if 'X' not in globals() and a: X = 1",
    "if 'X' in globals(): X = 1", "if not globals().get('x'): x = 1", "if 'X' in a: pass\nelse: X = 1",
    "if 'x' in dir(): pass\nelif 'Y' in dir(): x = 1\nelse: x = Y = 2",
    "try: x\nexcept NameError: x = 1", "try: x.y\nexcept: x = 1",
    "try: X\nexcept NameError: pass\nif a: X = 1",
  ])
  func certainty(text: String) {
    let bindings = CellFacts(analysing: text, dialect: .python).bindings
    #expect(!bindings.isEmpty)
    for binding in bindings {
      let isSometimes = binding.name == binding.name.uppercased()
      let expected: Binding.Certainty =
        isSometimes ? .sometimes : binding.name.hasPrefix("l_") ? .unlessLoopIsEmpty : .always
      #expect(binding.certainty == expected, "\(binding.name)")
    }
  }

  @Test func certainInOneOfThePieces() {
    let pieces = ["x = 1\nif a: y = 1", "if a: x = 2\ny = 2\nif a: z = 1"].map { CellFacts(analysing: $0) }
    let joined = CellFacts.joined(pieces)
    #expect(joined.bindings.map(\.name) == ["x", "y", "z"])
    #expect(joined.bindings.map(\.certainty) == [.always, .always, .sometimes])
  }

  @Test(arguments: [
    ("import a", ["a = a"]), ("import a.b, c as d", ["a = a", "d = c"]), ("import a.b as c", ["c = a.b"]),
    ("from a.b import c, d as e", ["c = a.b.c", "e = a.b.d"]), ("from a import *", []),
    ("from . import a", ["a = .a"]), ("from ..a import b", ["b = ..a.b"]),
  ])
  func importedNames(text: String, expected: [String]) {
    let names = CellFacts(analysing: text).imports.flatMap(\.names)
    #expect(names.map { "\($0.name) = \($0.path)" } == expected)
  }

  @Test func placesOfImportedNames() {
    let text = "import numpy as np, os"
    let names = CellFacts(analysing: text).imports.flatMap(\.names)
    #expect(
      names.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) } == ["numpy as np", "os"])
  }
}
