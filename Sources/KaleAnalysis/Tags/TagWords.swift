/// A tag that sets the role of a cell on its own; Kale ignores the other tags of the cell.
package enum SpecialTag: String, Sendable, Hashable, CaseIterable {
  case skip
  case imports
  case functions
  case pipelineParameters = "pipeline-parameters"
  case pipelineMetrics = "pipeline-metrics"
}

/// The words before the first colon of a tag.
package enum TagPrefix: String, Sendable, Hashable, CaseIterable {
  case step, prev, notebook, limit, label, annotation, secret, image, cache, report

  /// The form of such a tag, for messages, with code in backticks.
  package var form: String {
    switch self {
    case .step, .prev, .notebook: "`\(rawValue):NAME`"
    case .limit: "`limit:RESOURCE:VALUE`"
    case .label: "`label:KEY:VALUE`"
    case .annotation: "`annotation:KEY:VALUE`"
    case .secret: "`secret:NAME:KEY:ENVIRONMENT_VARIABLE`"
    case .image: "`image:REFERENCE`"
    case .cache, .report: "`\(rawValue):enabled` or `\(rawValue):disabled`"
    }
  }
}
