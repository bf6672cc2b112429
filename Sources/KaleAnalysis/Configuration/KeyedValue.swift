/// A key and its value: a label, an annotation, a resource limit.
package struct KeyedValue: Sendable, Hashable {
  package var key: String
  package var value: String

  package init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}

/// A key of a Kubernetes secret, given to the step as an environment variable.
package struct SecretReference: Sendable, Hashable {
  package var secret: String
  package var key: String
  package var environmentVariable: String

  package init(secret: String, key: String, environmentVariable: String) {
    self.secret = secret
    self.key = key
    self.environmentVariable = environmentVariable
  }
}
