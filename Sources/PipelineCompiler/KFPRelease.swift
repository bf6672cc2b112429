/// The release of the KFP SDK whose compiler the pipeline spec follows, and which steps install of KFP.
enum KFPRelease {
  static let version = "2.17.0"
}
