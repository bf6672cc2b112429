import KaleAnalysis
import NotebookModel

/// A pipeline at a glance, as `kale-lsp compile` prints it: the steps, what they run after and what they pass on.
package struct PipelineSummary {
  /// Terminals are at least this wide.
  private static let width = 80
  /// A summary shows at most this many steps, so that it does not scroll the findings away.
  private static let stepLimit = 20
  private static let valueWidth = 24
  /// The largest number of files that a message names.
  private static let fileLimit = 8

  private let pipeline: Pipeline

  /// Creates the summary of a pipeline.
  package init(of pipeline: Pipeline) { self.pipeline = pipeline }

  /// The summary; each line ends in a line break.
  package var text: String {
    let count = pipeline.steps.count
    var lines = [heading, ""] + table(of: pipeline.steps.prefix(Self.stepLimit)).lines(width: Self.width)
    if count > Self.stepLimit {
      lines.append("  … and \(count - Self.stepLimit) more; `kale-lsp graph` prints all")
    }
    let details = detailLines(width: Self.width)
    if !details.isEmpty { lines += [""] + details }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The name of the pipeline and its size.
  var heading: String {
    let count = pipeline.steps.count
    let name = TextTable.printable(pipeline.configuration.pipelineName)
    return "Pipeline `\(name)`: \(count) step\(count == 1 ? "" : "s")"
  }

  /// All steps as a table.
  func stepLines(width: Int) -> [String] {
    pipeline.steps.isEmpty ? [] : table(of: pipeline.steps[...]).lines(width: width)
  }

  /// What the pipeline as a whole takes, reports and ships, as a table.
  func detailLines(width: Int) -> [String] { details.lines(width: width) }

  private func table(of steps: ArraySlice<Step>) -> TextTable {
    var table = TextTable()
    table.addRow([["step"], ["runs after"], ["takes"], ["passes on"]])
    for step in steps {
      let name = step.notebook.map { "\(step.name) (\($0.file))" } ?? step.name
      table.addRow([[name], step.previous, step.inputs.map(\.name), step.outputs])
    }
    return table
  }

  /// What the pipeline as a whole takes and reports.
  private var details: TextTable {
    var table = TextTable()
    let parameters = pipeline.parameters.map { "\($0.name) = \(Self.shown($0.value))" }
    let metrics = pipeline.steps.flatMap { step in step.metrics.map { "\($0.variable) (\(step.name))" } }
    for (heading, values) in [("parameters", parameters), ("metrics", metrics)] where !values.isEmpty {
      table.addRow([[heading], values])
    }
    let files = pipeline.files
    if !files.isEmpty {
      let size = ByteCount.text(files.reduce(0) { $0 + $1.bytes.count })
      var paths = files.prefix(Self.fileLimit).map(\.path)
      let left = files.count - paths.count
      if left > 0 { paths.append("\(left) more") }
      paths[paths.count - 1] += " (\(size))"
      table.addRow([["ships"], paths])
    }
    return table
  }

  private static func shown(_ value: ParameterValue) -> String {
    // What is cut off need not be written first.
    if case .string(let text) = value, text.utf8.count > 10 * valueWidth {
      return shown(.string(String(text.prefix(valueWidth))))
    }
    let source = value.pythonSource
    return source.count > valueWidth ? "\(source.prefix(valueWidth - 1))…" : source
  }
}
