extension KaleRelease {
  /// Kale 2.3.0.
  static let kale23 = KaleRelease(
    name: version,
    tags: TagGrammar(
      specialTags: [.skip, .imports, .functions, .pipelineParameters, .pipelineMetrics],
      prefixes: [
        .step, .prev, .notebook, .limit, .label, .annotation, .secret, .image, .cache, .report,
      ],
      formerStepPrefix: "block",
      name: NamePattern(
        first: ByteSet("_").union(.lowercaseLetters),
        rest: ByteSet("_").union(.lowercaseLetters).union(.digits)),
      limitResource: ByteSet("_-./").union(.lowercaseLetters),
      limitValue: ByteSet("_.").union(.letters).union(.digits),
      key: ByteSet("-_.").union(.letters).union(.digits),
      keyEnd: ByteSet.letters.union(.digits),
      secretKey: ByteSet("-._").union(.letters).union(.digits),
      environmentVariable: NamePattern(
        first: ByteSet("_").union(.letters), rest: ByteSet("_").union(.letters).union(.digits)),
      switchValues: ["enabled": true, "disabled": false]),
    configuration: ConfigurationSchema.notebook,
    defaults: Defaults(baseImage: "python:3.12", marshalPath: "/tmp/marshal", outputPath: ".kale"),
    runtime: Runtime(
      requirements: ["kfp>=2.0.0", "kubeflow-kale==\(version)"], packages: runtimePackages),
    crashes: Crashes(defaultTags: [.image, .cache, .report]),
    limits: Limits(
      longestMetricName: 64, referenceDepth: 1, limitedResources: ["nvidia.com/gpu", "amd.com/gpu"]))

  private static let version = "2.3.0"

  /// What `kubeflow-kale` and `kfp` bring along, and `pip`, which is in every Python image.
  private static let runtimePackages: Set<String> = [
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
}
