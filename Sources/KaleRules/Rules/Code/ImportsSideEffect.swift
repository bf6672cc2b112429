import KaleAnalysis
import NotebookModel

/// An imports cell that does more than import.
enum ImportsSideEffect: NotebookRule {
  static let description = RuleDescription(
    code: "KALE224", name: "imports-side-effect", severity: .warning,
    summary: "An imports cell does more than import.",
    rationale: """
      The code of imports cells runs at the start of every step. Side effects happen once per step, and values are \
      computed again in each: a download, a table that is read, a random number. Settings that every step needs are \
      harmless: warning filters, plot styles, seeds, the search path.
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
        """
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
        np.random.seed(7)
        ROOT = Path("data")
        SIZES = [1, 2]
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", "prev:load"]
        model = data
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    SideEffect.find(in: .imports, analysis).map { cell, effect in
      Finding(
        description, severity: effect.severity, kale: .accepted, at: .source(cell: cell, range: effect.range),
        "\(effect.subject) in every step because this is an imports cell. Move it to the step that needs "
          + "it.")
    }
  }
}
