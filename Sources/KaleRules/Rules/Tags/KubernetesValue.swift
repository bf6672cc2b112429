import KaleAnalysis
import NotebookModel

/// The value of a tag that Kale takes and Kubernetes rejects.
enum KubernetesValue: NotebookRule {
  static let description = RuleDescription(
    code: "KALE025", name: "kubernetes-value", severity: .error, fix: .suggested,
    summary: "Kubernetes rejects a label, an annotation or an image.",
    rationale: """
      Kale puts the values of tags into the pipeline as they are, and Kubernetes rejects the pod of a step:

      - The value of a label has at most 63 letters, digits and `-_.`, and starts and ends with a letter or digit.
      - In a key, what precedes `/` is a DNS name in lower case, and what follows has at most 63 characters.
      - The reference of an image has lowercase names, an optional tag and no white space.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": «"My Image:latest"»}
        # %% tags=["step:train", «"label:team:ML team"», «"annotation:Example/owner:me"»]
        model = 1
        # %% tags=["step:report", «"image:example.com/Tools:1.0"»]
        print(2)
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": "localhost:5000/a/b_c@sha256:0123"}
        # %% tags=["step:train", "label:example.com/team:ML-team", "annotation:owner:Any text, really", "image:Registry.example.com:80/x/y:V1"]
        model = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train", "label:team:ML team"]
          model = 1
          """,
          after: """
          # %% tags=["step:train", "label:team:ML-team"]
          model = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    images(analysis) + tags(analysis)
  }

  private static func images(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.namedImages.compactMap { named in
      guard let fault = KubernetesSyntax.fault(inImage: named.image) else { return nil }
      let fitted = KubernetesSyntax.fitted(image: named.image)
      return Finding(
        description, kale: .accepted, at: named.place,
        "`\(named.image)` is not a valid image reference: \(fault). Correct it.",
        fixes: fitted.map { [Fix("Change to `\($0)`", [named.replacing(with: $0)])] } ?? [])
    }
  }

  private static func tags(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.cells(with: .configurationTags).filter { analysis.step(definedBy: $0) != nil }.flatMap { cell in
      analysis.tags[cell].configurationTags.compactMap { index in
        switch analysis.tags[cell].entries[index].parsed?.meaning {
        case .label(let label): finding("label", label, cell, index)
        case .annotation(let annotation): finding("annotation", annotation, cell, index)
        default: nil
        }
      }
    }
  }

  private static func finding(
    _ kind: String, _ value: KeyedValue, _ cell: CellIndex, _ index: TagIndex
  ) -> Finding? {
    let keyFault = KubernetesSyntax.fault(inKey: value.key)
    let valueFault = kind == "label" ? KubernetesSyntax.fault(inLabelValue: value.value) : nil
    guard let fault = keyFault ?? valueFault else { return nil }
    let what =
      keyFault == nil ? "value `\(value.value)` of label `\(value.key)`" : "\(kind) key `\(value.key)`"
    let fitted = keyFault == nil ? KubernetesSyntax.fitted(labelValue: value.value) : ""
    let remove = Fix("Remove the \(kind)", [.removeTag(cell: cell, index: index)])
    guard !fitted.isEmpty else {
      return Finding(
        description, kale: .accepted, at: .tag(cell: cell, index: index),
        "Kubernetes rejects the \(what): \(fault). Correct it.", fixes: [remove])
    }
    let text = "\(kind):\(value.key):\(fitted)"
    return Finding(
      description, kale: .accepted, at: .tag(cell: cell, index: index),
      "Kubernetes rejects the \(what): \(fault). Use another value.",
      fixes: [Fix("Change to `\(text)`", [.replaceTag(cell: cell, index: index, with: text)]), remove])
  }
}
