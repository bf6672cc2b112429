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

  /// For what a reference begins with the newer image of the same kind, by what the tag ends in: the longest that fits
  /// counts. Its Python is new enough for any runtime.
  static let newerImages: [String: [String: String]] = [
    "pytorch/pytorch:": [
      "": "pytorch/pytorch:2.5.1-cuda12.4-cudnn9-runtime",
      "-devel": "pytorch/pytorch:2.5.1-cuda12.4-cudnn9-devel",
    ],
    "tensorflow/tensorflow:": [
      "": "tensorflow/tensorflow:2.17.0",
      "-gpu": "tensorflow/tensorflow:2.17.0-gpu",
      "-gpu-jupyter": "tensorflow/tensorflow:2.17.0-gpu-jupyter",
      "-gpu-py3": "tensorflow/tensorflow:2.17.0-gpu",
      "-gpu-py3-jupyter": "tensorflow/tensorflow:2.17.0-gpu-jupyter",
      "-jupyter": "tensorflow/tensorflow:2.17.0-jupyter",
    ],
  ]

  /// Words in references to images with a GPU's libraries, which other images do not have.
  static let wordsForGPU: Set<String> = ["cuda", "gpu", "nvidia", "rocm"]
}
