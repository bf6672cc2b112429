import NotebookModel

/// Names of the pipeline and its experiment for a notebook whose configuration does not set them: what is compiled, and
/// what fixes set.
package struct ProposedNames: Sendable, Hashable {
  /// The name of the pipeline: the one that the configuration sets, or one drawn from the notebook's file, experiment or
  /// first heading.
  package let pipeline: String
  /// The name of the experiment: the one that the configuration sets, or the pipeline's.
  package let experiment: String

  /// Proposes names for a notebook.
  package init(for analysis: NotebookAnalysis) {
    let given = analysis.configuration.configuration
    pipeline = given.pipelineName.isEmpty ? Self.pipelineName(for: analysis) : given.pipelineName
    experiment = given.experimentName.isEmpty ? pipeline : given.experimentName
  }

  private static func pipelineName(for analysis: NotebookAnalysis) -> String {
    let file = analysis.folder.notebookName.map { name in
      name.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(name[..<$0]) } ?? name
    }
    let candidates = [file, analysis.configuration.configuration.experimentName, firstHeading(of: analysis)]
    return candidates.lazy.compactMap { $0.flatMap(valid) }.first ?? "pipeline"
  }

  private static func valid(_ text: String) -> String? {
    let name = KubernetesName.fitted(String(KubernetesName.proposal(for: text).prefix(longestName)))
    return !name.isEmpty && TextForm.pipelineName.fault(in: name) == nil ? name : nil
  }

  private static let longestName = 60

  /// The text of the first Markdown heading.
  private static func firstHeading(of analysis: NotebookAnalysis) -> String? {
    for cell in analysis.notebook.cells where cell.kind == .markdown {
      for line in cell.source.string.split(whereSeparator: \.isNewline) where line.hasPrefix("#") {
        return String(line.drop { $0 == "#" || $0 == " " })
      }
    }
    return nil
  }
}
