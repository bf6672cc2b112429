import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

@testable import PipelineCompiler

/// What each step installs.
@Suite struct PackageTests {
  private static let runtime = KaleRelease.current.runtime.requirements

  /// What each step of a pipeline installs besides the runtime.
  private func packages(_ pipeline: Pipeline) throws -> [String: [String]] {
    let steps = try PipelinePlanner.plan(pipeline).allSteps
    return Dictionary(
      steps.map { ($0.name, $0.packagesToInstall.filter { !Self.runtime.contains($0) }) },
      uniquingKeysWith: { first, _ in first })
  }

  private func requirements(_ texts: String...) -> [Requirement] { texts.compactMap { Requirement($0) } }

  @Test func aStepInstallsWhatItImports() throws {
    var pipeline = Sample.pipeline(steps: [Sample.step("a"), Sample.step("b")])
    pipeline.sharedImports = ["torch"]
    pipeline.steps[0].imports = [
      "PIL", "google.cloud.storage", "json", "kale", "kfp", "not a name'", "numpy", "sklearn",
    ]
    #expect(
      try packages(pipeline) == ["a": ["google-cloud-storage", "numpy", "pillow", "scikit-learn"], "b": []])
  }

  /// A package that does not exist would make the step fail; code that may do without one is left to do so.
  @Test(arguments: [
    ("try:\n    import our_x\nexcept ImportError:\n    our_x = None", [], []),
    ("try:\n    import xgboost\nexcept ImportError:\n    xgboost = None", ["xgboost"], ["xgboost"]),
    ("try:\n    import our_x\nexcept ValueError:\n    pass", ["our_x"], []),
    ("if False:\n    import our_x", [], []), ("def f():\n    import xgboost", ["xgboost"], ["xgboost"]),
    ("import sys\nsys.path.insert(0, 'lib')\nimport our_x, xgboost", ["xgboost"], []),
    ("import our_x", ["our_x"], []),
    ("import pandas\npandas.read_sql('', None)", ["pandas", "sqlalchemy"], ["sqlalchemy"]),
    ("import xgboost\ntry:\n    import xgboost\nexcept ImportError:\n    pass", ["xgboost"], []),
  ])
  func whatCodeMayDoWithoutIsOptional(code: String, installed: [String], optional: [String]) throws {
    let pipeline = analysis(of: "# %% tags=[\"step:a\"]\n\(code)").pipeline(for: .exact)
    let step = try #require(try PipelinePlanner.plan(pipeline).allSteps.first)
    #expect(step.packagesToInstall.filter { !ExactRuntime.requirements.contains($0) } == installed)
    #expect(step.optionalPackages == optional)
  }

  /// Values under names of builtins travel in the state, and what is made of them with their packages.
  @Test func aValueUnderTheNameOfABuiltinBringsItsPackages() throws {
    let pipeline = analysis(
      of: """
        # %% tags=["imports"]
        import pandas as pd
        # %% tags=["step:load"]
        input = pd.DataFrame()
        # %% tags=["step:use", "prev:load"]
        kept = input.dropna()
        # %% tags=["step:report", "prev:use"]
        print(kept)
        # %% tags=["step:other", "prev:load"]
        print(1)
        """
    ).pipeline(for: .exact)
    let packages = try packages(pipeline)
    #expect(packages["use"]?.contains("pandas") == true && packages["report"]?.contains("pandas") == true)
    #expect(packages["other"]?.contains("pandas") == false)
  }

  /// Many packages share a first name, and the package of that name is somebody else's.
  @Test(arguments: [
    ("google.cloud.storage", ["google-cloud-storage"]),
    ("google.cloud.storage.Client", ["google-cloud-storage"]),
    ("google.cloud.bigquery", ["google-cloud-bigquery"]), ("google.oauth2.service_account", ["google-auth"]),
    ("google.protobuf.message", ["protobuf"]), ("googleapiclient.discovery", ["google-api-python-client"]),
    ("google", []), ("google.cloud", []), ("google.colab.drive", []), ("google.cloud.unheard_of", []),
    ("azure.storage.blob.BlobServiceClient", ["azure-storage-blob"]), ("azure.identity", ["azure-identity"]),
    ("azure", []), ("azure.quantum", []), ("azureml.core", ["azureml-core"]), ("azureml.train", []),
    ("snowflake.connector", ["snowflake-connector-python"]), ("snowflake.ml.model", ["snowflake-ml-python"]),
    ("snowflake", []), ("ruamel.yaml", ["ruamel.yaml"]), ("opentelemetry.trace", ["opentelemetry-api"]),
    ("opentelemetry.sdk.trace", ["opentelemetry-sdk"]), ("opentelemetry.instrumentation.flask", []),
    ("mpl_toolkits.mplot3d", ["matplotlib"]), ("mpl_toolkits.basemap", ["basemap"]),
    ("airflow.models", ["apache-airflow"]), ("airflow.providers.unheard_of", []),
    ("airflow.providers.google.cloud", ["apache-airflow-providers-google"]),
    ("dask.dataframe", ["dask"]), ("dask.distributed", ["distributed"]), ("paste.deploy", ["pastedeploy"]),
    ("sphinxcontrib.unheard_of", []), ("zope.interface", ["zope.interface"]), ("oslo.config", []),
    ("databricks.sdk", ["databricks-sdk"]), ("pandas", ["pandas"]), ("ray.tune", ["ray"]),
  ])
  func aModuleOfANamespaceIsInstalledWithTheRightPackageOrNone(_ module: String, _ expected: [String]) throws
  {
    var pipeline = Sample.pipeline(steps: [Sample.step("a")])
    pipeline.steps[0].imports = [module]
    #expect(try packages(pipeline) == ["a": expected])
  }

  @Test func aModuleOfVeryManyPartsIsLookedUpByTheFirst() throws {
    var pipeline = Sample.pipeline(steps: [Sample.step("a")])
    pipeline.steps[0].imports = ["torch" + String(repeating: ".nn", count: 200_000)]
    pipeline.configuration.packages.names = ["torch.nn": "pytorch"]
    #expect(try packages(pipeline) == ["a": ["pytorch"]])
  }

  @Test func asKaleDoesItEveryStepInstallsTheSame() throws {
    var pipeline = Sample.pipeline(steps: [Sample.step("a"), Sample.step("b")])
    pipeline.configuration.packages.scope = .notebook
    pipeline.sharedImports = ["torch"]
    pipeline.steps[0].imports = ["numpy"]
    pipeline.steps[1].requirements = requirements("torch==2.4")
    #expect(try packages(pipeline) == ["a": ["torch==2.4"], "b": ["torch==2.4"]])
  }

  @Test func whatAValueWasMadeWithIsInstalledWhereItIsTaken() throws {
    var pipeline = Sample.pipeline
    pipeline.steps[0].imports = ["pandas"]
    pipeline.steps[0].requirements = requirements("Pandas==2.2.3", "pyarrow")
    pipeline.steps[1].imports = ["requests"]
    pipeline.steps[2].imports = ["sklearn"]
    pipeline.steps[3].imports = ["pandas"]
    #expect(
      try packages(pipeline) == [
        "load": ["Pandas==2.2.3", "pyarrow"], "clean": ["requests"],
        "train": ["Pandas==2.2.3", "pyarrow", "scikit-learn"],
        "report": ["Pandas==2.2.3", "pyarrow", "scikit-learn"],
      ])
  }

  @Test func theNearestRequirementCounts() throws {
    var pipeline = Sample.pipeline(steps: [Sample.step("a"), Sample.step("b")])
    pipeline.configuration.packages.requirements = requirements("numpy==1", "scipy==1", "extra")
    pipeline.requirements = requirements("numpy==2", "scipy==2")
    pipeline.steps[0].requirements = requirements("NumPy==3")
    pipeline.steps[0].imports = ["numpy"]
    #expect(
      try packages(pipeline) == [
        "a": ["NumPy==3", "extra", "scipy==2"], "b": ["extra", "numpy==2", "scipy==2"],
      ])
  }

  @Test func theRuntimeCanBePinned() throws {
    var pipeline = Sample.pipeline(steps: [Sample.step("a")])
    pipeline.requirements = requirements("kfp==2.17.0")
    let plan = try PipelinePlanner.plan(pipeline)
    #expect(
      plan.steps.first?.packagesToInstall == ["kfp==2.17.0", "kubeflow-kale==\(KaleRelease.current.name)"])
  }

  @Test func aNotebookTeachesNamesOfPackages() throws {
    var pipeline = Sample.pipeline(steps: [Sample.step("a")])
    pipeline.steps[0].imports = ["cv2", "ours.tools", "google.cloud.storage", "numpy"]
    pipeline.configuration.packages.names = [
      "cv2": "opencv-python-headless", "ours": nil, "google.cloud.storage": "google-cloud-storage",
    ]
    #expect(
      try packages(pipeline) == ["a": ["google-cloud-storage", "numpy", "opencv-python-headless"]])
  }
}
