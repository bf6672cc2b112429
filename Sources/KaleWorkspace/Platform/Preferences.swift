/// What people set once for all their commands, in the environment.
package enum Preferences {
  /// The form of reports: `KALE_LSP_OUTPUT_FORMAT`.
  package static var outputFormat: String? { ProcessEnvironment.value(of: "KALE_LSP_OUTPUT_FORMAT") }
}
