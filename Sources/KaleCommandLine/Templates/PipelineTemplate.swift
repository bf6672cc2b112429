import KaleAnalysis
import KaleWorkspace

/// A first pipeline, which `kale-lsp new` writes: it loads a data set, trains a model and evaluates it.
package struct PipelineTemplate {
  /// A cell of the notebook.
  struct Cell {
    /// What the cell is called in the file; unique.
    var identifier: String
    /// The tags; nil for prose.
    var tags: [String]?
    var lines: [String]
  }

  /// The names of the steps.
  package static let steps = ["load", "train", "evaluate"]

  /// The name of the pipeline.
  package let name: String

  /// Creates the pipeline of a notebook.
  ///
  /// - Parameter path: The path of the notebook. The pipeline has the name of the file.
  package init(for path: String) {
    let file = FileSystem.name(of: path)
    let stem = file.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(file[..<$0]) } ?? file
    let fitted = KubernetesName.proposal(for: stem)
    name = KubernetesName.isPipelineName(fitted) ? fitted : "pipeline"
  }

  /// The cells, in order.
  var cells: [Cell] {
    [
      Cell(
        identifier: "title", tags: nil,
        lines: [
          "# \(name)", "",
          "A pipeline of three steps. The tag of a cell says which step it belongs to and which step runs",
          "before; untagged cells belong to the step above. Each step runs in a container of its own and",
          "gets the variables that it uses from the steps before.",
        ]),
      Cell(
        identifier: "imports", tags: ["imports"],
        lines: [
          "from sklearn.datasets import load_iris", "from sklearn.ensemble import RandomForestClassifier",
          "from sklearn.metrics import accuracy_score",
          "from sklearn.model_selection import train_test_split",
        ]),
      Cell(
        identifier: "parameters", tags: ["pipeline-parameters"],
        lines: ["test_size = 0.25", "trees = 100"]),
      Cell(
        identifier: "load", tags: ["step:load"],
        lines: [
          "features, labels = load_iris(return_X_y=True)",
          "features_train, features_test, labels_train, labels_test = train_test_split(",
          "    features, labels, test_size=test_size, random_state=0", ")",
        ]),
      Cell(
        identifier: "train", tags: ["step:train", "prev:load"],
        lines: [
          "model = RandomForestClassifier(n_estimators=trees, random_state=0)",
          "model.fit(features_train, labels_train)",
        ]),
      Cell(
        identifier: "evaluate", tags: ["step:evaluate", "prev:train"],
        lines: [
          "accuracy = float(accuracy_score(labels_test, model.predict(features_test)))",
          "print(f\"accuracy: {accuracy:.3f}\")",
        ]),
      Cell(identifier: "metrics", tags: ["pipeline-metrics"], lines: ["print(accuracy)"]),
    ]
  }
}
