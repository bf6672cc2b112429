import KaleTestSupport
import Testing

@testable import PythonSyntax

/// Facts of pieces, joined, are the facts of the joined text.
@Suite struct JoinTests {
  /// One statement a line, chosen to disturb each other.
  static let statements = [
    "x = 1", "y = x", "del x", "x: int", "print(x, y, z)", "def f(): return x, y",
    "def g(a: z) -> 'y': return z",
    "from m import *", "from typing import List, cast", "import typing", "w = List['x']", "v = cast('y', z)",
    "u = typing.Optional['z']", "def h(): return List['x']", "for x in y: pass", "if a: del y",
    "from __future__ import annotations",
    "class C:\n  global z\n  z = x\n  def m(self): return y", "def k():\n  global x\n  x = 2",
    "__all__ = ['x', 'q']",
    "__all__ += ['z']", "try: x\nexcept NameError: y", "try: pass\nexcept E as x: x", "(z := 3)", "x += y",
    "[y for x in z]",
    "import x.sub", "y", "def f(): return z", "del y", "x = y = 2", "List = 1", "def d():\n  del x",
    "async def b(): await z", "if a: raise b", "f = lambda: x", "f()", "if a: f = g", "del f",
    "x.append(y())",
    "if a: x = 1\nelse: x = 2", "class f:\n  def __init__(self): g(x)", "if a: exit()", "x[0] = 1", "del x.y",
    "x += 1", "x = y().z", "with y as x: x.z(inplace=True)",
    "if a: x = []",
  ]

  @Test(arguments: 0..<390)
  func randomSplits(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let chosen = (0..<Int.random(in: 1...14, using: &random)).map { _ in
      Self.statements[Int.random(in: 0..<Self.statements.count, using: &random)]
    }
    var pieces: [[String]] = [[]]
    for statement in chosen {
      if Int.random(in: 0..<3, using: &random) == 0 { pieces.append([]) }
      pieces[pieces.count - 1].append(statement)
    }
    let whole = CellFacts(analysing: chosen.joined(separator: "\n"))
    let parts = pieces.map { CellFacts(analysing: $0.joined(separator: "\n")) }
    #expect(ComparableFacts(CellFacts.joined(parts)) == ComparableFacts(whole), "\(pieces)")
    let last = parts[parts.count - 1]
    #expect(
      last.undefinedNames(after: CellFacts.joined(parts.dropLast())) == whole.undefinedNames(), "\(pieces)")
  }

  /// What `except … as x` makes of a name depends on whether an earlier piece annotated it; reads do not say so.
  @Test func aNameThatIsAnnotatedInAnEarlierPieceAndThenCaught() {
    let pieces = ["x: int", "try: pass\nexcept E as x: x\nx[0] = 1"]
    withKnownIssue {
      let joined = CellFacts.joined(pieces.map { CellFacts(analysing: $0) })
      #expect(
        ComparableFacts(joined) == ComparableFacts(CellFacts(analysing: pieces.joined(separator: "\n"))))
    }
  }

  @Test func joiningNothing() {
    #expect(CellFacts.joined([]) == CellFacts())
  }
}

/// Of facts what has to be the same for pieces and for the whole.
struct ComparableFacts: Equatable {
  let undefinedNames: Set<String>
  let reads: [String]
  let deferredReads: [String]
  let bindings: [String]
  let deletions: Set<String>
  let starImports: [String]
  let mayEndEarly: Bool
  let functions: [FreeNames]
  let definitions: [String]
  let changes: [String]
  let globalBindings: Set<String>
  let certainCalls: [String]
  let calls: [String]
  let mentions: Set<String>
  let imports: [String]
  let trailingName: String?

  struct FreeNames: Equatable {
    let function: String
    let names: [String]
  }

  init(_ facts: CellFacts) {
    undefinedNames = facts.undefinedNames()
    reads = facts.reads.map { $0.isConditional ? $0.name + "?" : $0.name }
    // Bodies of functions in annotations come in another order.
    deferredReads = facts.deferredReads.map(\.name).sorted()
    bindings = facts.bindings.map { "\($0.name): \($0.kind) \($0.certainty) \($0.value) \($0.isRebound)" }
    deletions = facts.deletions
    starImports = facts.starImports
    mayEndEarly = facts.mayEndEarly
    functions = facts.functions.map { FreeNames(function: $0.name, names: $0.freeNames) }
    definitions = facts.definitions.map { definition in
      let certain = [definition.certainReads, definition.certainCalls].map { $0.map(\.name) }
      return
        "\(definition.name): \(definition.kind) \(definition.freeNames) \(certain) \(definition.isGenerator) \(definition.isDecorated)"
    }
    changes = facts.changes.map {
      "\($0.name) \($0.kind) \($0.certainty) \($0.isConditional) \($0.isBoundBefore)"
    }
    globalBindings = facts.globalBindings
    certainCalls = facts.certainCalls.map(\.name)
    calls = facts.calls
    mentions = facts.mentions
    imports = facts.imports.map {
      "\($0.level) \($0.module) \($0.isAtModuleLevel) \($0.names.map { "\($0.name) = \($0.path)" })"
    }
    trailingName = facts.trailingName
  }
}
