import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

/// Files that a step reads and its container does not have.
@Suite struct MissingFileTests {
  private static let imports = """
    # %% tags=["imports"]
    import glob, joblib, json, os, pickle
    import numpy as np
    import pandas as pd
    from pathlib import Path
    """

  /// What the rule says of a notebook, beside which there is `data.csv` and `d/x.csv`.
  private func messages(
    _ cells: String, configuration: String = "", on runtime: PipelineRuntime = .exact
  ) -> [String] {
    let members = configuration.isEmpty ? "" : ", " + configuration
    let text = """
      # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"\(members)}
      \(Self.imports)
      \(cells)
      # file: data.csv
      a
      # file: d/x.csv
      a
      # file: train.py
      print(1)
      """
    var selection = FindingSelection()
    selection.runtime = RuntimeChoice(required: runtime)
    return selection.findings(in: analysis(of: text)).filter { $0.rule.name == "missing-file" }.map(\.message)
  }

  /// Each piece of code reads `data.csv` or `d/x.csv`.
  @Test(
    arguments: [
      #"pd.read_csv("data.csv")"#, #"pd.read_csv("./data.csv")"#, #"open("data.csv").read()"#,
      "f = 'data.csv'\nwith open(f) as g: g.read()", #"Path("data.csv").read_text()"#, "!cat data.csv",
      #"pd.read_csv(os.path.join("d", "x.csv"))"#, #"pd.read_csv(Path("d") / "x.csv")"#,
      #"folder = "d"; pd.read_csv(f"{folder}/x.csv")"#, #"pd.read_csv("d" + "/x.csv")"#, "load()",
      "%run train.py",
      #"load("d/x.csv")"#, #"[pd.read_csv("data.csv") for i in range(2)]"#,
      "if x:\n    pd.read_csv('data.csv')",
      #"open("data.csv", "r+").write("x")"#, #"pd.read_csv(filepath_or_buffer="data.csv")"#,
    ])
  func whatIsBesideTheNotebookIsMissing(_ code: String) {
    let found = messages(
      """
      # %% tags=["functions"]
      def load(path="data.csv"):
          return pd.read_csv(path)
      # %% tags=["step:a"]
      \(code)
      """)
    #expect(found.count == 1, "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("Step `a` runs in a container without") })
  }

  /// Code that needs no file of the notebook's folder, or may have brought it.
  @Test(
    arguments: [
      #"pd.read_csv("other.csv")"#, #"pd.read_csv("https://example.com/data.csv")"#,
      #"pd.read_csv("s3://bucket/data.csv")"#, #"pd.read_csv("/data.csv")"#, #"open("data.csv", "w")"#,
      #"open("data.csv", "a").write("x")"#, "if os.path.exists('data.csv'):\n    pd.read_csv('data.csv')",
      "p = Path('data.csv')\nif p.exists():\n    p.read_text()",
      "!wget https://example.com/data.csv\npd.read_csv('data.csv')",
      "!kaggle datasets download x\npd.read_csv('data.csv')", "download_data()\npd.read_csv('data.csv')",
      "pd.DataFrame().to_csv('data.csv')\npd.read_csv('data.csv')",
      "os.chdir('/work')\npd.read_csv('data.csv')",
      "save('data.csv')\npd.read_csv('data.csv')", "print('data.csv')", "pd.read_csv(unknown)",
      "open('/dev/null')",
      "open(", "pd.read_csv('data.csv'", "x = 'data.csv'\nx = input()\npd.read_csv(x)",
    ])
  func whatAStepHasIsNotMissing(_ code: String) {
    let found = messages(
      """
      # %% tags=["functions"]
      def save(path):
          pd.DataFrame().to_csv(path)
      # %% tags=["step:a"]
      \(code)
      """)
    #expect(found.isEmpty, "\(found)")
  }

  /// Paths that lead to where people keep their files.
  @Test(arguments: [
    "/home/ada/data.csv", "~/data.csv", "/Users/ada/data.csv", "/content/drive/data.csv",
    "/kaggle/input/data.csv",
    #"C:\\Users\\ada\\data.csv"#, "D:/data.csv",
  ])
  func filesElsewhereOnTheComputer(_ path: String) throws {
    let step = "# %% tags=[\"step:a\"]\n"
    let found = messages(step + "pd.read_csv(\"\(path)\")")
    #expect(found.count == 1)
    let message = try #require(found.first)
    #expect(message.hasPrefix("Step `a` runs in a container without"), "\(message)")
    #expect(message.hasSuffix("Read it from a volume or an object store."), "\(message)")
    #expect(messages(step + "if os.path.exists(\"\(path)\"):\n  pd.read_csv(\"\(path)\")") == [])
    #expect(messages(step + "pd.DataFrame().to_csv(\"\(path)\")\npd.read_csv(\"\(path)\")") == [])
  }

  @Test func aVolumeMayBeMountedThere() {
    let volume = "\"volumes\": [{\"name\": \"work\", \"mount_point\": \"/home/ada\", \"type\": \"pvc\"}]"
    let code = "# %% tags=[\"step:a\"]\npd.read_csv(\"/home/ada/data.csv\")"
    #expect(messages(code, configuration: volume) == [])
  }

  /// What one step writes and another reads.
  @Test(
    arguments: [
      ("open('n.txt', 'w').write('x')", "open('n.txt').read()", "`n.txt`"),
      ("joblib.dump(1, 'm.pkl')", "joblib.load('m.pkl')", "`m.pkl`"),
      ("np.save('a.npy', [1])", "np.load('a.npy')", "`a.npy`"),
      ("pickle.dump(1, open('/tmp/p.pkl', 'wb'))", "pickle.load(open('/tmp/p.pkl', 'rb'))", "`/tmp/p.pkl`"),
      ("pd.DataFrame().to_csv('out/r.csv')", "glob.glob('out/*.csv')", "`out/*.csv`"),
      ("for i in range(3): json.dump(i, open(f'out/{i}.json', 'w'))", "open('out/1.json')", "`out/1.json`"),
      ("!head -5 x > part.csv", "pd.read_csv('part.csv')", "`part.csv`"),
      ("%%writefile helper.py\nx = 1", "import helper", "`helper.py`"),
      ("out = 'r.csv'\npd.DataFrame().to_csv(out)", "pd.read_csv(out)", "`r.csv`"),
      ("place('a').write_text('1')", "place('a').read_text()", "`work/a.txt`"),
      ("open(joined('b'), 'w').write('1')", "open(joined('b')).read()", "`out/b.csv`"),
    ])
  func whatAnotherStepWritesIsMissing(_ write: String, _ read: String, _ file: String) {
    let found = messages(
      """
      # %% tags=["functions"]
      def place(name):
          return Path("work") / f"{name}.txt"
      def joined(name):
          return os.path.join("out", f"{name}.csv")
      # %% tags=["step:a"]
      \(write)
      # %% tags=["step:b", "prev:a"]
      \(read)
      """)
    let isCopied = write.hasPrefix("%%writefile") && !file.contains("*")
    let remedy = isCopied ? "Write it in step `b` too." : "Keep the file on a volume."
    #expect(
      found == ["\(file) is written in step `a`, but step `b` runs in another container. \(remedy)"])
  }

  @Test(arguments: ["/data", "/data/", "/"])
  func aVolumeHasWhatIsBelowItsMountPoint(_ mountPoint: String) {
    let cells = """
      # %% tags=["step:a"]
      pd.DataFrame().to_csv("/data/r.csv")
      # %% tags=["step:b", "prev:a"]
      pd.read_csv("/data/r.csv")
      """
    let volumes = #""volumes": [{"name": "v", "mount_point": "\#(mountPoint)", "type": "pvc"}]"#
    #expect(messages(cells).count == 1)
    #expect(messages(cells, configuration: volumes).count == (mountPoint == "/" ? 1 : 0))
  }

  /// A path that may end in anything may be that of any file.
  @Test(arguments: [
    "../data.csv", "d/../../data.csv", "/etc/passwd", "~/data.csv", "https://example.org/data.csv",
  ])
  func onlyTheFolderOfTheNotebookIsLookedInto(_ path: String) {
    var analyzer = PipelineAnalyzer()
    let cell = NotebookCell(
      kind: .code, source: SourceText("open(\"\(path)\").read()"), tags: [.text("step:load")])
    #expect(analyzer.fileNeeds(of: Notebook(cells: [cell], kaleMetadata: nil)).paths.isEmpty)
  }

  /// A path that is added to another would lead into that folder.
  @Test func aJoinedPathIsNotChanged() {
    let text = """
      # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
      # %% tags=["step:load"]
      import os
      folder = os.getcwd()
      print(open(folder + "/x.csv").read())
      # file: x.csv
      a
      """
    let fixes = analysis(of: text).findings().filter { $0.rule.name == "missing-file" }.flatMap(\.fixes)
    #expect(fixes.allSatisfy { !$0.title.hasPrefix("Keep") })
  }

  @Test func aPathThatMayEndInAnythingSaysNothing() {
    let found = messages(
      """
      # %% tags=["step:a"]
      for name in names: open("/srv/" + name, "w").write("x")
      # %% tags=["step:b", "prev:a"]
      open("/srv/model.json").read()
      """)
    #expect(found.isEmpty, "\(found)")
  }

  /// One finding for the files that one remedy provides, however often steps read them.
  @Test func filesOfOneRemedyAreOneFinding() {
    let found = messages(
      """
      # %% tags=["step:a"]
      pd.read_csv("data.csv"); pd.read_csv("data.csv")
      # %% tags=["step:a"]
      pd.read_csv("data.csv")
      # %% tags=["step:b"]
      pd.read_csv("data.csv")
      """)
    #expect(
      found == [
        "Steps run in containers without `data.csv`. Add it to `kale_lsp.files`, or read it from a volume."
      ])
    let written = messages(
      """
      # %% tags=["step:a"]
      pd.read_csv("data.csv"); pd.read_csv("d/x.csv")
      open("n.txt", "w").write("x"); open("m.txt", "w").write("x")
      # %% tags=["step:b", "prev:a"]
      open("n.txt").read(); open("m.txt").read()
      # %% tags=["step:c", "prev:b"]
      open("n.txt").read()  # kale: ignore[missing-file]
      """)
    #expect(
      written == [
        "Step `a` runs in a container without `data.csv` and `d/x.csv`. Add them to `kale_lsp.files`, or read them from "
          + "a volume.",
        "`n.txt` and `m.txt` are written in step `a`, but step `b` runs in another container. Keep the files on a volume.",
      ])
  }

  /// The exact runtime runs a step after those that write what it reads; Kale's needs the tag.
  @Test func severalWritersAreNamed() {
    let text = """
      # %% tags=["imports"]
      import sqlite3
      # %% tags=["functions"]
      def run(text):
          with sqlite3.connect("a.db") as connection:
              return connection.execute(text).fetchall()
      # %% tags=["step:make"]
      run("create table f(x)")
      # %% tags=["step:fill", "prev:make"]
      run("insert into f values (1)")
      # %% tags=["step:read", "prev:make"]
      print(run("select x from f"))
      """
    let start =
      "`a.db` is written in steps `make` and `fill`, and every step runs in a container of its own. "
      + "Keep the file on a volume, and "
    #expect(messages(text) == [start + "for Kale, add `prev:fill` to step `read`."])
    #expect(messages(text, on: .kale) == [start + "add `prev:fill` to step `read`."])
  }

  /// Neither part of the path looks like one.
  @Test func aPathMayBeASum() {
    let text = """
      # %% tags=["functions"]
      def path(name):
          return os.path.join("out", name + ".csv")
      # %% tags=["step:a"]
      pd.DataFrame().to_csv(path("x"))
      # %% tags=["step:b", "prev:a"]
      pd.read_csv(path("x"))
      """
    let place = "`out/x.csv` is written in step `a`, but step `b` runs in another container."
    #expect(messages(text) == [place + " Keep the file on a volume."])
  }

  /// An analyzer that has seen the cells change knows the same uses as a new one.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func editsLeadToTheSameFindings(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "x = 1", "pd.read_csv('a.csv')", "pd.DataFrame().to_csv('a.csv')", "load('a.csv')", "p = 'a.csv'",
      "pd.read_csv(p)", "!rm a.csv", "def load(path):\n    return open(path)", "print('a.csv')",
    ]
    let tags = [["imports"], ["functions"], ["step:a"], ["step:b"], ["step:c"], [], ["skip"]]
    var cells = [
      NotebookCell(kind: .code, source: SourceText("import pandas as pd"), tags: [.text("imports")])
    ]
    var analyzer = PipelineAnalyzer()
    for _ in 0..<30 {
      let cell = NotebookCell(
        kind: .code, source: SourceText(pieces.randomElement(using: &random) ?? ""),
        tags: (tags.randomElement(using: &random) ?? []).map(NotebookTag.text))
      let place = Int.random(in: 0...cells.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0 where !cells.isEmpty: cells.remove(at: min(place, cells.count - 1))
      case 1 where place < cells.count: cells[place] = cell
      default: cells.insert(cell, at: place)
      }
      let notebook = Notebook(cells: cells, kaleMetadata: ["pipeline_name": "p", "experiment_name": "e"])
      let needs = analyzer.fileNeeds(of: notebook)
      var fresh = PipelineAnalyzer()
      #expect(needs == fresh.fileNeeds(of: notebook))
      let folder = NotebookFolder(dataFiles: ["a.csv": 3])
      let now = analyzer.analyze(notebook, beside: folder).findings()
      #expect(now == analysis(of: notebook, beside: folder).findings())
    }
  }
}
