import KaleAnalysis

/// Names that notebooks use for modules, and how these are imported.
enum KnownModules {
  /// Returns the import statement for a conventional name like `np`; nil for any other name.
  static func statement(importing name: String) -> String? {
    if let module = aliases[name] { return "import \(module) as \(name)" }
    return modules.contains(name) ? "import \(name)" : nil
  }

  /// The aliases that projects' own documentation uses.
  private static let aliases = [
    "np": "numpy", "pd": "pandas", "plt": "matplotlib.pyplot", "mpl": "matplotlib", "sns": "seaborn",
    "tf": "tensorflow", "nn": "torch.nn", "F": "torch.nn.functional", "xgb": "xgboost", "lgb": "lightgbm",
    "px": "plotly.express", "go": "plotly.graph_objects", "nx": "networkx", "sm": "statsmodels.api",
    "smf": "statsmodels.formula.api", "sp": "scipy", "jnp": "jax.numpy", "pl": "polars", "alt": "altair",
    "xr": "xarray", "da": "dask.array", "dd": "dask.dataframe", "pa": "pyarrow", "gpd": "geopandas",
    "cp": "cupy", "st": "streamlit", "dt": "datetime",
  ]

  /// Modules used under their own names, which are not common names of variables.
  private static let modules: Set<String> = [
    "argparse", "asyncio", "base64", "collections", "concurrent", "contextlib", "copy", "csv", "ctypes",
    "dataclasses", "datetime", "functools", "gc", "getpass", "glob", "gzip", "hashlib", "heapq", "importlib",
    "inspect", "io", "itertools", "joblib", "json", "logging", "math", "multiprocessing", "operator", "os",
    "pathlib", "pickle", "platform", "pprint", "queue", "random", "re", "secrets", "shutil", "signal",
    "socket", "sqlite3", "ssl", "statistics", "string", "struct", "subprocess", "sys", "tempfile", "textwrap",
    "threading", "time", "traceback", "types", "typing", "unittest", "urllib", "uuid", "warnings", "weakref",
    "zipfile", "boto3", "cv2", "dill", "gym", "h5py", "jax", "keras", "kfp", "lightgbm", "matplotlib",
    "mlflow", "networkx", "nltk", "numpy", "optuna", "pandas", "PIL", "plotly", "polars", "pyarrow",
    "requests", "scipy", "seaborn", "shap", "sklearn", "spacy", "statsmodels", "tensorflow", "torch",
    "torchvision", "tqdm", "transformers", "wandb", "xgboost", "yaml",
  ]
}
