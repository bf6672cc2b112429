import KaleAnalysis

/// What a step can import when it runs in a plain Python image.
///
/// A step installs Kale's runtime and the packages that imports and functions cells import; each brings others along.
struct InstalledModules {
  private let packages: Set<String>

  /// - Parameter shared: what the imports and functions cells import, with dots.
  init(shared: some Sequence<String>) {
    var packages: Set<String> = []
    var queue = shared.compactMap { PackageNames.package(ofModule: $0) }
    while let package = queue.popLast() {
      if packages.insert(package).inserted { queue += Self.dependencies[package] ?? [] }
    }
    self.packages = packages
  }

  /// Whether what is imported, with dots, is there.
  func holds(_ path: String) -> Bool {
    guard let package = PackageNames.package(ofModule: path) else { return true }
    return packages.contains(package) || Self.runtime.contains(package)
  }

  /// Packages that `kubeflow-kale` 2.3.0 and `kfp` bring along, and `pip`, which is in every Python image. Each is
  /// called as `PackageNames` calls it.
  private static let runtime: Set<String> = [
    "IPython", "anyio", "argon2", "astor", "asttokens", "attrs", "autopep8", "babel", "beautifulsoup4",
    "bleach",
    "certifi", "cffi", "charset_normalizer", "click", "comm", "cryptography", "debugpy", "defusedxml", "dill",
    "docstring_parser", "executing", "fastjsonschema", "google-api-core", "google-auth", "google-cloud-core",
    "google-cloud-storage", "google-resumable-media", "google_crc32c", "googleapis-common-protos", "h11",
    "httpcore", "httpx", "idna",
    "ipykernel", "jedi", "jinja2", "json5", "jsonschema", "jupyter_client", "jupyter_core", "jupyter_events",
    "jupyter_server", "jupyterlab", "kfp_server_api", "kubernetes", "markupsafe", "matplotlib_inline",
    "mistune",
    "nbclient", "nbconvert", "nbformat", "networkx", "notebook", "oauthlib", "opentelemetry-api", "packaging",
    "pandocfilters", "parso", "pexpect", "pip", "platformdirs", "progress", "prometheus_client",
    "prompt_toolkit",
    "protobuf", "psutil", "ptyprocess", "pyasn1", "pyasn1_modules", "pycodestyle", "pycparser", "pyflakes",
    "pygments", "python-dateutil", "pythonjsonlogger", "pyyaml", "pyzmq", "referencing", "requests",
    "requests_oauthlib", "requests_toolbelt", "rpds", "send2trash", "six", "soupsieve", "tabulate",
    "terminado",
    "tornado", "traitlets", "tzdata", "urllib3", "wcwidth", "webencodings", "websocket-client",
  ]

  /// What well-known packages cannot do without.
  private static let dependencies: [String: [String]] = [
    "catboost": ["graphviz", "matplotlib", "pandas", "plotly", "scipy"],
    "datasets": ["fsspec", "huggingface_hub", "multiprocess", "pandas", "pyarrow", "tqdm", "xxhash"],
    "fastai": ["matplotlib", "pandas", "pillow", "scikit-learn", "spacy", "torchvision"],
    "gensim": ["scipy", "smart_open"],
    "huggingface_hub": ["filelock", "fsspec", "tqdm"],
    "imbalanced-learn": ["scikit-learn"],
    "keras": ["absl-py", "h5py", "numpy", "rich"],
    "lightgbm": ["scipy"],
    "matplotlib": ["contourpy", "cycler", "kiwisolver", "numpy", "pillow", "pyparsing"],
    "mlflow": ["docker", "flask", "matplotlib", "pandas", "pyarrow", "scikit-learn", "sqlalchemy"],
    "nltk": ["joblib", "regex", "tqdm"],
    "opencv-python": ["numpy"],
    "pandas": ["numpy"],
    "scikit-image": ["imageio", "networkx", "pillow", "scipy"],
    "scikit-learn": ["joblib", "scipy", "threadpoolctl"],
    "scipy": ["numpy"],
    "seaborn": ["matplotlib", "pandas"],
    "shap": ["numba", "pandas", "scikit-learn", "tqdm"],
    "spacy": ["numpy", "pydantic", "thinc", "tqdm", "typer"],
    "statsmodels": ["pandas", "patsy", "scipy"],
    "tensorflow": ["absl-py", "flatbuffers", "h5py", "keras", "ml_dtypes", "numpy", "wrapt"],
    "torch": ["filelock", "fsspec", "mpmath", "sympy"],
    "torchvision": ["numpy", "pillow", "torch"],
    "transformers": ["huggingface_hub", "numpy", "regex", "safetensors", "tokenizers", "tqdm"],
    "xgboost": ["scipy"],
  ]
}
