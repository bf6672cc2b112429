import KaleAnalysis

/// An order of two steps that state gives them, in words.
struct OrderLink {
  /// The later step, and the one that it runs after.
  var step: String
  var previous: String
  /// What the earlier step does: "writes subset.csv".
  var reasons: [String]
  /// What both have to do with: "subset.csv".
  var items: [String]
}

/// State that a step gets without a name, in words.
struct StateLink {
  /// What it gets: "random state of NumPy".
  var item: String
  /// The step that changed it last.
  var step: String
}

extension NotebookAnalysis {
  /// The order that state gives the steps.
  var orderLinks: [OrderLink] {
    state.order.edges.map { edge in
      OrderLink(
        step: outline.units[edge.unit].name, previous: outline.units[edge.previous].name,
        reasons: edge.reasons.map { $0.description.withoutBackticks },
        items: edge.reasons.map { $0.item.description.withoutBackticks })
    }
  }

  /// What a step gets without a name.
  func stateLinks(into step: String) -> [StateLink] {
    guard let unit = outline.unit(named: step) else { return [] }
    return state.unnamedState(into: unit).map { origin in
      StateLink(item: origin.item.description.withoutBackticks, step: outline.units[origin.unit].name)
    }
  }

  /// The notebook that a step refers to.
  func referenced(by step: String) -> NotebookAnalysis? {
    outline.unit(named: step).flatMap { references[$0]?.analysis }
  }
}
