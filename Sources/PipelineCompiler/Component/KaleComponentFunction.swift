import KaleAnalysis

/// A step as KFP's component on Kale's runtime.
///
/// It runs the notebook's blocks as Kale does: in a Jupyter kernel, through `kale.common.jputils.run_code`. Before them, it
/// sets the parameters, loads the inputs and runs the shared blocks; after them, it saves the outputs. `kale.marshal` loads
/// and saves values. Its own names begin with `_kale_`, which no parameter's does, and it uses no name of Python's
/// builtins, since a parameter may have that name.
///
/// Where it differs from the function that Kale writes, and why:
///
/// - A block stands in it as typed, in a literal chosen for it. Kale escapes every block, so that `größe` reads
///   `gr\xf6\xdfe`, breaks its lines at form feeds and line separators too, and lets KFP replace a `{{$}}` in it.
/// - Parameters reach the kernel by `repr`; Kale puts a string between quotes as it is, which breaks on a quote, a
///   backslash or a line feed.
/// - A run of a step keeps its values in a folder of its own under the notebook's `marshal_path`, with separate folders
///   for inputs and outputs. Kale uses one folder, in all places but one `/tmp/marshal` whatever the notebook says, and
///   fails where a step changes the type of a value it took in, or two runs share the folder, since there
///   are then two files for a name.
/// - A metric that is a number of NumPy's or PyTorch's is reported; in Kale it is lost and the step fails.
struct KaleComponentFunction {
  private let step: PlannedStep

  init(_ step: PlannedStep) {
    self.step = step
  }

  /// The function's source, from `def` to the end of its last line.
  var source: String {
    let parts = [
      step.signature + importing, takingIn, blocks, running, handingOn, reportingMetrics, cleaningUp,
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var passesData: Bool { !step.inputs.isEmpty || !step.outputs.isEmpty }
}

// MARK: - Before the blocks

extension KaleComponentFunction {
  private var importing: String {
    var lines: [String] = []
    if step.htmlReport != nil { lines.append("import io as _kale_io") }
    if passesData {
      lines += [
        "import os as _kale_os", "import shutil as _kale_shutil", "import tempfile as _kale_tempfile",
      ]
    }
    if !lines.isEmpty { lines.append("") }
    if !step.outputs.isEmpty { lines.append("from kale import marshal as _kale_marshal") }
    lines.append("from kale.common.jputils import run_code as _kale_run_code")
    if !step.metrics.isEmpty {
      lines.append("from kale.common.kfputils import load_mlpipeline_metrics as _kale_load_metrics")
    }
    return body(lines)
  }

  /// Makes the folders for the step's values and puts those it takes in into theirs, under the file names that
  /// `kale.marshal` gave them: it tells from the extension how to load a file.
  private var takingIn: String {
    guard passesData else { return "" }
    let folder = PythonLiteral.string(step.marshalPath)
    var lines = [
      "# The step's inputs and outputs, in folders of this run only.",
      "_kale_os.makedirs(\(folder), exist_ok=True)",
      "_kale_folder = _kale_tempfile.TemporaryDirectory(prefix=\"\(step.name)-\", dir=\(folder))",
    ]
    if !step.inputs.isEmpty {
      lines += [
        "_kale_inputs = _kale_os.path.join(_kale_folder.name, \"inputs\")",
        "_kale_os.makedirs(_kale_inputs)",
        "for _kale_artifact in (",
      ]
      lines += step.inputs.map { "    \($0.artifact)," }
      lines += [
        "):",
        "    _kale_file = _kale_os.path.basename(_kale_artifact.metadata[\"marshal_path\"])",
        "    _kale_shutil.copy(_kale_artifact.path, _kale_os.path.join(_kale_inputs, _kale_file))",
      ]
    }
    if !step.outputs.isEmpty {
      lines += [
        "_kale_outputs = _kale_os.path.join(_kale_folder.name, \"outputs\")",
        "_kale_os.makedirs(_kale_outputs)",
      ]
    }
    return body(lines)
  }
}

// MARK: - The blocks

extension KaleComponentFunction {
  private var blocks: String {
    var blocks: [String] = []
    if !step.parameters.isEmpty { blocks.append(block("Pipeline parameters", parameterLines)) }
    if !step.inputs.isEmpty { blocks.append(block("Inputs", loadingLines)) }
    blocks += (step.sharedBlocks + step.blocks).map(codeBlock)
    if !step.metrics.isEmpty { blocks.append(block("Pipeline metrics", metricLines)) }
    if !step.outputs.isEmpty { blocks.append(block("Outputs", savingLines)) }
    return "    _kale_blocks = (\n" + blocks.joined() + "    )\n"
  }

  /// A block of the person's, under the tag of its cell. It says which of the tag's cells it is and not which of the
  /// notebook's, so that a cell that comes or goes elsewhere changes nothing.
  private func codeBlock(_ block: CodeBlock) -> String {
    let place = block.count > 1 ? ", cell \(block.number) of \(block.count)" : ""
    let title = PythonLiteral.comment(block.tag) + place
    return "        # \(title)\n        \(PythonLiteral.block(block.source)),\n"
  }

  /// A block of the compiler's own, as an f-string.
  private func block(_ title: String, _ lines: [String]) -> String {
    "        # \(title)\n        f'''\n" + lines.map { $0 + "\n" }.joined() + "''',\n"
  }

  private var parameterLines: [String] {
    step.parameters.map { "\($0.variable) = {\($0.componentInput)!r}" }
  }

  private var loadingLines: [String] {
    dataFolderLines("_kale_inputs")
      + step.inputs.map {
        "\($0.variable) = _kale_marshal.load(\"\($0.variable)_artifact\")"
      }
  }

  private var savingLines: [String] {
    dataFolderLines("_kale_outputs")
      + step.outputs.map { "_ = _kale_marshal.save(\($0.variable), \"\($0.variable)_artifact\")" }
  }

  private func dataFolderLines(_ folder: String) -> [String] {
    ["from kale import marshal as _kale_marshal", "_kale_marshal.set_data_dir({\(folder)!r})"]
  }

  private var metricLines: [String] {
    ["from kale.common.kfputils import generate_mlpipeline_metrics as _kale_generate_metrics"]
      + ["_kale_generate_metrics({{"]
      + step.metrics.map { metric in
        let variable = metric.variable
        return
          "    \"\(metric.name)\": \(variable).item() if hasattr(\(variable), \"item\") else \(variable),"
      } + ["}})"]
  }
}

// MARK: - After the blocks

extension KaleComponentFunction {
  private var running: String {
    guard let report = step.htmlReport else { return body(["_kale_run_code(_kale_blocks)"]) }
    return body([
      "_kale_report = _kale_run_code(_kale_blocks)",
      "with _kale_io.open(\(report).path, \"w\", encoding=\"utf-8\") as _kale_file:",
      "    _kale_file.write(_kale_report)",
    ])
  }

  /// Hands the saved values to KFP, each with the file name that the next step needs to load it.
  private var handingOn: String {
    guard !step.outputs.isEmpty else { return "" }
    return body(
      ["_kale_marshal.set_data_dir(_kale_outputs)", "for _kale_name, _kale_artifact in ("]
        + step.outputs.map { "    (\"\($0.variable)_artifact\", \($0.artifact))," }
        + [
          "):",
          "    _kale_path = _kale_marshal.get_path(_kale_name)",
          "    _kale_shutil.copyfile(_kale_path, _kale_artifact.path)",
          "    _kale_artifact.metadata[\"marshal_path\"] = _kale_path",
        ])
  }

  private var reportingMetrics: String {
    step.metrics.isEmpty ? "" : body(["_kale_load_metrics(\(PlannedStep.metricsArtifact))"])
  }

  private var cleaningUp: String {
    passesData ? body(["_kale_folder.cleanup()"]) : ""
  }

  /// Lines of the function's body.
  private func body(_ lines: [String]) -> String {
    lines.map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
  }
}
