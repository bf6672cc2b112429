/// The modules of the standard library that not every version of Python has.
package enum ModuleVersionTable {
  /// For each module the first version of Python 3 without it.
  static let removals: [String: Int] = [
    "aifc": 13,
    "asynchat": 12,
    "asyncore": 12,
    "audioop": 13,
    "binhex": 11,
    "cgi": 13,
    "cgitb": 13,
    "chunk": 13,
    "crypt": 13,
    "distutils": 12,
    "formatter": 10,
    "imghdr": 13,
    "imp": 12,
    "lib2to3": 13,
    "mailcap": 13,
    "nis": 13,
    "nntplib": 13,
    "ossaudiodev": 13,
    "parser": 10,
    "pipes": 13,
    "smtpd": 12,
    "sndhdr": 13,
    "spwd": 13,
    "sunau": 13,
    "symbol": 10,
    "telnetlib": 13,
    "uu": 13,
    "xdrlib": 13,
  ]

  /// Modules that come with setuptools, or whose packages need it.
  package static let importsWithSetuptools: Set<String> = [
    "pkg_resources", "setuptools", "tensorflow", "torch",
  ]

  /// For each module the first version of Python 3 with it.
  static let additions: [String: Int] = [
    "annotationlib": 14,
    "compression": 14,
    "graphlib": 9,
    "tomllib": 11,
    "zoneinfo": 9,
  ]
}
