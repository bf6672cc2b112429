/// A key and its value: a label, an annotation, a resource limit.
package struct KeyedValue: Sendable, Hashable {
  /// The key: a label's name, a resource.
  package var key: String
  /// The value, as Kubernetes gets it.
  package var value: String

  /// Creates an entry.
  package init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}

/// A key of a Kubernetes secret that a step gets as an environment variable.
package struct SecretReference: Sendable, Hashable {
  /// The name of the secret.
  package var secret: String
  /// The key in the secret.
  package var key: String
  /// The environment variable that gets the value.
  package var environmentVariable: String

  /// Creates a reference.
  package init(secret: String, key: String, environmentVariable: String) {
    self.secret = secret
    self.key = key
    self.environmentVariable = environmentVariable
  }
}
