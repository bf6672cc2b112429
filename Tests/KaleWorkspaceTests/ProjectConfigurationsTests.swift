import KaleSettings
import KaleTestSupport
import NotebookModel
import PipelineCompiler
import Testing

@testable import KaleWorkspace

@Suite struct ProjectConfigurationsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func configurations(isTrusted: Bool = true) -> ProjectConfigurations {
    ProjectConfigurations(isTrusted: isTrusted)
  }

  private func file(_ notebook: String, _ configurations: ProjectConfigurations) -> ConfigurationFile? {
    configurations.file(forNotebookAt: folder.path(notebook))
  }

  @Test func theNearestFileCounts() throws {
    try folder.write("strict = true", "kale-lsp.toml")
    try folder.write("[tool.kale-lsp]\nstrict = false", "a/pyproject.toml")
    try folder.write("[tool.ruff]\nkale-lsp = 1", "a/b/pyproject.toml")
    try folder.write("runtime = \"kale\"", "c/.kale-lsp.toml")
    try folder.write("runtime = \"exact\"", "c/kale-lsp.toml")
    let configurations = configurations()
    #expect(file("a/b/n.ipynb", configurations)?.path == folder.path("a/pyproject.toml"))
    #expect(file("a/n.ipynb", configurations)?.settings.flag(.strict) == false)
    #expect(file("n.ipynb", configurations)?.settings.flag(.strict) == true)
    #expect(file("c/d/n.ipynb", configurations)?.settings.text(.runtime) == "kale")
    #expect(configurations.file(forNotebookAt: nil) == nil)
    #expect(configurations.knownFiles.count == 3)
  }

  @Test func aFileIsReadOnceUntilItIsForgotten() throws {
    try folder.write("strict = true", "kale-lsp.toml")
    let configurations = configurations()
    #expect(file("n.ipynb", configurations)?.settings.flag(.strict) == true)
    try folder.write("strict = false", "kale-lsp.toml")
    #expect(file("n.ipynb", configurations)?.settings.flag(.strict) == true)
    configurations.forget()
    #expect(file("n.ipynb", configurations)?.settings.flag(.strict) == false)
  }

  @Test func aFileThatBecomesInvalidChangesNothing() throws {
    try folder.write("strict = true\nbase-image = \"me:1\"", "kale-lsp.toml")
    let configurations = configurations()
    _ = file("n.ipynb", configurations)
    try folder.write("strict = true\nbase-image = \"me", "kale-lsp.toml")
    configurations.forget()
    let broken = try #require(file("n.ipynb", configurations))
    #expect(broken.settings.flag(.strict) == true)
    #expect(broken.project.baseImage == "me:1")
    #expect(
      broken.faults.map(\.description) == [
        folder.path("kale-lsp.toml") + ":2:14: Invalid TOML: unterminated string."
      ])
  }

  @Test(arguments: ["[tool]\nkale-lsp = 3", "tool.\"kale-lsp\" = []"])
  func aSectionThatIsNoTableIsReported(text: String) throws {
    try folder.write(text, "pyproject.toml")
    let message = try #require(file("n.ipynb", configurations())?.faults.first?.message)
    #expect(message.hasPrefix("`kale-lsp` must be a table, got"))
  }

  @Test func whatAFolderThatIsNotTrustedNamesDoesNotCount() throws {
    try folder.write(
      "strict = true\nbase-image = \"evil\"\nindex-urls = [\"http://evil\"]\nkfp-host = \"http://evil\"\n"
        + "package-names = { cv2 = \"evil\" }\n",
      "kale-lsp.toml")
    let found = try #require(file("n.ipynb", configurations(isTrusted: false)))
    #expect(found.settings.flag(.strict) == true)
    #expect(found.project == ProjectDefaults())
    #expect(found.untrusted == [.packageNames, .baseImage, .indexURLs, .kfpHost])
  }

  @Test func patternsOfPathsCountFromTheFolderOfTheFile() throws {
    try folder.write(
      "[per-file-ignores]\n\"exploration/**\" = [\"KALE2\"]\n\"draft-*.ipynb\" = [\"KALE4\"]\nold = [\"KALE1\"]\n",
      "kale-lsp.toml")
    let found = try #require(file("n.ipynb", configurations()))
    #expect(found.rulesIgnored(inNotebookAt: folder.path("exploration/a/n.ipynb")) == ["KALE2"])
    #expect(found.rulesIgnored(inNotebookAt: folder.path("a/draft-1.ipynb")) == ["KALE4"])
    #expect(found.rulesIgnored(inNotebookAt: folder.path("a/old/b/n.ipynb")) == ["KALE1"])
    #expect(found.rulesIgnored(inNotebookAt: folder.path("n.ipynb")) == [])
  }

  @Test func aNegatedPatternIsAboutAllOtherNotebooks() throws {
    try folder.write("[per-file-ignores]\n\"!checked/**\" = [\"KALE2\"]\n", "kale-lsp.toml")
    let found = try #require(file("n.ipynb", configurations()))
    #expect(found.rulesIgnored(inNotebookAt: folder.path("checked/a/n.ipynb")) == [])
    #expect(found.rulesIgnored(inNotebookAt: folder.path("n.ipynb")) == ["KALE2"])
  }

  @Test(arguments: [
    ("[tool.other]\na = 1\n", "The file has no section [tool.kale-lsp]."),
    ("# kale-lsp\n", "The file has no section [tool.kale-lsp]."), ("[tool.kale-lsp]\n", nil),
    ("\u{FEFF}[tool.kale-lsp]\nstrict = true\n", nil),
  ])
  func aFileThatIsNamedHasASection(text: String, message: String?) throws {
    try folder.write(text, "pyproject.toml")
    let named = ProjectConfigurations(.file(folder.path("pyproject.toml")))
    #expect(named.file(forNotebookAt: folder.path("n.ipynb"))?.faults.first?.message == message)
  }

  @Test func aProjectDecidesForNotebooksThatSayNothing() throws {
    try folder.write(
      "base-image = \"me:1\"\n[package-names]\ncv2 = \"opencv-python-headless\"\n", "kale-lsp.toml")
    try folder.write(ipynbText((["step:a"], "import cv2", nil)), "n.ipynb")
    let file = try NotebookFile(path: folder.path("n.ipynb"))
    let configuration = file.analysis.configuration.configuration
    #expect(configuration.project.baseImage == "me:1")
    let output = try CompilationOutput(file.analysis, notebookPath: file.path)
    let text = output.text(of: .pipelineSpec)
    #expect(text.contains("image: me:1"))
    #expect(text.contains("opencv-python-headless"))
  }
}

@Suite struct ProjectDefaultsTests {
  private var project: ProjectDefaults {
    var project = ProjectDefaults()
    project.baseImage = "me:1"
    project.indexURLs = ["https://a/simple", "https://b/simple"]
    project.trustedHosts = ["a"]
    return project
  }

  @Test func theProjectCountsWhereTheEnvironmentSaysNothing() {
    let defaults = CompilationDefaults({ _ in nil }, in: project)
    #expect(defaults.baseImage == "me:1")
    #expect(defaults.packageIndex.indexURLs == ["https://a/simple", "https://b/simple"])
    #expect(defaults.packageIndex.trustedHosts == ["a"])
  }

  @Test func theEnvironmentTakesPrecedence() {
    let environment = [
      "KALE_DEFAULT_BASE_IMAGE": "you:1", "PIP_INDEX_URL": "https://c/simple", "PIP_TRUSTED_HOST": "c",
    ]
    let defaults = CompilationDefaults({ environment[$0] }, in: project)
    #expect(defaults.baseImage == "you:1")
    #expect(defaults.packageIndex.indexURLs == ["https://c/simple"])
    #expect(defaults.packageIndex.trustedHosts == ["c"])
  }
}
