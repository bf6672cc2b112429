import NotebookModel

/// A step of a run, and how far it has come.
package struct StepProgress: Sendable, Equatable {
  /// How far a step has come.
  package enum State: String, Sendable {
    case waiting, running, done, failed
    /// Its results are those of an earlier run.
    case cached
    /// A step before it failed.
    case skipped

    /// Whether nothing more will come of it.
    package var isOver: Bool { self != .waiting && self != .running }
  }

  /// A number that a step has reported.
  package struct Metric: Sendable, Equatable {
    /// The name of the metric in the pipeline.
    package let name: String
    /// Its value, which need not be finite.
    package let value: Double
  }

  /// Why a step failed.
  package struct Failure: Sendable, Equatable {
    /// The cell in its notebook.
    package let cell: CellIndex?
    /// The number of the line in the cell, from 1.
    package let line: Int?
    /// The error as Python names it, for example `ValueError: bad`, or how the process ended.
    package let message: String
  }

  /// The step's name, after the names of the notebooks it is in.
  package let name: String
  /// How far it has come.
  package internal(set) var state = State.waiting
  /// Why its results are not taken from the cache.
  package internal(set) var reason: String?
  /// How long it took.
  package internal(set) var seconds: Double?
  /// The metrics that it has reported, in the order in which it did.
  package internal(set) var metrics: [Metric] = []
  /// The path of its report, an HTML file.
  package internal(set) var report: String?
  /// Why it failed; nil unless it has.
  package internal(set) var failure: Failure?

  init(name: String) { self.name = name }

  /// Forgets what an earlier attempt left.
  mutating func restart() { self = StepProgress(name: name) }

  mutating func report(_ metric: Metric) {
    if let index = metrics.firstIndex(where: { $0.name == metric.name }) {
      metrics[index] = metric
    } else if metrics.count < Self.mostMetrics {
      metrics.append(metric)
    }
  }

  /// A program that makes up metrics without end must not fill the memory.
  private static let mostMetrics = 1000

  /// A sentence that says how it failed; nil if it did not.
  var failureText: String? {
    guard state == .failed else { return nil }
    guard let failure else { return "Step `\(name)` failed." }
    var place = ""
    if let cell = failure.cell {
      place = " in cell \(cell.number)" + (failure.line.map { ", line \($0)" } ?? "")
    }
    return "Step `\(name)` failed\(place): \(failure.message)"
  }
}
