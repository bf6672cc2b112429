import ArgumentParser
import KaleAnalysis
import KaleCommandLine
import KaleWorkspace

/// What takes precedence over a notebook's configuration and the environment when it is compiled.
struct CompileOverrideOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Name of the pipeline.", valueName: "name"))
  var pipelineName: String?

  @Option(help: ArgumentHelp("Name of the experiment.", valueName: "name"))
  var experimentName: String?

  @Option(help: ArgumentHelp("Description of the pipeline.", valueName: "text"))
  var pipelineDescription: String?

  @Option(help: ArgumentHelp("Image of every step that names none.", valueName: "image"))
  var baseImage: String?

  @Option(
    help: ArgumentHelp(
      "Package indexes to install from, separated by commas; the main index is used too.", valueName: "urls"))
  var pipIndexUrls: String?

  @Option(
    help: ArgumentHelp(
      "Accepted for compatibility; compiled files name no server. `run --submit --host` takes one.",
      valueName: "url"))
  var kfpHost: String?

  @OptionGroup(visibility: .hidden)
  var kale: KaleCompileOptions

  func validate() throws {
    let values = [
      ("--pipeline-name", pipelineName), ("--experiment-name", experimentName), ("--base-image", baseImage),
      ("--pip-index-urls", pipIndexUrls), ("--pipeline_name", kale.pipelineName),
      ("--experiment_name", kale.experimentName), ("--docker_image", kale.dockerImage),
    ]
    // An empty variable in a script would else be taken for the value.
    if let (name, _) = values.first(where: { $0.1?.isEmpty == true }) {
      throw ValidationError("\(name) is empty.")
    }
    if let brokenIndex { throw ValidationError("--pip-index-urls: `\(brokenIndex)` is not a URL.") }
    guard kale.uploads else { return }
    throw ValidationError(
      "`compile` does not upload or run pipelines. Use `kale-lsp run --submit --upload` or `kale-lsp run --submit`."
    )
  }

  /// What the options say.
  ///
  /// - Throws: The status to end the command with if a value is invalid.
  func overrides() throws -> CompilationOverrides {
    var overrides = CompilationOverrides()
    overrides.set("pipeline_name", pipelineName ?? kale.pipelineName)
    overrides.set("experiment_name", experimentName ?? kale.experimentName)
    overrides.set("pipeline_description", pipelineDescription ?? kale.pipelineDescription)
    overrides.set("base_image", baseImage ?? kale.dockerImage)
    overrides.set("output_path", kale.outputPath)
    overrides.setVariable("KALE_PIP_INDEX_URLS", pipIndexUrls)
    if pipIndexUrls == nil, kale.dev {
      overrides.setVariable("KALE_DEV_MODE", "1")
      overrides.setVariable("KALE_DEVPI_SIMPLE_URL", kale.devpiSimpleUrl)
    }
    if let fault = overrides.fault() { throw ExitStatus.stop(fault) }
    if let image = baseImage ?? kale.dockerImage, let fault = KubernetesSyntax.fault(inImage: image) {
      throw ExitStatus.stop("`\(image)` is not a valid image reference: \(fault).")
    }
    return overrides
  }

  /// An index that cannot be a URL, because there is white space in it.
  private var brokenIndex: Substring? {
    pipIndexUrls?.split(separator: ",").first { url in
      url.split(whereSeparator: \.isWhitespace).count > 1
    }
  }
}

/// Kale's own spellings of options, so that a command line for Kale works.
struct KaleCompileOptions: ParsableArguments {
  @Option(name: .customLong("nb"))
  var notebook: String?

  @Option(name: .customLong("pipeline_name"))
  var pipelineName: String?

  @Option(name: .customLong("experiment_name"))
  var experimentName: String?

  @Option(name: .customLong("pipeline_description"))
  var pipelineDescription: String?

  @Option(name: .customLong("docker_image"))
  var dockerImage: String?

  @Option(name: .customLong("kfp_host"))
  var kfpHost: String?

  @Option(name: .customLong("output_path"))
  var outputPath: String?

  @Option(name: .customLong("devpi-simple-url"))
  var devpiSimpleUrl: String?

  @Flag(name: .customLong("dev"))
  var dev = false

  @Flag(name: .customLong("debug"))
  var debug = false

  @Flag(name: .customLong("upload_pipeline"))
  var isUploaded = false

  @Flag(name: .customLong("run_pipeline"))
  var isRun = false

  /// Whether something is to be done on a server.
  var uploads: Bool { isUploaded || isRun }
}
