import JSONSyntax

/// The runtime of a compiled pipeline's steps: what loads the values that a step takes, runs its code, and saves what it
/// passes on.
package enum PipelineRuntime: String, Sendable, CaseIterable {
  /// kale-lsp's own. A step starts in the state in which the notebook is at that point.
  case exact
  /// Kale's. A step gets the names that it uses, each saved by the library of its type.
  case kale

  /// The runtime of pipelines for which nothing else is chosen.
  package static let standard = PipelineRuntime.exact

  /// The values of a setting that names a runtime, for messages.
  package static let choices = allCases.map { "`\"\($0.rawValue)\"`" }.joined(separator: " or ")
}

/// Reads `runtime` of `metadata.kale_lsp`.
struct PipelineRuntimeReading {
  /// The runtime that the setting names; nil if it is not set.
  private(set) var runtime: PipelineRuntime?
  private(set) var faults: [NotebookSettingFault] = []

  init(_ metadata: JSONValue) {
    switch metadata["runtime"] {
    case nil, .null: break
    case .string(let word) where PipelineRuntime(rawValue: word) != nil:
      runtime = PipelineRuntime(rawValue: word)
    default:
      faults = [
        NotebookSettingFault(path: ["runtime"], reason: "`runtime` must be \(PipelineRuntime.choices)")
      ]
    }
  }
}

/// Who chooses the runtime of a pipeline: the command line goes before the notebook, and the notebook before the editor's
/// settings.
package struct RuntimeChoice: Sendable, Hashable {
  /// The runtime that an option of the command line asks for.
  package var required: PipelineRuntime?
  /// The runtime of notebooks that name none.
  package var fallback: PipelineRuntime

  /// Creates a choice that leaves it to the notebook.
  package init(required: PipelineRuntime? = nil, fallback: PipelineRuntime = .standard) {
    self.required = required
    self.fallback = fallback
  }
}
