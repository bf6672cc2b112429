/// The versions of Python in images that notebooks name.
///
/// Without a row nothing is known of an image, but for those called `python`, whose tags say it.
enum ImageTable {
  /// For what a reference begins with the version of Python: the longest that fits counts.
  static let versionsByPrefix: [String: String] = [
    "gcr.io/arrikto-public/jupyter-kale": "3.6",
    "gcr.io/arrikto-public/tensorflow-1": "3.6",
    "gcr.io/arrikto/jupyter-kale": "3.6",
    "gcr.io/kubeflow-images-public/tensorflow-1": "3.6",
    "pytorch/pytorch:0.": "3.6",
    "pytorch/pytorch:1.0": "3.6",
    "pytorch/pytorch:1.1-": "3.6",
    "pytorch/pytorch:1.2": "3.6",
    "pytorch/pytorch:1.3": "3.6",
    "pytorch/pytorch:1.4": "3.7",
    "pytorch/pytorch:1.5": "3.7",
    "pytorch/pytorch:1.6": "3.7",
    "pytorch/pytorch:1.7": "3.8",
    "pytorch/pytorch:1.8": "3.8",
    "pytorch/pytorch:1.9": "3.7",
    "tensorflow/tensorflow:0.": "2.7",
    "tensorflow/tensorflow:1.": "3.6",
    "tensorflow/tensorflow:2.0": "3.6",
    "tensorflow/tensorflow:2.1.": "3.6",
    "tensorflow/tensorflow:2.10.": "3.8",
    "tensorflow/tensorflow:2.11.": "3.8",
    "tensorflow/tensorflow:2.12.": "3.8",
    "tensorflow/tensorflow:2.2": "3.6",
    "tensorflow/tensorflow:2.3": "3.6",
    "tensorflow/tensorflow:2.4": "3.6",
    "tensorflow/tensorflow:2.5": "3.6",
    "tensorflow/tensorflow:2.6": "3.6",
    "tensorflow/tensorflow:2.7": "3.8",
    "tensorflow/tensorflow:2.8": "3.8",
    "tensorflow/tensorflow:2.9": "3.8",
  ]
}
