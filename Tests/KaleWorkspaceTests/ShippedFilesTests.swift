import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

@testable import KaleWorkspace

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a pipeline ships of a folder on disk.
@Suite struct ShippedFilesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes files, `path` or `path: text`, with `;` for line breaks.
  private func write(_ files: [String]) throws {
    for file in files {
      let parts = file.split(separator: ": ", maxSplits: 1).map(String.init)
      try folder.write((parts.dropFirst().first ?? "").replacing(";", with: "\n"), parts[0])
    }
  }

  private func notebook(_ code: String, settings: String = "{}") -> Notebook {
    ExampleNotebook(
      """
      # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
      # kale_lsp: \(settings)
      # %% tags=["step:a"]
      \(code)
      """
    ).notebook
  }

  private func shipped(_ code: String = "x = 1", files: [String] = [], in name: String = "n.ipynb")
    -> ShippedFiles
  {
    let list = "[" + files.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
    var analyzer = PipelineAnalyzer()
    return NotebookLibrary().analyze(
      notebook(code, settings: "{\"files\": \(list)}"), at: folder.path(name), with: &analyzer
    ).analysis.shippedFiles
  }

  private func problems(_ files: ShippedFiles) -> [String] { files.problems.map { "\($0.kind) \($0.path)" } }

  // MARK: Modules

  @Test(arguments: [
    ("import helpers", ["helpers.py"], ["helpers.py"]),
    ("import helpers", ["helpers.py", "other.py"], ["helpers.py"]),
    (
      "import helpers", ["helpers.py: import other", "other.py: import helpers"], ["helpers.py", "other.py"]
    ),
    ("import helpers", ["helpers.py: def f():;  import other", "other.py"], ["helpers.py", "other.py"]),
    (
      "import helpers", ["helpers.py: try:;  import other;except ImportError: pass", "other.py"],
      ["helpers.py", "other.py"]
    ),
    (
      "from lib.clean import f", ["lib/__init__.py", "lib/clean.py", "lib/load.py"],
      ["lib/__init__.py", "lib/clean.py"]
    ),
    ("from lib.clean import f", ["lib/clean.py", "lib/load.py"], ["lib/clean.py"]),
    (
      "from lib import clean", ["lib/__init__.py", "lib/clean.py", "lib/load.py"],
      ["lib/__init__.py", "lib/clean.py"]
    ),
    (
      "import a.b.c as d", ["a/__init__.py", "a/b/__init__.py", "a/b/c.py"],
      ["a/__init__.py", "a/b/__init__.py", "a/b/c.py"]
    ),
    (
      "import lib",
      [
        "lib/__init__.py: from .clean import f", "lib/clean.py: from . import load", "lib/load.py",
        "lib/x.py",
      ],
      ["lib/__init__.py", "lib/clean.py", "lib/load.py"]
    ),
    (
      "import a.b", ["a/__init__.py", "a/b/__init__.py: from ..c import d", "a/c.py", "c.py"],
      ["a/__init__.py", "a/b/__init__.py", "a/c.py"]
    ),
    ("import a", ["a/__init__.py: from ... import b", "b.py"], ["a/__init__.py"]),
    ("import helpers", ["helpers.py", "helpers/__init__.py"], ["helpers/__init__.py"]),
    ("import helpers", ["helpers.py", "helpers/x.py"], ["helpers.py"]),
    ("import pandas", ["helpers.py"], []),
    (
      "from lib import *", ["lib/__init__.py: __all__ = ['x']", "lib/x.py"], ["lib/__init__.py", "lib/x.py"]
    ),
    ("from lib import *", ["lib/__init__.py", "lib/x.py"], ["lib/__init__.py"]),
    ("import importlib;m = importlib.import_module(\"helpers\")", ["helpers.py"], ["helpers.py"]),
    ("m = __import__('helpers')", ["helpers.py"], ["helpers.py"]),
    (
      "import importlib;m = importlib.import_module(f\"models.{k}\")",
      ["models/__init__.py", "models/a.py", "models/b/c.py"],
      ["models/__init__.py", "models/a.py", "models/b/c.py"]
    ),
    ("import importlib;m = importlib.import_module('models.' + k)", ["models/a.py"], ["models/a.py"]),
    (
      "import lib",
      ["lib/__init__.py: import pkgutil", "lib/a.py: import other", "lib/data.csv", "other.py"],
      ["lib/__init__.py", "lib/a.py", "other.py"]
    ),
    (
      "import lib",
      [
        "lib/__init__.py: from importlib import import_module;import_module(x)", "lib/__pycache__/a.py",
        "lib/.b.py", "lib/c.py",
      ],
      ["lib/__init__.py", "lib/c.py"]
    ),
    (
      "import lib",
      [
        "lib/__init__.py: from importlib import import_module;import_module('.c', __name__)", "lib/c.py",
        "lib/d.py",
      ],
      ["lib/__init__.py", "lib/c.py"]
    ),
    ("def f(:;  import helpers", ["helpers.py: \u{0}def ("], ["helpers.py"]),
  ])
  func whatCodeImportsIsShipped(_ code: String, _ files: [String], _ expected: [String]) throws {
    try write(files)
    let shipped = shipped(code.replacing(";", with: "\n"))
    #expect(shipped.files.map(\.path) == expected)
    #expect(shipped.problems.isEmpty)
    #expect(shipped.files.allSatisfy { $0.isModule })
  }

  @Test func onlyCellsThatThePipelineRunsCount() throws {
    try write(["a.py", "b.py", "c.py", "d.py"])
    let notebook = ExampleNotebook(
      """
      # %%
      import d
      # %% tags=["imports"]
      import a
      # %% tags=["skip"]
      import c
      # %% tags=["functions"]
      def f():
          import b
      # %% tags=["step:a"]
      f()
      """
    ).notebook
    var analyzer = PipelineAnalyzer()
    let analysis = NotebookLibrary().analyze(notebook, at: folder.path("n.ipynb"), with: &analyzer).analysis
    #expect(analysis.shippedFiles.files.map(\.path) == ["a.py", "b.py"])
  }

  @Test func aModuleThatThePackageTableNamesIsNotShipped() throws {
    try write(["helpers.py", "tools.py"])
    var analyzer = PipelineAnalyzer()
    let notebook = notebook(
      "import helpers, tools", settings: #"{"package_names": {"helpers": "h", "tools": null}}"#)
    let analysis = NotebookLibrary().analyze(notebook, at: folder.path("n.ipynb"), with: &analyzer).analysis
    #expect(analysis.shippedFiles.isEmpty)
  }

  @Test(arguments: [
    ("import fast", ["fast.so"], "compiledExtension fast.so"),
    ("import fast", ["fast.abi3.so"], "compiledExtension fast.abi3.so"),
    (
      "import lib", ["lib/__init__.py: from . import fast", "lib/fast.pyx"], "compiledExtension lib/fast.pyx"
    ),
    ("import random", ["random.py"], "shadowsPython random.py"),
    ("import helpers", ["helpers.py: import json", "json/__init__.py"], "shadowsPython json/__init__.py"),
    ("import pandas", ["pandas.py"], "shadowsPackage pandas.py"),
  ])
  func whatCannotBeShippedIsReported(_ code: String, _ files: [String], _ expected: String) throws {
    try write(files)
    let shipped = shipped(code)
    #expect(problems(shipped) == [expected])
    #expect(!shipped.files.contains { expected == "compiledExtension \($0.path)" || $0.path == "random.py" })
  }

  // MARK: Data

  @Test(arguments: [
    (["data/a.csv"], ["data/a.csv", "data/b.csv"], ["data/a.csv"]),
    (["./data//a.csv"], ["data/a.csv"], ["data/a.csv"]),
    (["data/*.csv"], ["data/a.csv", "data/b.txt", "data/sub/c.csv"], ["data/a.csv"]),
    (
      ["data/**"], ["data/a.csv", "data/sub/deep/c.csv", "other.csv"], ["data/a.csv", "data/sub/deep/c.csv"]
    ),
    (["**/*.csv"], ["a.csv", "x/b.csv", "x/y/c.csv", "x/d.txt"], ["a.csv", "x/b.csv", "x/y/c.csv"]),
    (["**/x/**/b.csv"], ["x/b.csv", "q/x/z/b.csv", "q/b.csv"], ["q/x/z/b.csv", "x/b.csv"]),
    (["?.csv"], ["a.csv", "ab.csv", "é.csv"], ["a.csv", "é.csv"]),
    (["[ab].csv"], ["a.csv", "b.csv", "c.csv"], ["a.csv", "b.csv"]),
    (["[!ab].csv"], ["a.csv", "c.csv"], ["c.csv"]),
    (["[a-c]x.csv"], ["bx.csv", "dx.csv"], ["bx.csv"]),
    (["[].csv"], ["[].csv"], ["[].csv"]),
    (["[[]*"], ["[a.csv"], ["[a.csv"]),
    (["*"], ["a.csv", ".env", ".git/x", "b/c"], ["a.csv"]),
    (["**"], ["a.csv", ".env", ".git/config", "__pycache__/a.pyc", "b/.hidden", "b/c"], ["a.csv", "b/c"]),
    (["d*/x.csv"], ["data/x.csv", "docs/y.csv"], ["data/x.csv"]),
    (["a.csv", "*.csv"], ["a.csv"], ["a.csv"]),
    (["certs/ca.pem"], ["certs/ca.pem"], ["certs/ca.pem"]),
    (["tokenizer*"], ["tokenizer.json"], ["tokenizer.json"]),
  ])
  func patternsMatchFiles(_ patterns: [String], _ files: [String], _ expected: [String]) throws {
    try write(files)
    let shipped = shipped(files: patterns)
    #expect(shipped.files.map(\.path) == expected)
    #expect(shipped.problems.isEmpty, "\(problems(shipped))")
    #expect(!shipped.files.contains { $0.isModule })
  }

  @Test(arguments: [
    ("data/*.csv", "noMatch data/*.csv"), ("none", "noMatch none"), ("folder", "folder folder"),
    ("folder/", "folder folder"), ("keys/*", "key keys/server.PEM"), ("keys/id*", "key keys/id_rsa.pub"),
    ("*.so", "compiledExtension fast.so"), ("fast.so", "compiledExtension fast.so"),
    ("random.py", "shadowsPython random.py"), ("folder/x/y", "noMatch folder/x/y"),
  ])
  func entriesThatShipNothingAreReported(_ pattern: String, _ expected: String) throws {
    try write(["folder/x", "keys/server.PEM", "keys/id_rsa.pub", "fast.so", "random.py"])
    let shipped = shipped(files: [pattern])
    #expect(problems(shipped).contains(expected), "\(problems(shipped))")
    #expect(shipped.files.isEmpty)
  }

  @Test(arguments: [
    "..", "../x", "a/../../x", "/etc/passwd", ".env", "a/.git/x", "", "/", ".",
    String(repeating: "a", count: 5000),
  ])
  func entriesThatLeadOutAreFaults(_ pattern: String) {
    var analyzer = PipelineAnalyzer()
    let analysis = analyzer.analyze(notebook("x = 1", settings: "{\"files\": [\"\(pattern)\"]}"))
    #expect(analysis.configuration.settingFaults.map(\.path) == [["files", "0"]])
    #expect(analysis.configuration.configuration.files.isEmpty)
  }

  @Test(arguments: ["1", "{}", "\"a\"", "[\(String(repeating: "\"a\",", count: 200))\"a\"]"])
  func aListThatIsNoneIsAFault(_ files: String) {
    var analyzer = PipelineAnalyzer()
    let analysis = analyzer.analyze(notebook("x = 1", settings: "{\"files\": \(files)}"))
    #expect(analysis.configuration.settingFaults.map(\.path) == [["files"]])
  }

  // MARK: Hostile folders

  @Test(arguments: [
    ("import helpers", [], "helpers.py", false), ("import lib", [], "lib", true),
    ("import lib.helpers", [], "lib", true), ("x = 1", ["data.csv"], "data.csv", false),
    ("x = 1", ["*.csv"], "data.csv", false), ("x = 1", ["data/a.csv"], "data", true),
    ("x = 1", ["**/a.csv"], "data", true), ("x = 1", ["d*/a.csv"], "data", true),
  ])
  func nothingIsReadThroughALink(_ code: String, _ files: [String], _ link: String, _ isFolder: Bool) throws {
    let outside = try TemporaryFolder()
    for name in ["a.csv", "__init__.py", "helpers.py"] { try outside.write("secret = 1", name) }
    try folder.makeLink(link, to: isFolder ? outside.path : outside.path("a.csv"))
    let shipped = shipped(code, files: files)
    #expect(problems(shipped).contains("symbolicLink \(link)"), "\(problems(shipped))")
    #expect(shipped.files.isEmpty)
  }

  @Test func aLinkThatAppearsBetweenLookAndReadIsNotFollowed() throws {
    let outside = try TemporaryFolder()
    try outside.write("secret", "a.csv")
    try folder.makeLink("data", to: outside.path)
    try folder.makeLink("a.csv", to: outside.path("a.csv"))
    var tree = DiskFileTree(root: folder.path)
    for path in ["data/a.csv", "a.csv", "../\(FileSystem.name(of: outside.path))/a.csv"] {
      #expect(throws: FileTreeFailure.self) { try tree.read(path, upTo: 100) }
    }
  }

  @Test func pipesAreNotWaitedFor() throws {
    #expect(mkfifo(folder.path("data.csv"), 0o600) == 0 && mkfifo(folder.path("helpers.py"), 0o600) == 0)
    let shipped = shipped("import helpers", files: ["*.csv"])
    #expect(problems(shipped) == ["notRegular helpers.py", "notRegular data.csv"])
    var tree = DiskFileTree(root: folder.path)
    #expect(throws: FileTreeFailure.self) { try tree.read("data.csv", upTo: 100) }
  }

  @Test func aFileThatCannotBeReadIsReported() throws {
    try write(["a.csv: 1", "helpers.py: x = 1"])
    try folder.setPermissions(0, of: "a.csv")
    try folder.setPermissions(0, of: "helpers.py")
    // Root reads everything.
    let isRoot = getuid() == 0
    let shipped = shipped("import helpers", files: ["a.csv"])
    #expect(shipped.problems.map(\.path) == (isRoot ? [] : ["helpers.py", "a.csv"]))
  }

  @Test func bytesAreKept() throws {
    try write(["text.txt: a;b", "crlf.txt"])
    try Data([0, 255, 13, 10]).write(to: URL(filePath: folder.path("raw.bin")))
    try Data("a\r\n".utf8).write(to: URL(filePath: folder.path("crlf.txt")))
    let files = shipped(files: ["*"]).files
    #expect(files.map(\.path) == ["crlf.txt", "raw.bin", "text.txt"])
    #expect(files.map(\.isText) == [false, false, true])
    #expect(files.map(\.bytes) == [Array("a\r\n".utf8), [0, 255, 13, 10], Array("a\nb".utf8)])
  }

  @Test func whatDoesNotFitIsLeftOut() throws {
    try folder.write(String(repeating: "a", count: 600_000), "b.csv")
    try folder.write(String(repeating: "a", count: 500_000), "c.csv")
    try folder.write(String(repeating: "#", count: 2_000_000), "large.py")
    try write(["a.csv: 1", "helpers.py: import large"])
    let shipped = shipped("import helpers", files: ["*.csv"])
    #expect(shipped.files.map(\.path) == ["a.csv", "c.csv", "helpers.py"])
    #expect(shipped.leftOut.map(\.path) == ["large.py", "b.csv"])
    #expect(shipped.leftOut.map(\.size) == [2_000_000, 600_000])
  }

  /// A walk ends after so many names, wherever it is.
  @Test(arguments: ["*", "**", "**/*.csv", "*/**/x"]) func aHugeFolderIsNotListed(_ pattern: String) throws {
    for index in 0..<30 {
      try folder.makeFolder("d\(index)")
      for file in 0..<700 { close(creat(folder.path("d\(index)/\(file)"), 0o600)) }
    }
    var tree = CountingTree(DiskFileTree(root: folder.path))
    var analyzer = PipelineAnalyzer()
    let needs = analyzer.fileNeeds(of: notebook("x = 1", settings: "{\"files\": [\"\(pattern)\", \"**/y\"]}"))
    let files = ShippedFiles(for: needs, in: &tree)
    #expect(tree.nameCount <= 20_000)
    #expect(problems(files).contains("tooMany **/y"))
  }

  @Test func aPatternIsComparedInBoundedTime() throws {
    try write([String(repeating: "a", count: 200)])
    let pattern = String(repeating: "*a", count: 100) + "*b"
    #expect(problems(shipped(files: [pattern])) == ["noMatch \(pattern)"])
  }

  @Test func aWholeFolderIsNotReadForNothing() throws {
    for index in 0..<200 { close(creat(folder.path("\(index).csv"), 0o600)) }
    var tree = CountingTree(DiskFileTree(root: folder.path))
    var analyzer = PipelineAnalyzer()
    let needs = analyzer.fileNeeds(of: notebook("x = 1", settings: "{\"files\": [\"7.csv\"]}"))
    #expect(ShippedFiles(for: needs, in: &tree).files.map(\.path) == ["7.csv"])
    #expect(tree.nameCount == 0)
  }

  // MARK: Changes

  @Test func anEditReadsNothingAndAChangeIsSeen() throws {
    let library = NotebookLibrary()
    var analyzer = PipelineAnalyzer()
    func files(_ code: String) -> ShippedFiles {
      library.analyze(
        notebook(code, settings: "{\"files\": [\"*.csv\"]}"), at: folder.path("n.ipynb"), with: &analyzer
      ).analysis.shippedFiles
    }
    try write(["helpers.py: x = 1", "a.csv: 1"])
    #expect(files("import helpers").files.count == 2)
    // The same storage: nothing was read again.
    let first = files("import helpers\nx = 1").files[0].bytes.withUnsafeBytes { $0.baseAddress }
    let second = files("import helpers\nx = 2").files[0].bytes.withUnsafeBytes { $0.baseAddress }
    #expect(first == second)
    try write(["helpers.py: x = 1234", "b.csv: 2"])
    #expect(files("import helpers\nx = 2").files.map(\.bytes.count) == [1, 1, 8])
    library.forgetFiles(in: [folder.path])
    #expect(files("import helpers\nx = 2").files.count == 3)
  }

  @Test func aNotebookWithoutAFileShipsNothing() {
    var analyzer = PipelineAnalyzer()
    let notebook = notebook("import helpers", settings: "{\"files\": [\"a\"]}")
    #expect(NotebookLibrary().analyze(notebook, at: nil, with: &analyzer).analysis.shippedFiles.isEmpty)
  }

  @Test func eachNotebookHasItsOwnFolder() throws {
    try write(["helpers.py: x = 1", "sub/helpers.py: y = 22"])
    #expect(shipped("import helpers", in: "sub/n.ipynb").files.map(\.bytes.count) == [6])
  }
}

/// Counts the names that a tree lists.
private struct CountingTree: FileTree {
  private var tree: DiskFileTree
  private(set) var nameCount = 0

  init(_ tree: DiskFileTree) { self.tree = tree }

  mutating func entry(at path: String) -> FileTreeEntry? { tree.entry(at: path) }

  mutating func names(in folder: String, upTo limit: Int) throws(FileTreeFailure) -> [String]? {
    let names = try tree.names(in: folder, upTo: limit)
    nameCount += names?.count ?? 0
    return names
  }

  mutating func read(_ path: String, upTo limit: Int) throws(FileTreeFailure) -> [UInt8] {
    try tree.read(path, upTo: limit)
  }

  mutating func depend(onFileAt path: String) { tree.depend(onFileAt: path) }
}
