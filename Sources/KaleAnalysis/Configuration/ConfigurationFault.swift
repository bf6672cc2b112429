/// An invalid or missing value of the configuration.
package struct ConfigurationFault: Sendable, Hashable {
  /// What can be wrong with a value.
  package enum Kind: Sendable, Hashable {
    /// A required key is missing from the object at `path`.
    case missing(String)
    /// A name that is required, and empty; to Kale, an empty name of the experiment is one.
    case empty(String)
    /// A key that Kale does not know.
    case unknown
    /// A value of the wrong type or form.
    case invalid
    /// A value that only Kale rejects; kale-lsp can compile it.
    case rejectedByKale
    /// A value that Kale accepts but with which no pipeline compiles or runs.
    case unusable
    /// A part of `steps_defaults` that crashes Kale as soon as there is a step.
    case crashesKale
  }

  /// The kind of fault.
  package var kind: Kind
  /// The keys that lead to the value; indices of lists as decimal numbers.
  package var path: [String]
  /// What is wrong, as a sentence without its period.
  package var reason: String
  /// The fixes, the best first.
  package var fixes: [Fix] = []
}
