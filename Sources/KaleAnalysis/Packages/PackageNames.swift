/// Where a step gets a module from.
package enum ModuleProvider: Sendable, Hashable {
  /// A package, by its name on the package index.
  case package(String)
  /// Python itself, Kale's runtime, or, where the notebook says so, the step's image.
  case environment
  /// The notebook's folder, which a step does not have.
  case localModule
  /// A package that is not known, since many share the name that its modules begin with.
  case unknownPackage
}

/// What a package is called on the package index, where that is not what it is imported as.
///
/// To teach kale-lsp another one, add a line; for a single notebook the metadata `kale_lsp.package_names` does it.
/// `NamespacePackages` lists packages that share a first name with others.
package enum PackageNames {
  private static let namesByModule: [String: String] = [
    "absl": "absl-py",
    "attr": "attrs",
    "Bio": "biopython",
    "bs4": "beautifulsoup4",
    "community": "python-louvain",
    "Crypto": "pycryptodome",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "dns": "dnspython",
    "docx": "python-docx",
    "dotenv": "python-dotenv",
    "faiss": "faiss-cpu",
    "fitz": "pymupdf",
    "git": "gitpython",
    "hydra": "hydra-core",
    "imblearn": "imbalanced-learn",
    "jose": "python-jose",
    "jwt": "pyjwt",
    "ldap": "python-ldap",
    "magic": "python-magic",
    "MySQLdb": "mysqlclient",
    "nacl": "pynacl",
    "OpenSSL": "pyopenssl",
    "osgeo": "gdal",
    "PIL": "pillow",
    "pkg_resources": "setuptools",
    "pptx": "python-pptx",
    "psycopg2": "psycopg2-binary",
    "pylab": "matplotlib",
    "pywt": "pywavelets",
    "serial": "pyserial",
    "shapefile": "pyshp",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "skopt": "scikit-optimize",
    "sksurv": "scikit-survival",
    "slugify": "python-slugify",
    "snappy": "python-snappy",
    "umap": "umap-learn",
    "usb": "pyusb",
    "websocket": "websocket-client",
    "yaml": "pyyaml",
    "zmq": "pyzmq",
  ]

  /// Modules of packages that every step has anyway; `kale` on the package index is another program.
  private static let modulesOfTheRuntime: Set<String> = ["kale", "kfp"]

  /// Whether a module of this top-level name comes with Python or with Kale's runtime.
  package static func isInEveryStep(_ topLevel: String) -> Bool {
    PythonStandardLibrary.modules.contains(topLevel) || modulesOfTheRuntime.contains(topLevel)
  }

  /// Finds the package that a module comes in.
  ///
  /// - Parameters:
  ///   - module: The module with its dots.
  ///   - known: A table that takes precedence, with nil for modules that need no package.
  /// - Returns: The package's name on the package index; nil where nothing is installed for the module.
  package static func package(ofModule module: String, known: [String: String?] = [:]) -> String? {
    guard case .package(let name) = provider(ofModule: module, in: known) ?? provider(ofModule: module) else {
      return nil
    }
    return name
  }

  /// Returns where a step gets a module from, for one that is not in the notebook's folder.
  package static func provider(ofModule module: String) -> ModuleProvider {
    let topLevel = String(module.prefix { $0 != "." })
    if isInEveryStep(topLevel) { return .environment }
    if let name = entry(ofLongestPrefixOf: module, in: NamespacePackages.packagesByModule) {
      return name.map(ModuleProvider.package) ?? .unknownPackage
    }
    return .package(namesByModule[topLevel] ?? topLevel)
  }

  /// Returns what a table of `kale_lsp.package_names` says of a module; nil where it says nothing.
  package static func provider(ofModule module: String, in known: [String: String?]) -> ModuleProvider? {
    entry(ofLongestPrefixOf: module, in: known).map { name in name.map(ModuleProvider.package) ?? .environment
    }
  }

  /// Whether packages of several names provide modules below a top-level name.
  package static func isNamespace(_ topLevel: String) -> Bool {
    NamespacePackages.packagesByModule[topLevel] == .some(nil)
  }

  /// How many parts of a module's name are compared with a table: more than any package has.
  private static let comparedParts = 16

  /// Returns a table's entry for the module or for the nearest package that it is in.
  private static func entry<Name>(ofLongestPrefixOf module: String, in table: [String: Name]) -> Name? {
    guard !table.isEmpty else { return nil }
    var prefix = ""
    var found: Name?
    for part in module.split(separator: ".", maxSplits: comparedParts).prefix(comparedParts) {
      prefix += prefix.isEmpty ? part : "." + part
      found = table[prefix] ?? found
    }
    return found
  }
}
