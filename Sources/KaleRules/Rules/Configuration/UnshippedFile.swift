import KaleAnalysis
import NotebookModel

/// An entry of `kale_lsp.files` that names nothing, or something that cannot travel in the pipeline.
enum UnshippedFile: NotebookRule, ShippingRule {
  static let description = RuleDescription(
    code: "KALE326", name: "unshipped-file", severity: .warning, fix: .suggested,
    summary: "An entry of `files` matches nothing, or a file that a pipeline does not ship.",
    rationale: """
      `files` in the notebook's metadata `kale_lsp` lists the data files that travel in the pipeline: paths relative \
      to the notebook's folder, in which `*`, `?`, `[ab]` and `**` are patterns. Steps find the files under the same \
      paths.

      `kale-lsp compile` does not ship the targets of symbolic links, pipes, devices or compiled extensions. Patterns \
      match neither hidden files nor files with the usual name of a key or of credentials (`*.pem`, `*.key`, \
      `id_rsa*`, `credentials*` and so on), because everyone who can see the pipeline can read its files. Name such a \
      file without wildcards if it is public. For secrets use a `secret:` tag.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
        # kale_lsp: {"files": [«"data/*.csv"», «"certificates/*"», «"images"», "settings.json"]}
        # %% tags=["step:load"]
        data = 1
        # file: settings.json
        # file: certificates/server.key
        # file: images/a.png
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
        # kale_lsp: {"files": ["data/**/*.csv", "certificates/ca.pem"]}
        # %% tags=["step:load"]
        data = 1
        # file: data/small.csv
        # file: data/2024/large.csv
        # file: certificates/ca.pem
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
          # kale_lsp: {"files": ["images", "limits.json"]}
          # %% tags=["step:load"]
          data = 1
          # file: images/a.png
          # file: limits.json
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
          # kale_lsp: {"files": ["images/**", "limits.json"]}
          # %% tags=["step:load"]
          data = 1
          # file: images/a.png
          # file: limits.json
          """
        ),
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
          # kale_lsp: {"files": ["limits.json", "data/*.csv"]}
          # %% tags=["step:load"]
          data = 1
          # file: limits.json
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
          # kale_lsp: {"files": ["limits.json"]}
          # %% tags=["step:load"]
          data = 1
          # file: limits.json
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.shippedFiles.problems.compactMap { problem in
      guard case .entry = problem.origin, let message = message(problem) else { return nil }
      return Finding(
        description, kale: .accepted, at: analysis.place(of: problem.origin), message,
        fixes: fixes(problem, analysis))
    }
  }

  /// Names the files of a folder; else leaves the entry out.
  private static func fixes(_ problem: ShippedFiles.Problem, _ analysis: NotebookAnalysis) -> [Fix] {
    let files = analysis.configuration.configuration.files.map(\.text)
    guard case .entry(let index) = problem.origin, files.indices.contains(index) else { return [] }
    func fix(_ title: String, _ files: [String]) -> Fix {
      Fix(title, [.setSetting(path: ["files"], to: .array(files.map { .string($0) }))])
    }
    var fixes: [Fix] = []
    if problem.kind == .folder {
      var all = files
      all[index] = problem.path + "/**"
      fixes.append(fix("Change to `\(all[index])`", all))
    }
    var others = files
    others.remove(at: index)
    return fixes + [fix("Remove `\(files[index])` from `kale_lsp.files`", others)]
  }

  private static func message(_ problem: ShippedFiles.Problem) -> String? {
    let path = "`\(problem.path)`"
    switch problem.kind {
    case .noMatch: return "\(path) matches no file in the notebook's folder. Correct or remove it."
    case .folder: return "\(path) is a folder. Use `\(problem.path)/**` for the files in it."
    case .key:
      return
        "\(path) looks like a key and is not shipped. Use a `secret:` tag, or name a public file without wildcards."
    case .symbolicLink: return "\(path) is a symbolic link, which is not shipped. Replace it with the files."
    case .compiledExtension:
      return "\(path) is compiled for one platform and is not shipped. Use an image that contains it."
    case .notRegular: return "\(path) is not a regular file and is not shipped. Replace or remove it."
    case .unreadable(let reason): return "\(path) cannot be read: \(reason). Correct its permissions."
    case .tooMany: return "\(path) looks through too many files. Name the folders that contain the data."
    case .shadowsPython, .shadowsPackage: return nil
    }
  }
}
