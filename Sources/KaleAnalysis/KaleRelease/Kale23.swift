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
      temporaryStepName: "_tmp",
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
      requirements: ["kfp>=2.0.0", "kubeflow-kale==\(version)"], packages: runtimePackages23,
      // What `kale.common.imports.STDLIB_MODULES` lacks, and the package index too.
      uninstallableModules: [
        "__future__", "ensurepip", "genericpath", "ntpath", "nturl2path", "opcode", "pydoc_data", "pyexpat",
        "sre_compile", "sre_constants", "sre_parse", "tomllib",
      ]),
    crashes: Crashes(defaultTags: [.image, .cache, .report]),
    limits: Limits(
      longestMetricName: 64, referenceDepth: 1, limitedResources: ["nvidia.com/gpu", "amd.com/gpu"]),
    rejections: rejections23, marshalling: Marshalling(marshalling23, methods: marshalledMethods23))

  private static let version = "2.3.0"
}
