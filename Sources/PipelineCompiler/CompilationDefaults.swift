import KaleAnalysis

/// What is decided outside the notebook: what Kale reads from its environment.
package struct CompilationDefaults: Sendable, Equatable {
  /// Where steps get their packages from.
  package var packageIndex: PackageIndex
  /// Image of every step of a notebook that names none.
  package var baseImage: String
  /// The security context for notebooks that say nothing of one.
  package var securityContext: SecurityContext

  /// Creates defaults; without arguments, those of Kale in an empty environment.
  package init(
    packageIndex: PackageIndex = PackageIndex(), baseImage: String = KaleRelease.current.defaults.baseImage,
    securityContext: SecurityContext = SecurityContext()
  ) {
    self.packageIndex = packageIndex
    self.baseImage = baseImage
    self.securityContext = securityContext
  }
}

/// Where steps get their packages from.
package struct PackageIndex: Sendable, Equatable {
  /// Indexes to ask, the main one first; none for what pip is configured with.
  package var indexURLs: [String]
  /// Hosts that need no valid certificate.
  package var trustedHosts: [String]

  /// PyPI's address.
  package static let pyPI = "https://pypi.org/simple"

  /// PyPI, unless told otherwise.
  package init(indexURLs: [String] = [pyPI], trustedHosts: [String] = []) {
    self.indexURLs = indexURLs
    self.trustedHosts = trustedHosts
  }

  /// The first address that does not stay one word of the command that installs packages. KFP puts no quotes around it.
  var unusableAddress: String? {
    (indexURLs + trustedHosts).first { address in
      address.isEmpty || address.utf8.first == UInt8(ascii: "-")
        || !address.utf8.allSatisfy(Self.isAddressByte)
    }
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: ":/.-_~%@+=,".utf8.contains(byte)
    }
  }
}
