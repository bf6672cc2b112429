/// Packages that share the first part of their modules' names with others: `google.cloud.storage` and `google.genai` come in two
/// packages, and the package called `google` has neither.
///
/// Every row was compared with the files in the package itself. A module of these namespaces that no row names comes in a
/// package that is not known.
enum NamespacePackageTable {
  /// For each package what it provides.
  static let modulesByPackage: [String: [String]] = [
    "apache-airflow": ["airflow"],
    "apache-airflow-providers-cncf-kubernetes": ["airflow.providers.cncf.kubernetes"],
    "apache-airflow-providers-google": ["airflow.providers.google"],
    "azure-ai-ml": ["azure.ai.ml"],
    "azure-core": ["azure.core"],
    "azure-cosmos": ["azure.cosmos"],
    "azure-identity": ["azure.identity"],
    "azure-keyvault-secrets": ["azure.keyvault.secrets"],
    "azure-storage-blob": ["azure.storage.blob"],
    "azure-storage-file-datalake": ["azure.storage.filedatalake"],
    "azureml-core": ["azureml.core", "azureml.data", "azureml.exceptions", "azureml.history"],
    "backports.tarfile": ["backports.tarfile"],
    "basemap": ["mpl_toolkits.basemap"],
    "databricks-sdk": ["databricks.sdk"],
    "databricks-sql-connector": ["databricks.sql"],
    "distributed": ["dask.distributed"],
    "google-api-core": ["google.api_core"],
    "google-api-python-client": ["apiclient", "googleapiclient"],
    "google-auth": ["google.auth", "google.oauth2"],
    "google-cloud-aiplatform": [
      "google.cloud.aiplatform", "google.cloud.aiplatform_v1", "google.cloud.aiplatform_v1beta1",
    ],
    "google-cloud-bigquery": ["google.cloud.bigquery", "google.cloud.bigquery_v2"],
    "google-cloud-bigquery-storage": ["google.cloud.bigquery_storage", "google.cloud.bigquery_storage_v1"],
    "google-cloud-core": [
      "google.cloud.client", "google.cloud.environment_vars", "google.cloud.exceptions",
      "google.cloud.obsolete", "google.cloud.operation",
    ],
    "google-cloud-firestore": [
      "google.cloud.firestore", "google.cloud.firestore_admin_v1", "google.cloud.firestore_v1",
    ],
    "google-cloud-logging": ["google.cloud.logging", "google.cloud.logging_v2"],
    "google-cloud-pubsub": ["google.cloud.pubsub", "google.cloud.pubsub_v1", "google.pubsub_v1"],
    "google-cloud-secret-manager": ["google.cloud.secretmanager", "google.cloud.secretmanager_v1"],
    "google-cloud-spanner": ["google.cloud.spanner", "google.cloud.spanner_v1"],
    "google-cloud-storage": ["google.cloud.storage"],
    "google-cloud-translate": [
      "google.cloud.translate", "google.cloud.translate_v2", "google.cloud.translate_v3",
    ],
    "google-cloud-vision": ["google.cloud.vision", "google.cloud.vision_v1"],
    "google-genai": ["google.genai"],
    "google-generativeai": ["google.generativeai"],
    "google-resumable-media": ["google.resumable_media"],
    "googleapis-common-protos": [
      "google.api", "google.gapic", "google.logging", "google.longrunning", "google.rpc", "google.type",
    ],
    "jaraco.functools": ["jaraco.functools"],
    "matplotlib": ["mpl_toolkits"],
    "opentelemetry-api": [
      "opentelemetry.attributes", "opentelemetry.baggage", "opentelemetry.context",
      "opentelemetry.environment_variables", "opentelemetry.metrics", "opentelemetry.propagate",
      "opentelemetry.propagators", "opentelemetry.trace", "opentelemetry.util", "opentelemetry.version",
    ],
    "opentelemetry-exporter-otlp-proto-grpc": ["opentelemetry.exporter.otlp.proto.grpc"],
    "opentelemetry-exporter-otlp-proto-http": ["opentelemetry.exporter.otlp.proto.http"],
    "opentelemetry-sdk": ["opentelemetry.sdk"],
    "opentelemetry-semantic-conventions": ["opentelemetry.semconv"],
    "pastedeploy": ["paste.deploy"],
    "protobuf": ["google.protobuf"],
    "ruamel.yaml": ["ruamel.yaml"],
    "snowflake-connector-python": ["snowflake.connector"],
    "snowflake-ml-python": ["snowflake.cortex", "snowflake.ml"],
    "snowflake-snowpark-python": ["snowflake.snowpark"],
    "snowflake-sqlalchemy": ["snowflake.sqlalchemy"],
    "zope.interface": ["zope.interface"],
  ]

  /// Names that no package provides whole.
  static let namespaces: Set<String> = [
    "airflow.providers",
    "azure",
    "azureml",
    "backports",
    "databricks",
    "google",
    "jaraco",
    "opentelemetry",
    "oslo",
    "ruamel",
    "snowflake",
    "sphinxcontrib",
    "zope",
  ]
}
