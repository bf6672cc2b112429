import Testing

@testable import PythonSyntax

/// Places where module-level code changes what names hold, and how values are made.
@Suite struct ChangeTests {
  /// Each change as its name, what changes it, how sure that is (`!`, `~` likely, `?` arguable), and `if` where the
  /// code may not come there.
  @Test(arguments: [
    ("x[0] = 1", ["x [] !"]), ("x.a = 1", ["x . !"]), ("x.y[0].z = 1", ["x . !"]),
    ("del x[0], y.a", ["x del !", "y . !"]),
    ("x[0] += 1", ["x [] !"]), ("x += [1]", ["x += ~"]), ("x += 'a'", []), ("x.y += 1", ["x . !"]),
    ("a, x[0] = y, *z.b = c", ["x [] !", "z . !"]), ("for x[0] in y: pass", ["x [] ! if"]),
    ("x[0]: int = 1", ["x [] !"]),
    ("with a as x.b: pass", ["x . !"]), ("x().a = 1", []), ("x[y.pop()] = 1", ["y pop !", "x [] !"]),
    ("x.append(1)", ["x append !"]), ("x.y[0].append(1)", ["x append !"]), ("x.copy().append(1)", []),
    ("y = x.pop()", ["x pop !"]), ("x.drop('a', inplace=True)", ["x drop !"]),
    ("x.drop('a', inplace=False)", []),
    ("x.drop('a', inplace=y)", []), ("x.fit(y).predict(z)", ["x fit ~"]), ("x.eval()", ["x eval ?"]),
    ("x.add_(y)", ["x add_ ~"]), ("x.__init__()", []), ("x.sort", []), ("sort(x)", []), ("x.items()", []),
    ("if a: x.append(1)", ["x append ! if"]), ("a and x.append(1)", ["x append ! if"]),
    ("[x.append(i) for i in y]", ["x append ! if"]), ("[i.append(1) for i in y]", []),
    ("def f(): x.append(1)", []), ("lambda: x.append(1)", []), ("class C:\n  x.append(1)", ["x append !"]),
    ("class C:\n  x = []\n  x.append(1)", []), ("raise E\nx.append(1)", ["x append !"]),
    ("exit()\nx.append(1)", ["x append ! if"]),
    ("try: x.append(1)\nexcept E: pass", ["x append ! if"]), ("'a'.join(x).append(1)", []),
  ])
  func changes(text: String, expected: [String]) {
    #expect(CellFacts(analysing: text, dialect: .python).changes.map(Self.describe) == expected)
  }

  private static func describe(_ change: ChangeFact) -> String {
    let kind =
      switch change.kind {
      case .item: "[]"
      case .itemDeletion: "del"
      case .attribute: "."
      case .augmentedAssignment: "+="
      case .call(let method): method
      }
    let certainty = change.certainty == .certain ? "!" : change.certainty == .likely ? "~" : "?"
    return "\(change.name) \(kind) \(certainty)" + (change.isConditional ? " if" : "")
  }

  @Test(arguments: [
    (["x.append(1)"], [false]), (["x = []\nx.append(1)"], [true]), (["if a: x = []\nx.append(1)"], [false]),
    (["if a:\n  x = []\n  x.append(1)\nx.pop()"], [true, false]), (["x = []", "x.append(1)"], [true]),
    (["x = []\ndel x", "x.append(1)"], [false]), (["x = []", "del x\nx.append(1)"], [false]),
    (["x = []", "x.append(1)\ndel x"], [true]), (["if a: x = []", "x.append(1)"], [false]),
    (["if a: x = []\nelse: x = {}\nx.clear()"], [true]), (["x += [1]"], [false]),
  ])
  func boundBefore(pieces: [String], expected: [Bool]) {
    let joined = CellFacts.joined(pieces.map { CellFacts(analysing: $0) })
    #expect(joined.changes.map(\.isBoundBefore) == expected)
  }

  @Test func placeOfAChange() {
    let text = "y = a.b[0].append(1)"
    let changes = CellFacts(analysing: text).changes
    #expect(changes.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) } == ["a.b[0].append"])
  }

  @Test(arguments: [
    ("x = y", "y"), ("x = a.b", "a.b"), ("x = sqlite3.connect('a').cursor()", "sqlite3.connect().cursor()"),
    ("x = a[0].b(c)[d]", "a[].b()[]"), ("x = (f())", "f()"), ("x = y = f()", "f()"), ("x: T = f()", "f()"),
    ("with open(a) as x: pass", "open()"), ("(x := f())", "f()"), ("x = (i for i in y)", "generator"),
    ("x = lambda: 1", "lambda"), ("x = await f()", "awaited"), ("x, y = f()", "other"),
    ("for x in f(): pass", "other"),
    ("x += f()", "other"), ("x = 1", "other"), ("x = f() or g()", "other"), ("x = 'a'.join(b)", "other"),
    ("with f() as (x, y): pass", "other"), ("x = f()\nx = g()", "g()"), ("import x", "other"),
    ("def x(): pass", "other"),
    ("[x := f() for i in y]", "f()"), ("x = [f() for i in y]", "other"),
  ])
  func values(text: String, expected: String) throws {
    let bindings = CellFacts(analysing: text, dialect: .python).bindings
    let binding = try #require(bindings.first { $0.name == "x" })
    #expect(Self.describe(binding.value) == expected)
  }

  private static func describe(_ value: BindingValue) -> String {
    if case .path(let path) = value { return path.description }
    return "\(value)"
  }
}
