/// The version of this program.
package enum KaleLSPVersion {
  /// The version, as `--version` prints it and compiled files name it.
  package static let current = "0.1.0"
}
