import Testing

@testable import PythonSyntax

/// Names that code defines or reads without spelling them as names.
@Suite struct HiddenNameTests {
  @Test(arguments: [
    ("globals()[\"x\"] = 1", ["x"]), ("vars()['x'] = 1", ["x"]), ("globals()['x'], y = 1, 2", ["x"]),
    ("globals().update({'x': 1}, y=2)", ["x", "y"]), ("globals().setdefault('x', 1)", ["x"]),
    ("def f():\n  globals()['x'] = 1", ["x"]), ("def f():\n  locals()['x'] = 1", []),
    ("exec('x = 1')", ["x"]), ("exec('x = 1', {})", []), ("exec('x = 1', globals())", ["x"]),
    ("import builtins\nbuiltins.x = 1", ["x"]), ("builtins.x.y = 1", []),
    ("setattr(builtins, 'x', 1)", ["x"]), ("setattr(sys.modules[__name__], 'x', 1)", ["x"]),
    ("setattr(model, 'x', 1)", []), ("sympy.var('x y')", ["x", "y"]), ("var('x, y')", ["x", "y"]),
    ("frame.var('x')", []), ("get_ipython().user_ns['x'] = 1", ["x"]), ("vars(model)['x'] = 1", []),
    ("globals()['not a name'] = 1", []),
    ("%%bash --out x --err y\nls", ["x", "y"]), ("%%sh --out=x\nls", ["x"]), ("%%bigquery x\nselect", ["x"]),
    ("%%bigquery --project p x\nselect", ["x"]), ("%%sql x <<\nselect", ["x"]), ("%sql x << select", ["x"]),
    ("%%R -i a -o x\ny", ["x"]), ("%store -r x y", ["x", "y"]), ("%store x", []), ("%Rpull x", ["x"]),
    ("%%bash\nls --out x", []),
  ])
  func hiddenNames(_ text: String, _ expected: [String]) {
    #expect(Set(CellFacts(analysing: text).hiddenNames.map(\.name)) == Set(expected))
  }

  @Test(arguments: [
    ("globals().update(settings)", ["globals().update"]), ("exec(code)", ["exec"]), ("exec(code, names)", []),
    ("globals()[name] = 1", ["globals"]), ("globals()[name]", []), ("eval(code)", []),
    ("%run setup.py", ["%run"]), ("%pylab", ["%pylab"]), ("%matplotlib inline", []), ("!pip install x", []),
    ("%unknown", ["%unknown"]), ("%%unknown\nx", ["%%unknown"]), ("%store -r", ["%store"]), ("x?", []),
    ("get_ipython().run_line_magic('matplotlib', 'inline')", []),
    ("get_ipython().run_line_magic('run', 'a.py')", ["%run"]), ("init_session()", ["init_session"]),
    ("import numpy as", ["import"]), ("from numpy import", ["import"]), ("from numpy", ["import"]),
    ("import numpy,", ["import"]), ("from numpy import (a,\n", ["import"]), ("x = (", []),
  ])
  func openings(_ text: String, _ expected: [String]) {
    #expect(CellFacts(analysing: text).openings.map(\.text) == expected)
  }

  @Test(arguments: [
    ("df.query('a > @limit and b')", ["limit: text"]), ("df.eval(\"t = p * @rate\")", ["rate: text"]),
    ("df.query(f'{a} > @limit')", ["a: plain", "limit: text"]),
    ("pd.eval('low + 1')", ["low: text", "pd: plain"]), ("eval('low + 1')", ["low: text"]),
    ("eval('low + 1', {})", []), ("df.query('@x', local_dict=d)", ["d: plain"]),
    ("exec('y = x')", ["x: text"]), ("'{low:.2f} {0}'.format(**globals())", ["low: text"]),
    ("'{low}'.format(low=1, **locals())", []), ("'{low}'.format_map(vars())", ["low: text"]),
    ("t = Template('$low')\nt.substitute(globals())", ["Template: plain", "low: text"]),
    ("string.Template('${low} $$x').safe_substitute(**vars())", ["low: text", "string: plain"]),
    ("Template('$low').substitute(low=1)", ["Template: plain"]),
    ("globals()['low']", ["low: text"]), ("globals().get('low')", ["low: guarded"]),
    ("'low' in globals()", ["low: guarded"]), ("'low' not in dir()", ["low: guarded"]),
    ("'low' in names", ["names: plain"]), ("try:\n  low\nexcept NameError:\n  pass", ["low: guarded"]),
    ("low = 1\neval('low')", []), ("if a:\n  eval('low')", ["a: plain", "low: text"]),
    ("duckdb.sql('select * from df join x')", ["df: guarded", "duckdb: plain", "x: guarded"]),
    ("del low", ["low: plain"]),
  ])
  func reads(_ text: String, _ expected: [String]) {
    let reads = CellFacts(analysing: text).reads.filter { !BuiltinNames.python.contains($0.name) }
    let found = Set(reads.map { "\($0.name): \($0.way)" })
    #expect(found.subtracting(["df: plain"]) == Set(expected).subtracting(["df: plain"]))
  }

  /// pyflakes looks into none of these texts.
  @Test func textsDoNotChangeWhatPyflakesReports() {
    let facts = CellFacts(analysing: "eval('low')\nexec('x = 1')\nglobals()['y'] = 1\nprint(x, y)")
    #expect(facts.undefinedNames() == ["x", "y"])
  }

  @Test func aLocalVariableOfATextIsNotTheModules() {
    let facts = CellFacts(analysing: "def f(limit):\n  return df.query('a > @limit and b < @other')")
    #expect(facts.deferredReads.map(\.name) == ["df", "other"])
  }

  @Test func textsThatContainTextsEnd() {
    var text = "x"
    for _ in 0..<12 { text = "eval(\(String(reflecting: text)))" }
    #expect(CellFacts(analysing: text).reads.contains { $0.name == "x" })
  }
}
