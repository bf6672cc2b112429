import Testing

@testable import PythonSyntax

/// What not every version of Python accepts. Each row was compared with CPython 3.9 to 3.13.
@Suite struct VersionedSyntaxTests {
  @Test(arguments: [
    ("match 1:\n  case 1: pass", 10), ("match = 1\nmatch[0]", nil), ("x[a := 1]", 10), ("x[a, b := 1]", 10),
    ("x[(a := 1)]", nil), ("{a := 1}", nil), ("with (open('a') as f, open('b') as g):\n  pass", nil),
    ("x[*a]", 11), ("x[*a, 1]", 11), ("x[(*a, 1)]", nil), ("def f(*args: *Ts): pass", 11),
    ("try:\n  pass\nexcept* E: pass", 11), ("try:\n  pass\nexcept (A, B): pass", nil),
    ("try:\n  pass\nexcept A, B: pass", 14), ("type X = int", 12), ("type = 1", nil),
    ("def f[T](x): pass", 12), ("class A[T]: pass", 12), ("class A[T = int]: pass", 13), ("t'{x}'", 14),
    ("for x in *a, *b: pass", nil), ("def f(a, /, *, b): pass", nil),
  ])
  func syntax(code: String, minor: Int?) {
    let found = CellFacts(analysing: code).versionedSyntax
    #expect(found.map(\.kind.firstMinor) == (minor.map { [$0] } ?? []))
  }

  @Test(arguments: [
    (#"f"{d["a"]}""#, true), (#"f"{d['a']}""#, false), (#"f'{d["a"]}'"#, false),
    (#"f"{'\n'.join(x)}""#, true), (#"f"{x:\n}""#, false), (#"f"{x}\n""#, false), (#"f"\N{DASH}""#, false),
    ("f\"{\nx}\"", true), ("f'''{\nx}'''", false), ("f'''{\nx # note\n}'''", true), (#"f"{d['#']}""#, false),
    (#"f"""{d["a"]}""""#, false), (#"f"""{d["""a"""]}""""#, true), (#"f"{f'{x}'}""#, false),
    (#"f"{f'{d["a"]}'}""#, true), (#"f"{x:{y:{z}}}""#, true), (#"f"{x:{y}}""#, false),
    (#"f"{x:{"a"}}""#, true), (#"f"{x:'}""#, false), (#"rf"{x}\d""#, false), (#"f"{{}}""#, false),
    (#"f"{x}" "\n""#, false), (#"print(f"{x!r:>{w}}", f"{a["b"]}")"#, true),
  ])
  func formatStrings(code: String, isNewer: Bool) {
    let found = CellFacts(analysing: code).versionedSyntax
    #expect(found.map(\.kind) == (isNewer ? [.formatString] : []))
  }

  @Test(
    arguments: [
      ("x: int | None = 1", [.annotatedUnion], true), ("def f(x: int | None): pass", [.annotatedUnion], true),
      ("def f() -> list[int] | None: pass", [.annotatedUnion], true), ("a = int | str", [.union], true),
      ("def f():\n  x: int | None = 1", [], true),
      ("def f(x):\n  return isinstance(x, int | str)", [.union], false),
      ("a | b", [], true), ("df[mask | None()]", [], true), ("x: 'int | None' = 1", [], true),
      ("class A:\n  x: A | None = None", [.annotatedUnion], true), ("flags = A | B", [], true),
      ("x = a & int", [], true), ("def f(x=int | None): pass", [.union], true),
    ] as [(String, [VersionedSyntax.Kind], Bool)])
  func unions(code: String, expected: [VersionedSyntax.Kind], isCertain: Bool) {
    let found = CellFacts(analysing: code).versionedSyntax
    #expect(found.map(\.kind) == expected)
    #expect(found.allSatisfy { $0.isCertain == isCertain })
  }

  @Test(arguments: [
    ("from enum import StrEnum", ["enum.StrEnum"]), ("import datetime as dt\ndt.UTC", ["dt.UTC"]),
    ("datetime.datetime.now(datetime.UTC)", ["datetime.UTC"]), ("zip(a, b, strict=True)", ["zip.strict"]),
    ("@dc.dataclass(slots=True)\nclass A: pass", ["dc.dataclass.slots"]),
    ("ExceptionGroup('a', [])", ["ExceptionGroup"]),
    ("f().UTC", []), ("from . import StrEnum", []), ("import os.path", []), ("Self = 1", []), ("x.y", []),
    ("if TYPE_CHECKING:\n  from typing import Self", []),
    ("from collections import Mapping as M", ["collections.Mapping"]),
  ])
  func names(code: String, expected: [String]) {
    #expect(CellFacts(analysing: code).versionedNames.map(\.path) == expected)
  }
}
