import Testing

@testable import PythonSyntax

/// Places where code uses variables of the environment.
@Suite struct EnvironmentUseTests {
  private func uses(_ code: String) -> [String] {
    ParsedCode(Array(code.utf8)).environmentUses.map { "\($0.kind) \($0.name)" }
  }

  @Test(arguments: [
    ("x = os.environ['A']", ["needed A"]), ("from os import environ\nx = environ['A'][0]", ["needed A"]),
    ("def f():\n  return os.environ[\"A\"]", ["needed A"]), ("os.environ['A'] += 'x'", ["set A"]),
    ("try:\n  x = os.environ['A']\nexcept KeyError:\n  x = os.environ['B']", ["asked A", "needed B"]),
    ("'A' in os.environ", ["asked A"]), ("with suppress(KeyError):\n  x = os.environ['A']", ["asked A"]),
    ("os.environ.get('A')", ["asked A"]),
    ("os.getenv('A', '')", ["asked A"]),
    ("os.environ['A'] = 'x'", ["set A"]), ("os.environ.setdefault('A', 'x')", ["set A"]),
    ("os.environ.update({'A': 'x'}, B='y')", ["set A", "set B"]), ("os.putenv('A', 'x')", ["set A"]),
    ("%env A=x", ["set A"]), ("%set_env A x", ["set A"]), ("%env", []),
    ("os.environ[key] = 'x'", ["opening "]), ("os.environ.update(settings)", ["opening "]),
    ("load_dotenv()", []), ("load_dotenv(path)", ["opening "]),
    ("with patch.dict(os.environ, {'A': 'x'}):\n  pass", ["opening "]),
    ("os.environ = {}", ["opening "]), ("dict(os.environ)", []), ("os.environ[key]", []),
    ("model.environ['A']", []),
  ])
  func uses(_ code: String, _ expected: [String]) { #expect(uses(code) == expected) }
}
