import KaleAnalysis

/// A name that Kale passes into or out of a referenced notebook although no step inside uses or defines it.
enum BorderName: StepRule {
  static let description = RuleDescription(
    code: "KALE507", name: "border-name", severity: .error,
    summary:
      "Kale passes a name into or out of a referenced notebook that none of its steps uses or defines.",
    rationale: """
      To find the inputs and outputs of a referenced notebook, Kale reads the code of its steps without its own \
      imports and functions cells, and with those of the notebook that refers to it. If the steps see other names when \
      they run, Kale passes a name too many and rejects the notebook with "This is a bug in Kale's boundary \
      detection". kale-lsp does not pass in names that the referenced notebook defines itself.
      """,
    whyNoFix: "The name has to be defined or removed in the other notebook, which fixes do not change.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        import os
        data = os.sep
        # %% tags=[«"notebook:training"»] notebook_path="training.ipynb"
        # file: training.ipynb
        # %% tags=["imports"]
        import os
        # %% tags=["step:train"]
        model = os.getcwd()
        """,
        """
        # %% tags=[«"notebook:training"»] notebook_path="training.ipynb"
        # %% tags=["step:report"]
        print(train())
        # file: training.ipynb
        # %% tags=["step:train"]
        def train(): return rate
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import os
        # %% tags=["step:load"]
        data = os.sep
        # %% tags=["notebook:training"] notebook_path="training.ipynb"
        # file: training.ipynb
        # %% tags=["imports"]
        import os
        # %% tags=["step:train"]
        model = os.getcwd()
        """
      ]))

  static func steps(in analysis: NotebookAnalysis) -> [UnitIndex] { analysis.referringUnits }

  static func check(_ step: StepContext) -> [Finding] {
    guard let reference = step.reference else { return [] }
    return reference.boundaryFaults.map { fault in
      Finding(
        description, severity: fault.severity, kale: .refused, at: step.place,
        message(fault, reference.file, step))
    }
  }

  private static func message(
    _ fault: NotebookReference.BoundaryFault, _ file: String, _ step: StepContext
  ) -> String {
    switch fault {
    case .notConsumed(let name):
      let producer = step.kaleProvider(of: name) ?? ""
      return
        "Kale passes `\(name)` from `\(producer)` to `\(file)`, which defines it itself. Kale rejects this notebook; `kale-lsp` accepts it. "
        + "To compile with Kale, define `\(name)` in this notebook's imports cell, or rename it."
    case .notProduced(let name):
      return
        "Kale expects `\(name)` from `\(file)`, but none of its steps defines it. Define `\(name)` in one of its steps."
    }
  }
}

extension NotebookReference.BoundaryFault {
  fileprivate var severity: Finding.Severity {
    switch self {
    case .notConsumed: .warning
    case .notProduced: .error
    }
  }
}
