import KaleAnalysis

/// The modules that a step can import in a plain Python image.
///
/// A step installs Kale's runtime, the packages that imports and functions cells import, and their dependencies.
struct InstalledModules {
  private let packages: Set<String>

  /// - Parameter shared: The dotted modules that the imports and functions cells import.
  init(shared: some Sequence<String>) {
    var packages: Set<String> = []
    var queue = shared.compactMap { PackageNames.package(ofModule: $0) }
    while let package = queue.popLast() {
      if packages.insert(package).inserted { queue += Self.dependencies[package] ?? [] }
    }
    self.packages = packages
  }

  /// Returns whether a dotted module is installed.
  func holds(_ path: String) -> Bool {
    guard let package = PackageNames.package(ofModule: path) else { return true }
    return packages.contains(package) || KaleRelease.current.runtime.packages.contains(package)
  }

  /// The dependencies of well-known packages.
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
