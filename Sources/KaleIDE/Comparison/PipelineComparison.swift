import KaleAnalysis

/// One of two pipelines that are compared.
package struct ComparedPipeline: Sendable {
  /// What the person calls it: a path, or a revision and a path.
  package var label: String
  /// The pipeline that would be compiled.
  package var pipeline: Pipeline
  /// For each step the packages that it installs, by its name after those of the notebooks that it is in: `part/fit`; nil
  /// if that is not known.
  package var packages: [String: [String]]?

  /// Creates one of two pipelines.
  package init(label: String, pipeline: Pipeline, packages: [String: [String]]?) {
    self.label = label
    self.pipeline = pipeline
    self.packages = packages
  }
}

/// How something that has a name has changed.
struct Difference: Sendable, Hashable {
  enum Change: Sendable, Hashable {
    /// A value, nil where there was or is none.
    case value(old: String?, new: String?)
    /// A list of which some are gone and some are new.
    case list(removed: [String], added: [String])
  }

  var subject: String
  var change: Change

  /// The difference of two values; nil if they are equal.
  init?(_ subject: String, _ old: String?, _ new: String?) {
    if old == new { return nil }
    self.subject = subject
    change = .value(old: old, new: new)
  }

  /// The difference of two lists; nil if they have the same elements.
  init?(_ subject: String, _ old: [String], _ new: [String]) {
    let (oldSet, newSet) = (Set(old), Set(new))
    let removed = old.filter { !newSet.contains($0) }
    let added = new.filter { !oldSet.contains($0) }
    if removed.isEmpty, added.isEmpty { return nil }
    self.subject = subject
    change = .list(removed: removed, added: added)
  }
}

/// How a step has changed.
struct StepDifference: Sendable {
  enum Kind: String, Sendable {
    case added, removed, renamed, changed
  }

  var kind: Kind
  var name: String
  /// The name that it had; nil if it is the same.
  var oldName: String?
  /// For a step that is new or gone what it is; otherwise what has changed.
  var differences: [Difference]
  var code: LineDifference
  /// What has changed in the notebook that the step refers to.
  var notebook: [PipelineDifference]

  var isEmpty: Bool {
    kind == .changed && differences.isEmpty && code.isEmpty && notebook.allSatisfy(\.isEmpty)
  }
}

/// How a pipeline has changed.
struct PipelineDifference: Sendable {
  var settings: [Difference]
  var parameters: [Difference]
  /// The code of `imports` and `functions` cells.
  var sharedCode: [(tag: String, code: LineDifference)]
  /// In the order of the new pipeline; steps that are gone come last.
  var steps: [StepDifference]

  var isEmpty: Bool { settings.isEmpty && parameters.isEmpty && sharedCode.isEmpty && steps.isEmpty }
}

/// The comparison of two pipelines.
package struct PipelineComparison: Sendable {
  /// What is written.
  package enum Format: String, CaseIterable, Sendable {
    case text, markdown, json

    /// The form that a file's name asks for; nil if its ending is that of none.
    package init?(fileName: String) {
      switch fileName.utf8.lastIndex(of: UInt8(ascii: ".")).map({ fileName[$0...] }) {
      case ".md": self = .markdown
      case ".json": self = .json
      case ".txt": self = .text
      default: return nil
      }
    }
  }

  let old: ComparedPipeline
  let new: ComparedPipeline
  let difference: PipelineDifference

  /// Compares two pipelines.
  package init(_ old: ComparedPipeline, _ new: ComparedPipeline) {
    self.old = old
    self.new = new
    let packages = old.packages.flatMap { before in new.packages.map { (before, $0) } }
    difference = PipelineComparer(packages: packages).compare(old.pipeline, new.pipeline)
  }

  /// Whether the pipelines are the same.
  package var isEmpty: Bool { difference.isEmpty }

  /// Writes the comparison in one of the formats.
  ///
  /// - Parameters:
  ///   - format: The format.
  ///   - style: What the terminal shows that text is for.
  /// - Returns: The text; it ends in a line break.
  package func text(_ format: Format, _ style: TextStyle = TextStyle()) -> String {
    switch format {
    case .text: ComparisonText(comparison: self, style: style).text
    case .markdown: ComparisonMarkdown(comparison: self).text
    case .json: ComparisonJSON(comparison: self).text
    }
  }
}
