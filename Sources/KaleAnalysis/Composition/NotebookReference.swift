import NotebookModel

/// What is known of the notebook that a unit refers to.
package struct NotebookReference: Sendable {
  /// What is known of the file.
  package enum State: Sendable, Hashable {
    /// Nobody has looked, or the cell does not say where the notebook is.
    case unknown
    /// The reason goes on after "cannot be read: ".
    case unreadable(String)
    /// The notebook leads back to the one it is referred to from, by these files.
    case cyclic([String])
    case read
  }

  /// A name that Kale passes across the boundary of the notebook although none of its steps uses or defines it.
  package enum BoundaryFault: Sendable, Hashable {
    /// No step inside needs it from elsewhere.
    case notConsumed(String)
    /// No step inside defines it.
    case notProduced(String)
  }

  /// The file's name.
  package let file: String
  /// Whether the notebook could be read, and why not.
  package internal(set) var state: State
  /// The notebook as part of the pipeline, with what crosses its boundary; nil where it cannot be read.
  package internal(set) var analysis: NotebookAnalysis?
  /// The names that Kale passes across the boundary although no step inside has a use for them.
  package internal(set) var boundaryFaults: [BoundaryFault] = []
  /// For each name that the notebook hands on the step inside that makes it.
  package internal(set) var producers: [String: String] = [:]

  /// The notebook's code; nothing where it cannot be read.
  var code = ReferencedCode.none

  /// Whether all that the notebook defines and needs is known.
  package var isComplete: Bool {
    state == .read && analysis?.references.values.allSatisfy(\.isComplete) == true
  }
}
