/// Something wrong with a value of the configuration, or a missing one.
package struct ConfigurationFault: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// A required key is not there: `name` in the object that `path` leads to.
    case missing(String)
    /// A key that Kale does not know.
    case unknown
    /// A value of a wrong type or form.
    case invalid
    /// A value that Kale alone rejects: a pipeline can be made of it.
    case rejectedByKale
    /// A value that Kale accepts and of which no pipeline can be made, or none that runs.
    case unusable
    /// A part of `steps_defaults` that crashes Kale as soon as there is a step.
    case crashesKale
  }

  package var kind: Kind
  /// The keys that lead to the value; indices of lists as decimal numbers.
  package var path: [String]
  /// What is wrong, a sentence without its stop.
  package var reason: String
  /// Ways to put it right, the best first.
  package var fixes: [Fix] = []
}
