/// Modules that no package on the index provides for a step: the package of that name doesn't exist, is unrelated, or is for
/// another operating system.
///
/// A model of spaCy is downloaded, `apex` and `detectron2` are built from their sources, `kaggle_secrets` and `dbutils` are in
/// the notebooks of their services, and `win32api` is for Windows.
enum ForeignModuleTable {
  /// The modules, by their top-level names.
  static let modules: Set<String> = [
    "apex",
    "caffe",
    "dbutils",
    "de_core_news_sm",
    "detectron2",
    "en_core_web_lg",
    "en_core_web_md",
    "en_core_web_sm",
    "en_core_web_trf",
    "kaggle_datasets",
    "kaggle_secrets",
    "kaggle_web_client",
    "notebookutils",
    "pythoncom",
    "ROOT",
    "win32api",
    "win32com",
    "win32con",
    "win32gui",
  ]

  /// Those that exist only in the notebooks of a service, or on another operating system, with dots.
  static let modulesOfServices: [String] = [
    "dbutils",
    "google.colab",
    "kaggle_datasets",
    "kaggle_secrets",
    "kaggle_web_client",
    "notebookutils",
    "pythoncom",
    "win32api",
    "win32com",
    "win32con",
    "win32gui",
  ]
}
