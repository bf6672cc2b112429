import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// Rules that offer another image offer the same one.
@Suite struct SharedImageTests {
  private func images(_ image: String, _ code: String) -> Set<String> {
    let titles = analysis(of: "# %% tags=[\"step:load\", \"image:\(image)\"]\n\(code)\ndata = 1").findings()
      .filter { ["old-image", "module-version", "other-python"].contains($0.rule.name) }
      .map { $0.fixes.first?.title ?? "none" }
    return Set(titles.map { $0.replacing("Change the image to ", with: "") })
  }

  @Test(arguments: [
    ("python:3.8-slim", "import tomllib", "`python:3.12-slim`"),
    ("python:3.10-slim", "import tomllib", "`python:3.12-slim`"),
    ("python:3.10-alpine3.19", "import imp", "`python:3.11-alpine`"),
    ("python:3.10", "type X = int\nimport tomllib", "`python:3.12`"),
    ("python:3.13-slim-bookworm", "import imp, telnetlib", "`python:3.11-slim`"),
    ("python:3.9", "import imp\nmatch 1:\n    case 1: pass", "`python:3.11`"),
    (
      "pytorch/pytorch:1.13.1-cuda11.6-cudnn8-runtime", "import tomllib",
      "`pytorch/pytorch:2.5.1-cuda12.4-cudnn9-runtime`"
    ),
    ("nvcr.io/nvidia/pytorch:22.12-py3", "import tomllib", "none"),
  ])
  func oneImageSuitsAll(image: String, code: String, other: String) {
    #expect(images(image, code) == [other])
  }

  /// No Python has what one statement needs and the other too.
  @Test func noImageHasBoth() {
    #expect(images("python:3.12", "import imp\nimport annotationlib") == ["none"])
  }

  @Test func everyModuleOfAStatementIsNamed() {
    let found = analysis(
      of: "# %% tags=[\"step:load\", \"image:python:3.13\"]\nimport os, imp, cgi"
    ).findings().filter { $0.rule.name == "module-version" }
    #expect(
      found.map(\.message) == [
        "Image `python:3.13` has no modules `imp` and `cgi`. Use other modules, or image `python:3.11`."
      ])
  }
}
