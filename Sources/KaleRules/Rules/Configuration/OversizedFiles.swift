import KaleAnalysis
import NotebookModel

/// Files that are too large to travel in the pipeline.
enum OversizedFiles: NotebookRule, ShippingRule {
  static let description = RuleDescription(
    code: "KALE327", name: "oversized-files", severity: .warning,
    summary: "The files that the pipeline ships are too large.",
    rationale: """
      A pipeline contains the modules and files that it ships, at most 1 MB and 1,000 files in all. Modules come \
      first, then the smallest files; what does not fit is left out, and steps do not find it.

      Each step contains all files, as text or as base64, and Kubernetes limits an object to 1.5 MB. In practice, the \
      files may have about 1 MB divided by the number of steps, and a third less if they are not text.

      Keep large data on a volume, or in an object store from which a step reads it.
      """,
    whyNoFix: "Only you know which files the steps can do without.",
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
        # kale_lsp: {"files": [«"data/*.csv"»]}
        # %% tags=["step:load"]
        data = 1
        # file: data/large.csv (1200000 bytes)
        # file: data/small.csv
        """,
        """
        # %% tags=["imports"]
        «import tables»
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train"]
        model = 1
        # file: tables.py (600000 bytes)
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
        # kale_lsp: {"files": ["data/*.csv"]}
        # %% tags=["step:load"]
        data = 1
        # file: data/small.csv (900000 bytes)
        """
      ]))

  /// The largest number of files that a message names.
  private static let namedFiles = 3

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let files = analysis.shippedFiles
    if let largest = files.leftOut.first {
      let origin = files.leftOut.first { if case .entry = $0.origin { true } else { false } }?.origin
      let isData = origin != nil
      let remedy = isData ? "Keep large data on a volume." : "Publish the modules as a package."
      return [
        Finding(
          description, kale: .accepted, at: analysis.place(of: origin ?? largest.origin),
          "Files beyond 1 MB are not shipped: \(names(files.leftOut)). \(remedy)")
      ]
    }
    return tooLargeForSteps(analysis)
  }

  /// The files fit, but the pipeline contains them once for each step.
  private static func tooLargeForSteps(_ analysis: NotebookAnalysis) -> [Finding] {
    let files = analysis.shippedFiles
    let steps = analysis.outline.units.count { !$0.isNotebook }
    let size = files.encodedByteCount * steps
    guard steps > 1, size > ShippedFiles.byteLimit, let largest = files.largest else { return [] }
    return [
      Finding(
        description, kale: .accepted, at: analysis.place(of: largest),
        "Each of \(steps) steps contains the files, \(ByteCount.text(size)) in all; Kubernetes accepts about 1 MB. Keep "
          + "`\(largest.path)` (\(ByteCount.text(largest.bytes.count))) on a volume or in the image.")
    ]
  }

  private static func names(_ files: [ShippedFiles.LeftOut]) -> String {
    var names = files.prefix(namedFiles).map { "`\($0.path)` (\(ByteCount.text($0.size)))" }
    if files.count > namedFiles { names.append("\(files.count - namedFiles) more") }
    return names.joined(separator: ", ")
  }
}
