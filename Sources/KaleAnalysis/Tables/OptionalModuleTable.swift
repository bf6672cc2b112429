/// Packages that libraries use if they are installed, although nothing imports them in the notebook: pandas draws with matplotlib.
///
/// Each row was compared with the imports in the code of the library. A library without a row may use any package.
enum OptionalModuleTable {
  /// For each library those of the inert packages that it may use.
  static let modulesByLibrary: [String: Set<String>] = [
    "joblib": ["numpy", "pandas", "tqdm"],
    "lightgbm": ["matplotlib", "numpy", "pandas", "scipy", "sklearn"],
    "matplotlib": ["numpy", "pandas"],
    "numpy": [],
    "pandas": ["matplotlib", "numpy", "scipy"],
    "scipy": ["matplotlib", "numpy"],
    "seaborn": ["matplotlib", "numpy", "pandas", "scipy"],
    "sklearn": ["joblib", "matplotlib", "numpy", "pandas", "scipy"],
    "torch": ["matplotlib", "numpy", "pandas", "scipy", "tqdm"],
    "tqdm": ["matplotlib", "numpy", "pandas"],
    "xgboost": ["matplotlib", "numpy", "pandas", "scipy", "sklearn"],
  ]
}
