import KaleAnalysis
import NotebookModel

/// An imports cell that does more than import.
enum ImportsSideEffect: NotebookRule {
  static let description = RuleDescription(
    code: "KALE224", name: "imports-side-effect", severity: .warning, fix: .suggested,
    summary: "An imports cell does more than import.",
    rationale: """
      The code of imports cells runs at the start of every step. Side effects happen once per step, and values are \
      computed again in each: a download, a table that is read, a random number. A file that the cell writes from the \
      start loses what a step has added to it. Settings that every step needs are harmless: warning filters, plot styles, \
      seeds, the search path. An untagged cell below an imports cell is part of it.

      In Kale's pipeline, each step has an identifier or temporary folder of its own where the cell creates one. The \
      runtime `exact` passes on the one of the first step, and then the finding names Kale.
      """,
    whyNoFix: """
      A value that several independent steps use needs a step of its own, which they run after. A block of statements, \
      or a call whose result no step uses, may belong to any step.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        import pandas as pd
        «data = pd.read_csv("data.csv")»
        «data.to_parquet("copy.parquet")»
        # %% tags=["step:load"]
        print(data)
        # %% tags=["step:train", "prev:load"]
        model = data
        """,
        """
        # %% tags=["imports"]
        import logging
        import uuid
        «logging.basicConfig»(filename="run.log", filemode="w", level="INFO")
        «run = uuid.uuid4().hex»
        # %% tags=["step:load"]
        logging.info(run)
        # %% tags=["step:train", "prev:load"]
        logging.info(run)
        """,
        """
        # %% tags=["imports"]
        import os
        «# %%»
        data = os.listdir()
        # %% tags=["step:load"]
        print(data)
        # %% tags=["step:train", "prev:load"]
        model = 1
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import logging, os, sys, warnings
        import matplotlib.pyplot as plt
        import numpy as np
        from pathlib import Path
        try:
            import torch
        except ImportError:
            torch = None
        warnings.filterwarnings("ignore")
        logging.basicConfig(level=logging.INFO)
        logger = logging.getLogger(__name__)
        sys.path.append("src")
        os.environ["OMP_NUM_THREADS"] = str(4)
        plt.style.use("ggplot")
        plt.rcParams["figure.dpi"] = 100
        plt.ioff()
        np.random.seed(7)
        ROOT = Path("data")
        SIZES = [1, 2]
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", "prev:load"]
        model = data
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["imports"]
          import os
          files = os.listdir()
          # %% tags=["step:load"]
          print(files)
          # %% tags=["step:train", "prev:load"]
          model = 1
          """,
          after: """
          # %% tags=["imports"]
          import os
          # %% tags=["step:load"]
          files = os.listdir()
          print(files)
          # %% tags=["step:train", "prev:load"]
          model = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    SideEffect.findings(in: .imports, description, analysis)
  }
}
