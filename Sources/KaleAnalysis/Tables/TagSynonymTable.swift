/// Words that people use instead of Kale's tags. Misspelled tags are not included.
enum TagSynonymTable {
  /// For each word the tag that is meant.
  static let tags: [String: String] = [
    "function": "functions",
    "import": "imports",
    "pipeline-metric": "pipeline-metrics",
    "pipeline-parameter": "pipeline-parameters",
    "pipeline-params": "pipeline-parameters",
    "pipeline_metrics": "pipeline-metrics",
    "pipeline_parameters": "pipeline-parameters",
    "skipped": "skip",
  ]

  /// For each word before a colon the prefix that is meant.
  static let prefixes: [String: TagPrefix] = [
    "after": .prev,
    "annotations": .annotation,
    "caching": .cache,
    "labels": .label,
    "limits": .limit,
    "previous": .prev,
    "secrets": .secret,
    "steps": .step,
  ]
}
