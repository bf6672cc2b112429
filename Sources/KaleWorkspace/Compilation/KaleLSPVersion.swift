/// The version of this program.
package enum KaleLSPVersion {
  package static let current = "0.1.0"
}
