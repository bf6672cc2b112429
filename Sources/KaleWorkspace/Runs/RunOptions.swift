import JSONSyntax
import KaleAnalysis

/// How a pipeline is to be run.
package struct RunOptions {
  /// Where a pipeline runs.
  package enum Target {
    /// On this machine.
    case thisMachine(LocalRunOptions)
    /// On a Kubeflow Pipelines server.
    case server(ClusterSubmission)
  }

  /// Where it runs.
  package var target: Target
  /// The Python to run it with; nil for the one that `PythonInterpreter` finds.
  package var python: String?
  /// Values for pipeline parameters; those that are absent keep their defaults.
  package var parameters: [(name: String, value: JSONValue)]
  /// Whether to show what KFP and Kale say of themselves too.
  package var isVerbose: Bool
  /// Who chooses the runtime of the steps.
  package var runtime: RuntimeChoice

  /// Creates options for a run.
  ///
  /// - Parameters:
  ///   - target: Where the pipeline runs.
  ///   - python: The path of the Python to run it with; nil for the one that `PythonInterpreter` finds.
  ///   - parameters: Values for pipeline parameters, not checked yet.
  ///   - isVerbose: Whether to show what KFP and Kale log.
  ///   - runtime: Who chooses the runtime of the steps.
  package init(
    target: Target, python: String? = nil, parameters: [(name: String, value: JSONValue)] = [],
    isVerbose: Bool = false, runtime: RuntimeChoice = RuntimeChoice()
  ) {
    self.target = target
    self.python = python
    self.parameters = parameters
    self.isVerbose = isVerbose
    self.runtime = runtime
  }
}

/// What runs the steps of a pipeline on this machine.
package enum RunEngine: String, Sendable, CaseIterable {
  /// kale-lsp's own runner, which keeps results of steps.
  case embedded
  /// The KFP SDK.
  case kfp
}

/// How a pipeline runs on this machine.
package struct LocalRunOptions: Sendable {
  /// What runs it; nil for the embedded engine where that is possible.
  package var engine: RunEngine?
  /// Whether each step runs in a Python environment of its own.
  package var isIsolated = false
  /// The folder that keeps what steps pass on and their reports; nil where they may go when the run ends.
  package var output: String?
  /// How many steps run side by side; nil for as many as there are processors.
  package var jobs: Int?
  /// Where results of steps are kept; nil if none are.
  package var store: RunStore?
  /// The step to run even if the cache has its results, with what it depends on; nil for none.
  package var step: String?
  /// The step to run up to; nil for all steps.
  package var until: String?
  /// The values of parameters to try.
  package var sweep: RunSweep?
  /// The step whose inputs are made for a shell; nil for a run.
  package var shell: String?

  /// Whether the program waits for another run when it is done, and keeps the imports of the steps for it.
  package var keepsProgram = false

  /// Creates options for a run of all steps by the embedded engine.
  ///
  /// - Parameter store: Where results of steps are kept.
  package init(store: RunStore? = .current) { self.store = store }
}
