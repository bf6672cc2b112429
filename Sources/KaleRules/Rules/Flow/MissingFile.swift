import KaleAnalysis
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

      Files that one remedy provides are one finding, at the first place that reads one of them. Keep what one step \
      writes for another on a volume, or pass it in a variable. The fix writes the path at which the volume is mounted: \
      a claim with the volume's name must exist on the cluster, and the folder on each computer on which you run the \
      notebook. `--unsafe-fixes` therefore leaves this to you. To have a \
      `%%writefile` cell write its file in every step, tag the cell `imports`. Ship a small file that is next to the \
      notebook with the pipeline; read a large one from a volume or an object store.

      The rule evaluates paths that consist of literals, parameters and constants: `"data.csv"`, `os.path.join(DATA, \
      "a.csv")`, `Path("data") / "a.csv"`. A file is missing if it is next to the notebook, if another step writes it, or if \
      its path leads to where people keep their files: `/home/ada/a.csv`, `~/a.csv`, `/content/a.csv`. It reports nothing below the mount point of a volume, and nothing that the \
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
        again = pd.read_csv("data/sales.csv")
        # file: data/sales.csv
        """,
        """
        # %% tags=["step:write"]
        data = 1
        # %%
        %%writefile helper.py
        rate = 0.5
        # %% tags=["step:read", "prev:write"]
        «import helper»
        print(helper.rate, data)
        """,
        """
        # %% tags=["skip"]
        %%writefile settings.txt
        rate = 0.5
        # %% tags=["step:read"]
        print(open(«"settings.txt"»).read())
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
        (
          before: """
          # %% tags=["step:write"]
          with open("notes.txt", "w") as file:
              file.write("hello")
          # %% tags=["step:read", "prev:write"]
          print(open("notes.txt").read(), open("./notes.txt").read())
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "example", "experiment_name": "example", "volumes": [{"name": "files", "mount_point": "/files", "type": "pvc"}]}
          # %% tags=["step:write"]
          with open("/files/notes.txt", "w") as file:
              file.write("hello")
          # %% tags=["step:read", "prev:write"]
          print(open("/files/notes.txt").read(), open("/files/notes.txt").read())
          """
        ),
        (
          before: """
          # %% tags=["step:write"]
          %%writefile helper.py
          rate = 0.5
          # %% tags=["step:read", "prev:write"]
          import helper
          """,
          after: """
          # %% tags=["step:write"]
          %%writefile helper.py
          rate = 0.5
          # %% tags=["step:read", "prev:write"]
          %%writefile helper.py
          rate = 0.5
          # %%
          import helper
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    // What a comment exempts hides no other file.
    let files = analysis.unavailableFiles(shipsFiles: queries.shipsFiles).filter {
      !analysis.ignores(description, at: analysis.place(of: $0.use))
    }
    return MissingFileGroup.groups(of: files, shipsFiles: queries.shipsFiles, analysis).map(\.finding)
  }
}
