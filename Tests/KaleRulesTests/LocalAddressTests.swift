import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Addresses of the computer that a step runs on.
@Suite struct LocalAddressTests {
  private func messages(_ code: String) -> [String] {
    analysis(of: "# %% tags=[\"step:load\"]\n\(code)").findings().filter { $0.rule.name == "local-address" }
      .map(\.message)
  }

  @Test(arguments: [
    ("mlflow.set_tracking_uri(\"http://localhost:5000/api\")", "localhost:5000"),
    ("create_engine(\"postgresql://ada:secret@127.0.0.1:5432/shop\")", "127.0.0.1:5432"),
    ("Minio(\"localhost:9000\")", "localhost:9000"), ("connect(\"host=localhost dbname=x\")", "localhost"),
    ("subprocess.run([\"ls\"])\nget(\"http://127.0.0.1\")", "127.0.0.1"),
    ("connect(host=\"localhost\", port=1)", "localhost"), ("Redis(\"redis://localhost\")", "localhost"),
    ("URL = 'http://localhost:5000'\nget(URL + '/a')\nget('http://localhost:5000/b')", "localhost:5000"),
  ])
  func addressesOfTheContainer(code: String, address: String) {
    #expect(
      messages(code) == [
        "`\(address)` is the container of the step itself. Use the address that the service has in the cluster."
      ])
  }

  @Test(arguments: [
    "print(\"localhost is here\")", "get(\"http://localhost.example.org\")", "connect(host=\"db\")",
    "get(\"http://example.org/?back=http://localhost\")",
    "server = Popen([])\nget(\"http://localhost:8000\")",
    "s = HTTPServer((\"localhost\", 80), None)\nget(\"http://localhost:80\")",
    "!python -m http.server\nget('http://localhost')",
    "origins = [\"http://localhost:3000\"]", "print(\"see http://localhost:8000\")",
    "url.startswith(\"http://localhost\")",
    "url = os.environ.get(\"URL\", \"http://localhost:5000\")", "if url == \"http://localhost\":\n  pass",
    "def f():\n  \"\"\"http://localhost\"\"\"",
  ])
  func otherAddresses(code: String) { #expect(messages(code) == []) }
}
