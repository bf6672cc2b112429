import KaleAnalysis
import NotebookModel

/// Steps that depend on each other in a cycle.
enum Cycle: NotebookRule {
  static let description = RuleDescription(
    code: "KALE102", name: "cycle", severity: .error, fix: .suggested,
    summary: "Steps form a cycle.",
    rationale: """
      No step of a cycle can run first. Kale reports only that a step "does not exist", because it looks for previous \
      steps among the cells above. Every `prev:` tag of a cycle is marked, and the first fix removes the marked tag.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load", «"prev:train"»]
        data = 1
        # %% tags=["step:train", «"prev:load"»]
        model = data
        """,
        """
        # %% tags=["step:load", «"prev:train"», "prev:train"]
        data = 1
        # %% tags=["step:train", «"prev:load"»]
        model = data
        """,
        """
        # %% tags=["step:load", «"prev:clean"»]
        data = 1
        # %% tags=["step:clean", «"prev:train"»]
        data = 2
        # %% tags=["step:train", «"prev:load"»]
        model = data
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", "prev:load"]
        model = data
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load", "prev:train"]
          data = 1
          # %% tags=["step:train", "prev:load"]
          model = data
          """,
          after: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:train", "prev:load"]
          model = data
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.graph.cycles.flatMap { component -> [Finding] in
      let edges = shortestCycle(in: component, analysis)
      let names = edges.map { "`\(analysis.outline.units[$0.unit].name)`" }
      let chain = (names + names.prefix(1)).joined(separator: " → ")
      let related = edges.prefix(mostRelated).map { edge in
        let name = analysis.outline.units[edge.unit].name
        return Finding.Related(place(of: edge, analysis), "`\(name)` runs after `\(edge.name)`.")
      }
      // Kale cannot follow the edges that lead up the notebook, but the tag that was written last may be any.
      let upwards = breaking(edges.filter(\.namesLaterUnit), analysis)
      let shown = edges.map { edge in
        let own = breaking([edge], analysis)
        return Finding(
          description, kale: .refused, at: place(of: edge, analysis),
          "Steps form a cycle: \(chain). Remove one of the `prev:` tags.",
          related: related.filter { $0.place != place(of: edge, analysis) },
          fixes: own.title == upwards.title ? [own] : [own, upwards])
      }
      return shown + otherEdges(in: component, than: edges, analysis).map { finding($0, analysis) }
    }
  }

  /// The edges of a component that are on other cycles only.
  private static func otherEdges(
    in component: [UnitIndex], than shown: [StepGraph.Edge], _ analysis: NotebookAnalysis
  ) -> [StepGraph.Edge] {
    let members = Set(component)
    // A second tag with the same name is another rule's.
    var known = Set(shown.map { [$0.unit, $0.previous] })
    return analysis.graph.edges.filter { edge in
      guard let previous = edge.previous, edge.unit != previous, members.contains(edge.unit) else {
        return false
      }
      return members.contains(previous) && known.insert([edge.unit, previous]).inserted
    }
  }

  private static func finding(_ edge: StepGraph.Edge, _ analysis: NotebookAnalysis) -> Finding {
    let unit = analysis.outline.units[edge.unit].name
    return Finding(
      description, kale: .refused, at: place(of: edge, analysis),
      "Steps form a cycle: `\(unit)` runs after `\(edge.name)`, and `\(edge.name)` after `\(unit)`. Remove one of the "
        + "`prev:` tags.",
      fixes: [breaking([edge], analysis)])
  }

  /// The largest number of related places: every finding of the cycle repeats them.
  private static let mostRelated = 8

  /// Returns the fix that removes the tags of these edges. If they are all the edges that lead up the notebook, no step
  /// still runs after one further down.
  private static func breaking(_ edges: [StepGraph.Edge], _ analysis: NotebookAnalysis) -> Fix {
    let units = analysis.outline.units
    let tags = edges.map { "`prev:\($0.name)` from `\(units[$0.unit].name)`" }
    return Fix(
      "Remove \(tags.joined(separator: " and "))",
      edges.flatMap { edge -> [NotebookEdit] in
        let cell = units[edge.unit].definition
        return analysis.tags[cell].previous.filter { $0.name == edge.name }.map {
          .removeTag(cell: cell, index: $0.tag)
        }
      })
  }

  private static func place(of edge: StepGraph.Edge, _ analysis: NotebookAnalysis) -> NotebookPlace {
    .tag(cell: analysis.outline.units[edge.unit].definition, index: edge.tag)
  }

  /// The edges of a shortest path from the component's first unit back to it, each unit after the next.
  private static func shortestCycle(in component: [UnitIndex], _ analysis: NotebookAnalysis) -> [StepGraph
    .Edge]
  {
    let members = Set(component)
    guard let start = component.first else { return [] }
    var reachedBy: [UnitIndex: StepGraph.Edge] = [:]
    var edgesOfUnit: [UnitIndex: [StepGraph.Edge]] = [:]
    for edge in analysis.graph.edges where members.contains(edge.unit) && edge.unit != edge.previous {
      edgesOfUnit[edge.unit, default: []].append(edge)
    }
    var queue = [start]
    var head = 0
    while head < queue.count, reachedBy[start] == nil {
      for edge in edgesOfUnit[queue[head]] ?? [] {
        guard let previous = edge.previous, members.contains(previous), reachedBy[previous] == nil else {
          continue
        }
        reachedBy[previous] = edge
        queue.append(previous)
      }
      head += 1
    }
    var cycle: [StepGraph.Edge] = []
    var unit = start
    while let edge = reachedBy[unit], cycle.count <= component.count {
      cycle.append(edge)
      unit = edge.unit
      if unit == start { break }
    }
    return cycle.reversed()
  }
}

extension StepGraph.Edge {
  /// Whether the tag names a unit further down the notebook.
  fileprivate var namesLaterUnit: Bool { previous.map { unit < $0 } ?? false }
}
