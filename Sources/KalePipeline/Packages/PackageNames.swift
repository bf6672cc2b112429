/// What a package is called on the package index, where that is not what it is imported as.
///
/// To teach kale-lsp another one, add a line; a person does it in a notebook's metadata, `kale_lsp.package_names`. A key is a module as it is imported, dots and all where only a part
/// of a namespace package is meant.
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
    "google.cloud": "google-cloud-core",
    "google.protobuf": "protobuf",
    "hydra": "hydra-core",
    "imblearn": "imbalanced-learn",
    "jose": "python-jose",
    "jwt": "pyjwt",
    "ldap": "python-ldap",
    "magic": "python-magic",
    "mpl_toolkits": "matplotlib",
    "MySQLdb": "mysqlclient",
    "nacl": "pynacl",
    "OpenSSL": "pyopenssl",
    "opentelemetry": "opentelemetry-api",
    "osgeo": "gdal",
    "PIL": "pillow",
    "pkg_resources": "setuptools",
    "pptx": "python-pptx",
    "psycopg2": "psycopg2-binary",
    "pylab": "matplotlib",
    "pywt": "pywavelets",
    "ruamel": "ruamel.yaml",
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

  /// The package that a module comes in, named as it is imported, dots and all; nil where nothing has to be installed
  /// for it. `known` is a table that goes before this one, with nil where nothing has to be installed.
  package static func package(ofModule module: String, known: [String: String?] = [:]) -> String? {
    if let name = entry(ofLongestPrefixOf: module, in: known) { return name }
    let topLevel = String(module.prefix { $0 != "." })
    if PythonStandardLibrary.modules.contains(topLevel) || modulesOfTheRuntime.contains(topLevel) {
      return nil
    }
    return entry(ofLongestPrefixOf: module, in: namesByModule) ?? topLevel
  }

  /// A table's entry for the module or for the nearest package that it is in.
  private static func entry<Name>(ofLongestPrefixOf module: String, in table: [String: Name]) -> Name? {
    guard !table.isEmpty else { return nil }
    var prefix = module.utf8[...]
    // Each shorter prefix is as much work again, so that the number of parts is limited.
    if let end = prefix.indices.lazy.filter({ prefix[$0] == dot }).dropFirst(partLimit - 1).first {
      prefix = prefix[..<end]
    }
    while true {
      if let name = table[String(Substring(prefix))] { return name }
      guard let end = prefix.lastIndex(of: dot) else { return nil }
      prefix = prefix[..<end]
    }
  }

  private static let dot = UInt8(ascii: ".")

  /// The parts of a module's name that are looked up; no package is nested deeper.
  private static let partLimit = 64
}
