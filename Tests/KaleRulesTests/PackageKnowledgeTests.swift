import KaleRules
import KaleTestSupport
import Testing

@testable import KaleAnalysis

/// What is known of modules, packages and images.
@Suite struct PackageKnowledgeTests {
  @Test(arguments: [
    ("talib", "ta-lib"), ("spellchecker", "pyspellchecker"), ("community", "python-louvain"),
    ("faiss", "faiss-cpu"), ("fitz", "pymupdf"), ("jose", "python-jose"), ("magic", "python-magic"),
    ("tabula", "tabula-py"), ("camelot", "camelot-py"), ("telegram", "python-telegram-bot"),
    ("discord", "discord.py"), ("kafka", "kafka-python"), ("github", "pygithub"), ("MeCab", "mecab-python3"),
    ("delta.tables", "delta-spark"), ("bayes_opt", "bayesian-optimization"),
    ("mysql.connector", "mysql-connector-python"),
    ("sklearn.svm", "scikit-learn"), ("torch_scatter", "torch_scatter"),
  ])
  func aModuleComesInAPackage(_ module: String, _ package: String) {
    #expect(PackageNames.package(ofModule: module) == package)
    #expect(!PackageNames.isGuess(module))
  }

  @Test(arguments: [
    "en_core_web_sm", "apex", "detectron2", "kaggle_secrets", "pythoncom", "google.colab.drive",
  ])
  func aPackageOfThatNameIsAnother(_ module: String) {
    #expect(PackageNames.provider(ofModule: module) == .unknownPackage)
  }

  @Test(arguments: [
    ("StringIO", "io"), ("urlparse", "urllib.parse"), ("cPickle", "pickle"), ("__builtin__", "builtins"),
  ])
  func aModuleOfPython2HasAnotherName(_ module: String, _ now: String) {
    #expect(PackageNames.provider(ofModule: module) == .formerPython(now: now))
    #expect(PackageNames.package(ofModule: module) == nil)
  }

  @Test(arguments: ["our_features", "local_api.client", "nx", "pnadas"])
  func whatNoTableKnowsIsAGuess(_ module: String) { #expect(PackageNames.isGuess(module)) }

  @Test(arguments: [
    "pandas", "numpy", "os", "_pickle", "tensorflow_hub", "category_encoders", "SimpleITK", "netCDF4",
    "PyPDF2",
    "sentence_transformers", "kfp", "kale", "google.cloud.storage", "Levenshtein",
  ])
  func whatATableKnowsIsNone(_ module: String) { #expect(!PackageNames.isGuess(module)) }

  /// Long and odd names cost nothing and are guesses.
  @Test func longNamesAreGuesses() {
    #expect(PackageNames.isGuess(String(repeating: "a", count: 100_000)))
    #expect(!PackageNames.isGuess(""))
  }

  /// One that starts with an underscore may be in the notebook's folder, and no package has such a name.
  @Test func namesWithUnderscoresInFrontAreNotPackages() {
    #expect(!PackageNames.isInEveryStep("_helpers"))
    #expect(PackageNames.provider(ofModule: "_helpers") == .unknownPackage)
    #expect(PackageNames.provider(ofModule: "_pickle") == .environment)
  }

  // MARK: Engines

  @Test(arguments: [
    ("df.to_parquet('a')", ["pandas", "pyarrow"]), ("pd.read_excel('a.xlsx')", ["openpyxl", "pandas"]),
    ("df.to_sql('t', c)", ["pandas", "sqlalchemy"]), ("pd.read_html(u)", ["lxml", "pandas"]),
    ("df.style.bar()", ["jinja2", "pandas"]), ("df.to_markdown()", ["pandas", "tabulate"]),
    ("df.plot()", ["matplotlib", "pandas"]), ("df.to_csv('s3://b/x.csv')", ["pandas", "s3fs"]),
    ("df.to_csv('x.csv')", ["pandas"]), ("to_parquet(df)", ["pandas"]),
    ("df.to_excel('a.xlsx', engine='xlsxwriter')", ["openpyxl", "pandas", "xlsxwriter"]),
    ("pd.ExcelWriter(path, engine=\"xlsxwriter\")", ["openpyxl", "pandas", "xlsxwriter"]),
    ("pd.read_csv('a.csv', engine='python')", ["pandas"]), ("pd.read_gbq(q)", ["pandas", "pandas_gbq"]),
    ("pd.read_sql(q, \"postgresql://db/a\")", ["pandas", "psycopg2", "sqlalchemy"]),
    ("pd.read_sql(q, f'mysql+pymysql://{user}@db/a')", ["pandas", "pymysql", "sqlalchemy"]),
    ("pd.read_excel('a.xlsb')", ["openpyxl", "pandas", "pyxlsb"]),
    ("df.style.background_gradient()", ["jinja2", "matplotlib", "pandas"]),
    ("df['a'].plot.kde()", ["matplotlib", "pandas", "scipy"]),
    ("%load_ext sql", ["pandas", "sql"]), ("%load_ext autoreload", ["pandas"]),
    ("%reload_ext rpy2.ipython", ["pandas", "rpy2.ipython"]), ("%load_ext ./own", ["pandas"]),
  ])
  func pandasBringsItsEngines(_ code: String, _ expected: [String]) {
    let text = """
      # %% tags=["imports"]
      import pandas as pd
      # %% tags=["step:a"]
      \(code)
      """
    #expect(analysis(of: text).pipeline.steps.map(\.imports) == [expected])
    guard !code.hasPrefix("%") else { return }
    #expect(analysis(of: text).kalePipeline.steps.map(\.imports) == [["pandas"]])
  }

  @Test func anEngineOfSQLAlchemyBringsItsDriver() {
    let text = """
      # %% tags=["step:a"]
      from sqlalchemy import create_engine
      engine = create_engine("postgresql://db/a")
      """
    #expect(analysis(of: text).pipeline.steps.map(\.imports) == [["psycopg2", "sqlalchemy.create_engine"]])
  }

  @Test func withoutPandasThereIsNoEngine() {
    let text = """
      # %% tags=["step:a"]
      import polars as pl
      pl.DataFrame().to_parquet("a")
      """
    #expect(analysis(of: text).pipeline.steps.map(\.imports) == [["polars"]])
  }

  // MARK: Images

  @Test(arguments: [
    ("python:3.6", 6), ("python:3.12-slim", 12), ("docker.io/library/python:3.11.4-bookworm", 11),
    ("tensorflow/tensorflow:1.14.0-py3", 6), ("docker.io/tensorflow/tensorflow:2.10.0-gpu", 8),
    ("gcr.io/arrikto/jupyter-kale:v0.5.0-47-g2427cc9", 6),
    ("pytorch/pytorch:1.7.1-cuda11.0-cudnn8-runtime", 8),
    ("pytorch/pytorch:2.4.0-cuda12.1-cudnn9-runtime", 11),
    ("kubeflownotebookswg/jupyter-scipy:v1.7.0", 8), ("kubeflownotebookswg/jupyter-pytorch-full:v1.9.2", 11),
    ("jupyter/scipy-notebook:python-3.10", 10), ("quay.io/jupyter/base-notebook:python-3.12.4", 12),
    ("tensorflow/tensorflow:2.16.1-gpu-jupyter", 11), ("nvcr.io/nvidia/pytorch:24.12-py3", 12),
    ("nvcr.io/nvidia/pytorch:24.05-py3", 10), ("nvcr.io/nvidia/pytorch:23.04-py3", 8),
  ])
  func theVersionOfAnImageIsKnown(_ image: String, _ minor: Int) {
    #expect(PythonVersion(ofImage: image) == PythonVersion(3, minor))
  }

  @Test(arguments: [
    "", "python", "python:latest", "python:3", "python:slim", "example.com/python:1.2", "python:3.999",
    "tensorflow/tensorflow:latest", "tensorflow/tensorflow:nightly", "python@sha256:00",
    "jupyter/scipy-notebook:latest", "kubeflownotebookswg/jupyter-scipy",
    "kubeflownotebookswg/codeserver:v1.7.0",
    "python:99999999999999999999.1",
  ])
  func theVersionOfOthersIsNot(_ image: String) { #expect(PythonVersion(ofImage: image) == nil) }

  // MARK: Kubernetes

  @Test(arguments: [
    ("ML-team", true), ("", true), ("a.b_c", true), ("ML team", false), ("-a", false), ("a-", false),
    ("é", false),
    (String(repeating: "a", count: 63), true), (String(repeating: "a", count: 64), false),
  ])
  func valuesOfLabels(_ value: String, _ isValid: Bool) {
    #expect((KubernetesSyntax.fault(inLabelValue: value) == nil) == isValid)
    #expect(KubernetesSyntax.fault(inLabelValue: KubernetesSyntax.fitted(labelValue: value)) == nil)
  }

  @Test(arguments: [
    ("python:3.12-slim", true), ("localhost:5000/a/b_c@sha256:0123", true),
    ("Registry.example.com:80/x/y:V1", true),
    ("a", true), ("quay.io/a__b/c.d:1_2", true), ("My Image:latest", false), ("My/image", false),
    ("a:", false),
    ("a//b", false), ("/a", false), ("a/-b", false), ("ä", false), ("", false), ("a:b c", false),
    ("a@", true),
  ])
  func referencesOfImages(_ image: String, _ isValid: Bool) {
    #expect((KubernetesSyntax.fault(inImage: image) == nil) == isValid)
    if let fitted = KubernetesSyntax.fitted(image: image) {
      #expect(KubernetesSyntax.fault(inImage: fitted) == nil)
    }
  }
}
