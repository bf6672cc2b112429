/// The pipelines of other notebooks in a notebook's folder, as far as they are known.
package struct OtherPipelines: Sendable, Equatable {
  /// The names of pipelines, by the names of the notebooks' files.
  package var names: [String: String]
  /// How many more notebooks have one of these names for their pipelines.
  package var unlistedCount: Int

  /// No notebook is known.
  package static let none = OtherPipelines()

  /// Pipelines of other notebooks.
  package init(names: [String: String] = [:], unlistedCount: Int = 0) {
    (self.names, self.unlistedCount) = (names, unlistedCount)
  }
}
