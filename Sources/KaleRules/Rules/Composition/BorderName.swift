import KaleAnalysis

/// A name that Kale has cross the border of a referenced notebook without a step for it inside.
enum BorderName: StepRule {
  static let description = RuleDescription(
    code: "KALE507", name: "border-name", severity: .error,
    summary: "Kale hands a name into or out of a referenced notebook that no step of it takes or makes.",
    rationale: """
      To see what a referenced notebook takes and gives, Kale reads the code of its steps without its imports and \
      functions cells, and with those of the notebook that refers to it. Where that is not what the steps themselves see, \
      it hands on a name too many, and refuses the notebook with "This is a bug in Kale's boundary detection". kale-lsp \
      hands no name in that the steps inside have anyway.
      """,
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
    return reference.borderFaults.map { fault in
      Finding(
        description, severity: fault.severity, kale: .refused, at: step.place,
        message(fault, reference.file, step))
    }
  }

  private static func message(
    _ fault: NotebookReference.BorderFault, _ file: String, _ step: StepContext
  ) -> String {
    switch fault {
    case .notConsumed(let name):
      let maker = step.kaleProvider(of: name) ?? ""
      return
        "\(KaleRelease.current) hands `\(name)` from `\(maker)` to `\(file)`, whose imports or functions make it themselves, and "
        + "refuses the notebook for that; `kale-lsp compile` takes it. For Kale, make `\(name)` in this notebook's imports cell, or give it another name."
    case .notProduced(let name):
      return
        "Kale wants `\(name)` of `\(file)`, but none of its steps makes it. Make `\(name)` in a step of it."
    }
  }
}

extension NotebookReference.BorderFault {
  fileprivate var severity: Finding.Severity {
    switch self {
    case .notConsumed: .warning
    case .notProduced: .error
    }
  }
}
