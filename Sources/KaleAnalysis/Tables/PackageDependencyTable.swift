/// What packages bring along.
package enum PackageDependencyTable {
  /// For each well-known package the packages that pip installs with it.
  package static let dependencies: [String: [String]] = [
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
