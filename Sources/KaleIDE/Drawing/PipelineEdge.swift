import KaleAnalysis

/// That a step runs after another, and what it takes from it.
package struct PipelineEdge: Sendable, Hashable {
  /// The name of the step that runs first.
  package let from: String
  /// The name of the step that runs after it.
  package let to: String
  /// The names that are passed on, sorted; none where there is only an order.
  package let names: [String]
}

extension Pipeline {
  /// The edges of the graph: for each step those from the steps that its tags name, then those from others that provide
  /// its inputs.
  package var edges: [PipelineEdge] {
    let known = Set(steps.map(\.name))
    return steps.flatMap { step in
      let providers = Set(step.inputs.map(\.provider)).subtracting(step.previous)
      return (step.previous + providers.sorted()).filter(known.contains).map { source in
        PipelineEdge(
          from: source, to: step.name, names: step.inputs.filter { $0.provider == source }.map(\.name))
      }
    }
  }
}
