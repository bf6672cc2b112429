import KaleAnalysis
import JSONSyntax
import NotebookModel

/// A file that a step reads and that its container does not have.
enum MissingFile: InquiringRule {
  static let description = RuleDescription(
    code: "KALE328", name: "missing-file", severity: .warning, fix: .suggested,
    summary: "A step reads a file that its container does not have.",
    rationale: """
      A step runs in its own container, without the files next to the notebook and without those that other steps \
      write. It has the files of its image, those on the volumes in the configuration and those that it creates \
      itself. With the runtime `exact`, it also has those that `files` in the notebook's metadata `kale_lsp` lists.

      Keep what one step writes for another on a volume, or pass it in a variable. Ship a small file that is next to \
      the notebook with the pipeline; read a large one from a volume or an object store.

      The rule evaluates paths that consist of literals, parameters and constants: `"data.csv"`, `os.path.join(DATA, \
      "a.csv")`, `Path("data") / "a.csv"`. It reports nothing below the mount point of a volume, and nothing that the \
      step checks first, for example with `os.path.exists`. A run with `kfp.local` finds the files anyway, because its \
      steps share one computer.
      """,
    whyNoFix: "A path that is computed from several strings is known only when the step runs.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:write"]
        with open("notes.txt", "w") as file:
            file.write("hello")
        # %% tags=["step:read", "prev:write"]
        print(open(«"notes.txt"»).read())
        """,
        """
        # %% tags=["imports"]
        import os
        import pandas as pd
        FOLDER = "data"
        # %% tags=["step:load"]
        sales = pd.read_csv(os.path.join(FOLDER, «"sales.csv"»))
        # %% tags=["step:plot", "prev:load"]
        again = pd.read_csv(«"data/sales.csv"»)
        # file: data/sales.csv
        """,
        """
        # %% tags=["imports"]
        from pathlib import Path
        # %% tags=["functions"]
        def load(name):
            return (Path("/cache") / name).read_text()
        # %% tags=["step:write"]
        Path("/cache/model.json").write_text("{}")
        # %% tags=["step:read", "prev:write"]
        model = load(«"model.json"»)
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc"}]}
        # kale_lsp: {"files": ["limits.json"]}
        # %% tags=["imports"]
        import json, os
        import pandas as pd
        # %% tags=["step:load"]
        sales = pd.read_csv("/data/sales.csv")
        sales.to_csv("/data/clean.csv")
        limits = json.load(open("limits.json"))
        # %% tags=["step:train", "prev:load"]
        clean = pd.read_csv("/data/clean.csv")
        web = pd.read_csv("https://example.com/sales.csv")
        own = open("own.txt", "w").write("1")
        print(open("own.txt").read())
        if os.path.exists("cache.csv"):
            clean = pd.read_csv("cache.csv")
        # file: limits.json
        # file: cache.csv
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:write"]
          with open("notes.txt", "w") as file:
              file.write("hello")
          # %% tags=["step:read", "prev:write"]
          print(open("notes.txt").read())
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "example", "experiment_name": "example", "volumes": [{"name": "files", "mount_point": "/files", "type": "pvc"}]}
          # %% tags=["step:write"]
          with open("/files/notes.txt", "w") as file:
              file.write("hello")
          # %% tags=["step:read", "prev:write"]
          print(open("/files/notes.txt").read())
          """
        ),
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
          # %% tags=["step:load"]
          limits = open("limits.json").read()
          # file: limits.json
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
          # kale_lsp: {"files": ["limits.json"]}
          # %% tags=["step:load"]
          limits = open("limits.json").read()
          # file: limits.json
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    analysis.unavailableFiles(shipsFiles: queries.shipsFiles).map { file in
      switch file.source {
      case .step(let writer): finding(file, writtenIn: writer, analysis)
      case .besideNotebook: finding(besideNotebook: file, shipsFiles: queries.shipsFiles, analysis)
      }
    }
  }

  private static func finding(
    _ file: UnavailableFile, writtenIn writer: UnitIndex, _ analysis: NotebookAnalysis
  ) -> Finding {
    let reader = file.use.unit.map { "step `\(analysis.stepName($0))`" } ?? "each step"
    return Finding(
      description, kale: .accepted, at: analysis.place(of: file.use),
      "\(file.description) is written in step `\(analysis.stepName(writer))`, but \(reader) runs in another container. "
        + "Keep the file on a volume.", fixes: FileMove(file, analysis).fixes)
  }

  private static func finding(
    besideNotebook file: UnavailableFile, shipsFiles: Bool, _ analysis: NotebookAnalysis
  ) -> Finding {
    let image = analysis.ownImage(of: file.use.unit)
    let exception = image.map { " unless image `\($0)` contains it" } ?? ""
    let reader =
      file.use.unit.map { "Step `\(analysis.stepName($0))` runs in a container" } ?? "Steps run in containers"
    let isSmall = shipsFiles && file.canBeShipped(by: analysis)
    let remedy =
      isSmall
      ? "Add it to `kale_lsp.files`, or read it from a volume." : "Read it from a volume or an object store."
    return Finding(
      description, severity: image == nil ? .warning : .information, kale: .accepted,
      at: analysis.place(of: file.use),
      "\(reader) without \(file.description)\(exception). \(remedy)",
      fixes: (isSmall ? [shipping(file, analysis)] : []) + FileMove(file, analysis).fixes)
  }

  private static func shipping(_ file: UnavailableFile, _ analysis: NotebookAnalysis) -> Fix {
    let edit: NotebookEdit
    if case .array(let files)? = analysis.notebook.kaleLSPMetadata?["files"] {
      edit = .setSetting(path: ["files", "\(files.count)"], to: .string(file.path))
    } else {
      edit = .setSetting(path: ["files"], to: .array([.string(file.path)]))
    }
    return Fix("Add \(file.description) to `kale_lsp.files`", [edit])
  }
}

/// Moves a file to a volume that both steps mount: adds the volume if necessary, and changes the paths in the code.
private struct FileMove {
  private let file: UnavailableFile
  private let analysis: NotebookAnalysis

  /// The volume of a notebook that has none.
  private static let volume = Volume(name: "files", mountPoint: "/files", type: .claim)

  init(_ file: UnavailableFile, _ analysis: NotebookAnalysis) {
    (self.file, self.analysis) = (file, analysis)
  }

  /// The fix; nil if the code does not name the file in a single string at each place.
  var fixes: [Fix] {
    guard file.isNamedEverywhere, let name = file.path.split(separator: "/").last, name != "..",
      case .object? = analysis.notebook.kaleMetadata
    else { return [] }
    let mounted = analysis.configuration.configuration.volumes.first {
      $0.isMounted && $0.mountPoint.hasPrefix("/") && $0.mountPoint.count > 1
    }
    let folder = (mounted ?? Self.volume).mountPoint
    guard let edits = renaming(to: folder.hasSuffix("/") ? folder + name : folder + "/" + name) else {
      return []
    }
    if let mounted { return [Fix("Keep \(file.description) on volume `\(mounted.name)`", edits)] }
    return [Fix("Keep \(file.description) on a volume, claim `\(Self.volume.name)`", edits + [addition])]
  }

  private var addition: NotebookEdit {
    let volume = JSONValue(present: [
      "name": .string(Self.volume.name), "mount_point": .string(Self.volume.mountPoint),
      "type": .string(Self.volume.type.rawValue),
    ])
    guard case .array(let volumes)? = analysis.notebook.kaleMetadata?["volumes"] else {
      return .setConfiguration(path: ["volumes"], to: .array([volume]))
    }
    return .setConfiguration(path: ["volumes", "\(volumes.count)"], to: volume)
  }

  /// The edits that change the path of the file everywhere; nil if it is not a single string at each place.
  private func renaming(to path: String) -> [NotebookEdit]? {
    var edits: [NotebookEdit] = []
    var places: Set<NotebookPlace> = []
    for use in file.uses {
      guard let range = analysis.text(of: file.path, in: use), range.isWhole, !range.isJoined
      else { return nil }
      guard places.insert(.source(cell: use.cell, range: range.bytes)).inserted else { continue }
      edits.append(.replaceSource(cell: use.cell, range: range.bytes, with: path))
    }
    return edits.isEmpty ? nil : edits
  }
}
