import JSONSyntax
import KaleAnalysis

/// The values of parameters whose combinations are run.
package struct RunSweep: Sendable {
  /// How many combinations are run if nothing else is said.
  package static let standardLimit = 100

  /// A parameter, and its values as they were written.
  private var axes: [(name: String, text: String)] = []
  private let limit: Int
  /// The metric that decides which combination is best.
  package let best: BestMetric?

  /// Creates a sweep from arguments of a command line.
  ///
  /// - Parameters:
  ///   - arguments: `NAME=VALUES` each.
  ///   - limit: How many combinations may be run.
  ///   - best: The metric that decides which combination is best: `NAME`, or `NAME:min`.
  /// - Throws: That an argument has no `=`, or a parameter is named twice.
  package init(_ arguments: [String], limit: Int, best: String?) throws(RunProblem) {
    for argument in arguments {
      guard let equals = argument.firstIndex(of: "=") else {
        throw RunProblem("Expected NAME=VALUES, got `\(argument)`.")
      }
      let name = String(argument[..<equals])
      guard !axes.contains(where: { $0.name == name }) else {
        throw RunProblem("Parameter `\(name)` is swept twice. Write all of its values after one `--sweep`.")
      }
      axes.append((name, String(argument[argument.index(after: equals)...])))
    }
    self.limit = limit
    self.best = best.map(BestMetric.init)
  }

  /// Combines the values.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline whose parameters and metrics are named.
  ///   - given: The values of other parameters.
  /// - Returns: The combinations, the last parameter changing first.
  /// - Throws: That a parameter or metric is unknown, a value is none of the parameter's type, or there are too many
  ///   combinations.
  func combinations(
    for pipeline: Pipeline, besides given: [(name: String, value: JSONValue)]
  ) throws(RunProblem) -> [[(name: String, value: JSONValue)]] {
    try best?.check(against: pipeline)
    let arguments = RunArguments(pipeline.parameters)
    var lists: [(name: String, values: SweepValues)] = []
    var count = 1
    for axis in axes {
      if given.contains(where: { $0.name == axis.name }) {
        throw RunProblem("Parameter `\(axis.name)` has both a value and values to sweep.")
      }
      let values = try SweepValues(axis.text, of: try arguments.parameter(axis.name))
      lists.append((axis.name, values))
      // A range may have more values than fit the memory, so that they are counted first.
      let (product, isTooMany) = count.multipliedReportingOverflow(by: values.count)
      count = isTooMany ? Int.max : product
    }
    guard count <= limit else {
      throw RunProblem(
        "The sweep has \(count == Int.max ? "too many" : "\(count)") combinations, and the limit is \(limit). "
          + "Sweep fewer values, or set `--sweep-limit`.")
    }
    return lists.reduce([[]]) { combinations, axis in
      combinations.flatMap { combination in axis.values.list.map { combination + [(axis.name, $0)] } }
    }
  }
}

/// The metric by which a sweep is sorted.
package struct BestMetric: Sendable {
  /// The metric's name.
  package let name: String
  /// Whether the lowest value is best.
  package let isLowest: Bool

  init(_ text: String) {
    isLowest = text.hasSuffix(":min")
    let ends = [":min", ":max"].first(where: text.hasSuffix)
    name = String(text.dropLast(ends?.count ?? 0))
  }

  /// Whether this is the metric that a step reports under a name. A notebook has `_` where KFP shows `-`.
  package func isNamed(_ other: String) -> Bool { Self.folded(name) == Self.folded(other) }

  /// Checks that some step reports the metric.
  func check(against pipeline: Pipeline) throws(RunProblem) {
    let names = Self.names(in: pipeline)
    guard !names.contains(where: isNamed) else { return }
    if names.isEmpty {
      throw RunProblem(
        "The pipeline has no metrics, so that no combination is best. Add a `pipeline-metrics` cell.")
    }
    if let meant = SpellingSuggestion.nearest(to: name, among: names) {
      throw RunProblem("Unknown metric `\(name)`. Did you mean `\(meant)`?")
    }
    throw RunProblem(
      "Unknown metric `\(name)`. The pipeline has \(names.map { "`\($0)`" }.joined(separator: ", ")).")
  }

  private static func names(in pipeline: Pipeline) -> [String] {
    var names: [String] = []
    for step in pipeline.steps {
      let own = step.metrics.map(\.variable) + (step.notebook?.pipeline.map(Self.names) ?? [])
      names += own.filter { !names.contains($0) }
    }
    return names
  }

  private static func folded(_ name: String) -> String { String(name.map { $0 == "-" ? "_" : $0 }) }
}
